import { randomUUID } from "node:crypto";
import type { CellDecision, Permit } from "#policies/decision.ts";
import type { Disclosure } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerEntryInput, LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { logDecisions } from "../decisions/log-decisions.ts";
import { type ReleasedField, rememberDisclosed } from "./remember-disclosed.ts";

/** One disclosure about to leave. Nothing but a Disclosure made by policy can be recorded, and nothing else may leave. */
export type LeavingDisclosure = {
  readonly permit: Permit;
  /** Null where no value leaves: a notice that there is something to read, or that a field became empty. */
  readonly disclosure: Disclosure | null;
  /** Fields that are named as empty now. */
  readonly removed?: readonly FieldPath[];
  /** The hub's own id of the person. */
  readonly personId: string;
  readonly subjectKey?: LedgerEntryInput["subjectKey"];
  readonly now: Date;
  readonly resource: "meeting" | "person" | "search" | "tag-hit" | "update";
  /** Exactly what leaves; its salted digest enters the leaf. */
  readonly disclosed: unknown;
  readonly status: number;
  /** What else a reviewer needs; committed, never written to the leaf. */
  readonly note?: Readonly<Record<string, unknown>>;
  readonly origin:
    | { readonly request: NonNullable<LedgerEntryInput["request"]>; readonly actor: string }
    | { readonly subscription: NonNullable<LedgerEntryInput["subscription"]> };
};

/** Logs a disclosure, keeps what it was decided on, and remembers who now holds what, in the transaction after which it may leave. */
export async function recordDisclosure(tx: Transaction, leaving: LeavingDisclosure): Promise<LedgerReceipt> {
  const [receipt] = await recordDisclosures(tx, [leaving]);
  if (receipt === undefined) {
    throw new Error("a disclosure was recorded without a receipt");
  }
  return receipt;
}

/** The same for several that leave together; receipts in their order. */
export async function recordDisclosures(
  tx: Transaction,
  leaving: readonly LeavingDisclosure[],
): Promise<readonly LedgerReceipt[]> {
  const all = leaving.map((one) => {
    const { permit, disclosure } = one;
    return { ...one, released: disclosure === null ? [] : releasedFields(permit, disclosure), receiptId: randomUUID() };
  });
  // None needs another's answer, so they travel together; when one fails, the transaction fails with all.
  const logging = logDecisions(
    tx,
    all.map(({ now: at, ...one }) => ({ ...one, at, actor: "actor" in one.origin ? one.origin.actor : null })),
  );
  const remembering = all.map((one) =>
    rememberDisclosed(tx, { ...one, agencyId: one.permit.party, agreementId: one.permit.agreement.id }),
  );
  const appending = all.map((one) => appendDisclosure(tx, one));
  const [receipts] = await Promise.all([Promise.all(appending), Promise.all(remembering), logging]);
  return receipts;
}

type Recorded = LeavingDisclosure & { readonly released: readonly ReleasedField[]; readonly receiptId: string };

function appendDisclosure(tx: Transaction, recorded: Recorded): Promise<LedgerReceipt> {
  const { permit, personId, subjectKey = null, now, origin, released, receiptId } = recorded;
  return appendEntry(tx, {
    receiptId,
    kind: isConsultation(recorded, released) ? "consultation" : "disclosure",
    time: now,
    agency: permit.party,
    recipients: [permit.party],
    purpose: permit.purpose,
    legalGateways: [...new Set(released.flatMap(({ cells }) => cells.flatMap(({ gateways }) => gateways)))].sort(),
    agreement: `${permit.agreement.id}@${permit.agreement.version}`,
    resource: recorded.resource,
    personId,
    subjectKey,
    fields: [...released.map(({ field }) => field), ...(recorded.removed ?? [])],
    response: { status: recorded.status, disclosed: recorded.disclosed },
    decisionRef: "PERMITTED",
    detail: detailOf(recorded, released),
    ...origin,
  });
}

/** The fields that leave, each with the cells its value was made from: every item of a list, one value of anything else. */
function releasedFields(permit: Permit, disclosure: Disclosure): readonly ReleasedField[] {
  // The names of a Disclosure are field paths by its making.
  const fields = Object.keys(disclosure.fields) as FieldPath[];
  return fields.map((field) => {
    const { cells = [], chosen } = permit.fields[field] ?? {};
    const used = chosen === undefined ? cells : cells.slice(chosen, chosen + 1);
    return { field, cells: used.filter(({ form }) => form !== "withhold") };
  });
}

/** Reading what one supplied oneself discloses nothing. */
function isConsultation({ removed = [] }: LeavingDisclosure, released: readonly ReleasedField[]): boolean {
  const isOwn = ({ reason }: CellDecision) => reason === "OWN_DATA";
  return released.length > 0 && removed.length === 0 && released.every(({ cells }) => cells.every(isOwn));
}

/** For a reviewer: what the decision rested on. Facts are sensitive, so they are committed and never written to the leaf. */
function detailOf({ permit, personId, note }: LeavingDisclosure, released: readonly ReleasedField[]) {
  return {
    ...note,
    personId,
    outlet: permit.outlet,
    role: permit.role,
    facts: permit.facts,
    factsAsOf: permit.factsAsOf,
    fields: Object.fromEntries(
      released.map(({ field, cells }) => [
        field,
        cells.map(({ originator, form, reason, rule, limitedBy, clause }) => ({
          originator,
          form,
          reason,
          rule,
          limitedBy,
          clause,
        })),
      ]),
    ),
  };
}
