import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../../caller/verified-request.ts";
import { decideAndProject, type Permitted, type PolicyEngine } from "../../disclosure/decide-and-project.ts";
import { readRecords } from "../../disclosure/read-record.ts";
import { recordDisclosures } from "../../disclosure/record-disclosure.ts";
import { requestEvidence } from "../../disclosure/record-refusal.ts";
import { knownAs } from "../../people/known-as.ts";
import { readTimersOf, type TimersRead } from "../timers/read-timers.ts";
import { seenTimers } from "../timers/seen-timers.ts";
import type { MeetingItem } from "./read-meeting.ts";

type PackItem = Exchanges["meeting-pack"]["items"][number];

/** What a meeting looks at of somebody; the rest of a person is a reading of its own. */
const PACK_FIELDS = [
  "identity.firstName",
  "identity.lastName",
  "iom.cohort",
  "iom.lifecycleState",
  "iom.ragStatus",
  "iom.ragSetAt",
  "iom.planActions",
  "iom.meetingActions",
] as const satisfies readonly FieldPath[];

export type Packing = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  readonly engine: PolicyEngine;
};

/**
 * The lines of an agenda that an attendee may see, each decided, projected and logged by itself as a disclosure of exactly that.
 * Whoever is withheld from the attendee is not there.
 */
export async function packOf(
  tx: Transaction,
  { caller, request, engine }: Packing,
  items: readonly MeetingItem[],
): Promise<readonly PackItem[]> {
  const records = new Map(
    (
      await readRecords(
        tx,
        items.map(({ personId }) => personId),
      )
    ).map((one) => [one.personId, one]),
  );
  const due = await readTimersOf(tx, [...records.keys()]);
  const lines: (Permitted & { readonly item: MeetingItem; readonly because: readonly string[] })[] = [];
  for (const item of items) {
    const record = records.get(item.personId) ?? null;
    const answer = decideAndProject(engine, { ...request, fields: PACK_FIELDS }, record);
    if (answer.outcome === "permitted" && record !== null) {
      const because = reasonsSeen({ item, record, answer, due: due.get(item.personId) }, request, engine);
      lines.push({ ...answer, item, because });
    }
  }
  const receipts = await recordDisclosures(
    tx,
    lines.map(({ permit, disclosure, item: { personId } }) => ({
      permit,
      disclosure,
      personId,
      now: request.now,
      resource: "meeting",
      disclosed: disclosure.fields,
      status: 200,
      origin: { request: requestEvidence(caller), actor: request.actor },
    })),
  );
  const ids = await namesOf(tx, { request, engine }, lines);
  return lines.flatMap(({ item: { personId, state }, because, disclosure }, at) => {
    const [receipt, known] = [receipts[at], ids.get(personId)];
    return receipt === undefined || known === undefined
      ? []
      : [
          {
            state,
            personId: known,
            because: [...because],
            fields: disclosure.fields,
            obligations: disclosure.obligations,
            receipt: { id: receipt.receiptId, logIndex: receipt.logIndex },
          },
        ];
  });
}

type Line = {
  readonly item: MeetingItem;
  readonly record: PublishedRecord;
  readonly answer: Permitted;
  readonly due: TimersRead | undefined;
};

/** Of the rules that put somebody there those are told whose evidence the attendee sees. */
function reasonsSeen(
  { item, record, answer, due }: Line,
  request: PolicyRequest,
  engine: PolicyEngine,
): readonly string[] {
  const seen = due?.version === record.version ? seenTimers(due.timers, record, request, engine.policies()) : [];
  const told = new Set(seen.map(({ kind }) => `due:${kind}`));
  const isWhole = (field: FieldPath) => answer.disclosure.fields[field]?.form === "full";
  return item.because.filter(
    (rule) =>
      told.has(rule) ||
      (rule.startsWith("colour:") && isWhole("iom.ragStatus") && isWhole("iom.lifecycleState")) ||
      (rule.startsWith("state:") && isWhole("iom.lifecycleState")),
  );
}

function namesOf(
  tx: Transaction,
  { request: { party, purpose }, engine: { pseudonyms } }: Omit<Packing, "caller">,
  lines: readonly (Permitted & { readonly item: MeetingItem })[],
) {
  const [first] = lines;
  const agreementId = first?.permit.agreement.id ?? "";
  return knownAs(
    tx,
    { pseudonyms, agreementId, recipient: party, purpose },
    lines.map(({ item: { personId } }) => personId),
  );
}
