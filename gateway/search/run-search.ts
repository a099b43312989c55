import { createHash } from "node:crypto";
import { decideGate } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import { matches, type NotQueryable, type QueryPlan, queryPlan } from "#policies/queries.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import { canonicalJson } from "#services/ledger/canonical-json.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { openCursor, sealCursor } from "../cursor.ts";
import { atOneMoment, decideAndProject, type Permitted } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies, Refused } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { policyRequest } from "../disclosure/policy-request.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { recordDisclosures } from "../disclosure/record-disclosure.ts";
import { recordRefusal, requestEvidence } from "../disclosure/record-refusal.ts";
import { logConsultation } from "../log-consultation.ts";
import { knownAs } from "../people/known-as.ts";
import { preparePseudonyms } from "../pseudonyms/prepare-pseudonyms.ts";
import { findCandidates, PEOPLE_A_READING } from "./candidates.ts";

/** Shown with every hit, as far as the caller may see them: enough to know whom one has found. */
const NAME_FIELDS: readonly FieldPath[] = ["identity.firstName", "identity.lastName"];
const LIMIT_DEFAULT = 50;

export type SearchDependencies = DiscloseDependencies & { readonly cursorSecret: Uint8Array };

export type SearchOutcome =
  | { readonly outcome: "found"; readonly body: Exchanges["search-answer"]; readonly logEntry: LedgerReceipt }
  | (NotQueryable & { readonly logEntry: LedgerReceipt })
  | Refused;

export type Search = (caller: VerifiedRequest, asked: Exchanges["search-request"]) => Promise<SearchOutcome>;

/**
 * Finds people by what the caller would see of each of them (design/agreements 4.11). A hit is a disclosure of what it
 * returns and is logged as one; the search itself is logged as a consultation, whatever it found.
 */
export function createSearch(dependencies: SearchDependencies): Search {
  const { sql, clock, officers } = dependencies;
  return async (caller, asked) => {
    const held = atOneMoment(dependencies);
    const now = clock.now();
    const request = policyRequest({ caller, officers, now, outlet: "searches", fields: null });
    await preparePseudonyms(held.engine, request);
    return inOneTransaction(sql, caller, async (tx) => {
      const chosen = decideGate(request, held.engine.policies());
      if (chosen.outcome === "refused") {
        const refused = { caller, request, refusal: chosen, now, resource: "search", detail: {} };
        const logEntry = await recordRefusal(tx, refused);
        return { outcome: "refused", problem: chosen.problem, candidates: chosen.candidates, logEntry };
      }
      const { id, version } = chosen.agreement.document;
      return ask(tx, held, { caller, asked, request, agreement: { id, version } });
    });
  };
}

async function ask(tx: Transaction, dependencies: SearchDependencies, search: Asked): Promise<SearchOutcome> {
  const plan = queryPlan(search.request, search.asked.match, dependencies.engine.policies());
  if (plan.outcome === "refused") {
    throw new Error("the gate let a search through and then did not");
  }
  return plan.outcome === "plan"
    ? find(tx, dependencies, { ...search, plan })
    : { ...plan, logEntry: await logSearch(tx, search, { fields: [], hits: 0 }) };
}

type Asked = {
  readonly caller: VerifiedRequest;
  readonly asked: Exchanges["search-request"];
  readonly request: PolicyRequest;
  readonly agreement: { readonly id: string; readonly version: number };
};
type Planned = Asked & { readonly plan: QueryPlan };
type Hit = Permitted & { readonly personId: string };
type NamedHit = Hit & { readonly knownAs: string };

async function find(tx: Transaction, dependencies: SearchDependencies, search: Planned): Promise<SearchOutcome> {
  const { asked, plan, request, agreement } = search;
  const scope = cursorScope(search);
  const after = asked.cursor === undefined ? "" : openCursor(dependencies.cursorSecret, scope, asked.cursor);
  const limit = asked.limit ?? LIMIT_DEFAULT;
  const beyond = (await findHits(tx, dependencies, search)).filter((hit) => hit.knownAs > after);
  const page = beyond.slice(0, limit);
  const people = await discloseHits(tx, search, page);
  const fields = plan.terms.map(({ field }) => field);
  const logEntry = await logSearch(tx, search, { fields, hits: page.length });
  const last = beyond.length > limit ? page.at(-1) : undefined;
  const cursor = last === undefined ? null : sealCursor(dependencies.cursorSecret, scope, last.knownAs);
  // The gate has held the purpose against the closed list.
  const purpose = request.purpose as Purpose;
  return { outcome: "found", logEntry, body: { people, agreements: [agreement], purpose, cursor } };
}

/**
 * Everybody who matches, in the order of the ids by which this agency knows them, which means nothing to anybody. All candidates are
 * compared also where a page is soon full: stopping there would take the longer, the more people lie hidden between two hits.
 */
async function findHits(
  tx: Transaction,
  { engine }: SearchDependencies,
  { plan, request, agreement }: Planned,
): Promise<readonly NamedHit[]> {
  const fields = [...new Set([...NAME_FIELDS, ...plan.terms.map(({ field }) => field)])];
  const candidates = await findCandidates(tx, plan.terms);
  const hits: Hit[] = [];
  for (let from = 0; from < candidates.length; from += PEOPLE_A_READING) {
    for (const record of await readRecords(tx, candidates.slice(from, from + PEOPLE_A_READING))) {
      const answer = decideAndProject(engine, { ...request, fields }, record);
      if (answer.outcome === "permitted" && matches(answer.disclosure, plan)) {
        hits.push({ ...answer, personId: record.personId });
      }
    }
  }
  const { pseudonyms } = engine;
  const naming = { pseudonyms, agreementId: agreement.id, recipient: request.party, purpose: request.purpose };
  const ids = await knownAs(
    tx,
    naming,
    hits.map(({ personId }) => personId),
  );
  return hits
    .map((hit) => ({ ...hit, knownAs: ids.get(hit.personId) ?? "" }))
    .toSorted((one, other) => (one.knownAs < other.knownAs ? -1 : 1));
}

async function discloseHits(
  tx: Transaction,
  { caller, request }: Planned,
  hits: readonly NamedHit[],
): Promise<Exchanges["search-answer"]["people"]> {
  const receipts = await recordDisclosures(
    tx,
    hits.map(({ permit, disclosure, personId }) => ({
      permit,
      disclosure,
      personId,
      now: request.now,
      resource: "search",
      disclosed: disclosure.fields,
      status: 200,
      origin: { request: requestEvidence(caller), actor: request.actor },
    })),
  );
  return hits.flatMap(({ knownAs: known, disclosure }, at) => {
    const receipt = receipts[at];
    return receipt === undefined
      ? []
      : [
          {
            personId: known,
            fields: disclosure.fields,
            obligations: disclosure.obligations,
            receipt: { id: receipt.receiptId, logIndex: receipt.logIndex },
          },
        ];
  });
}

/** Names of the fields searched on, never what was looked for. */
function logSearch(
  tx: Transaction,
  { caller, request, agreement }: Asked,
  { fields, hits }: { readonly fields: readonly FieldPath[]; readonly hits: number },
): Promise<LedgerReceipt> {
  return logConsultation(tx, {
    caller,
    request,
    agreement: `${agreement.id}@${agreement.version}`,
    resource: "search",
    fields: [...new Set(fields)],
    detail: { hits },
  });
}

/** A cursor goes on with the search it came from, and with no other. */
function cursorScope({ request, asked, agreement }: Asked): string {
  const match = createHash("sha256").update(canonicalJson(asked.match)).digest("base64url");
  return `search ${request.party} ${request.purpose} ${agreement.id} ${match}`;
}
