import type { PolicyRequest } from "#policies/decision.ts";
import type { LoggedExplanation } from "#policies/explain-logged.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { openCursor, sealCursor } from "../cursor.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { internalId, NOBODY, pairwiseIds } from "../people/pairwise-ids.ts";
import type { AuditQuery } from "./audit-query.ts";
import { explainTo, type Rebuilding, rebuild } from "./audit-view.ts";
import { type AuditPosition, findDisclosures, type LoggedDisclosure } from "./logged-disclosures.ts";

export type Auditing = Rebuilding & { readonly cursorSecret: Uint8Array };

type Answer = Exchanges["audit-disclosures"];
type Line = Answer["disclosures"][number];

const ROWS_A_READ = 200;
/** So that an officer who is kept from nearly everybody cannot make one call read the whole log. */
const READS_MAX = 20;

/** A page of who was given what about whom, to or from the officer's own party, newest first. */
export async function listDisclosures(
  tx: Transaction,
  auditing: Auditing,
  request: PolicyRequest,
  query: AuditQuery,
): Promise<Answer> {
  const { party } = request;
  const personId = query.person === null ? null : ((await internalId(tx, party, query.person)) ?? NOBODY);
  const scope = `audit ${party} ${query.spelled}`;
  const start = query.cursor === null ? null : readPosition(openCursor(auditing.cursorSecret, scope, query.cursor));
  const { since, until } = start ?? query;
  const page = await readPage(tx, request, { ...query, since, until, party, personId, after: start });
  const ids = await pairwiseIds(tx, party, [...new Set(page.rows.map((row) => row.personId))]);
  const disclosures = page.rows.map((row) => lineOf(party, row, ids.get(row.personId) ?? NOBODY, query, auditing));
  const next = page.next === null ? null : writePosition({ ...page.next, since, until });
  const cursor = next === null ? null : sealCursor(auditing.cursorSecret, scope, next);
  return { disclosures, cursor };
}

/** Those of whom an officer may hear: a restriction comes before an audit as it comes before everything. */
export function mayHearOf(request: PolicyRequest, { accessRestriction, hubStop }: PublishedRecord): boolean {
  return hubStop === null && !isKeptOut(accessRestriction, request);
}

type Page = { readonly rows: readonly LoggedDisclosure[]; readonly next: AuditPosition | null };

/** Filled by what may be shown, so that a short page tells of nobody who is hidden. */
async function readPage(
  tx: Transaction,
  request: PolicyRequest,
  wanted: Parameters<typeof findDisclosures>[1],
): Promise<Page> {
  const rows: LoggedDisclosure[] = [];
  let { after } = wanted;
  for (let reads = 0; reads < READS_MAX; reads += 1) {
    const found = await findDisclosures(tx, { ...wanted, after, limit: ROWS_A_READ });
    rows.push(...(await audible(tx, request, found)));
    after = found.at(-1) ?? after;
    if (rows.length > wanted.limit) {
      const page = rows.slice(0, wanted.limit);
      return { rows: page, next: page.at(-1) ?? null };
    }
    if (found.length < ROWS_A_READ) {
      return { rows, next: null };
    }
  }
  return { rows, next: after };
}

async function audible(
  tx: Transaction,
  request: PolicyRequest,
  found: readonly LoggedDisclosure[],
): Promise<readonly LoggedDisclosure[]> {
  const people = [...new Set(found.map(({ personId }) => personId))];
  const records = await readRecords(tx, people);
  const heard = new Set(records.filter((record) => mayHearOf(request, record)).map(({ personId }) => personId));
  return found.filter(({ personId }) => heard.has(personId));
}

function lineOf(
  party: string,
  row: LoggedDisclosure,
  personId: string,
  { field }: AuditQuery,
  rebuilding: Rebuilding,
): Line {
  const { receiptId, logIndex, at, basis } = row;
  const decision = rebuild(row, rebuilding);
  const left = decision === null ? leftByName(row, party) : explainTo(party, row, decision).filter(isOthersThatLeft);
  return {
    receipt: { id: receiptId, logIndex },
    at: at.toISOString(),
    personId,
    recipient: { party: basis.party, role: basis.role },
    purpose: basis.purpose as Line["purpose"],
    outlet: basis.outlet,
    agreement: { id: basis.agreement, version: basis.version },
    fields: left.filter((one) => field === null || one.field === field).map(briefly),
  };
}

type Brief = Line["fields"][number];

function isOthersThatLeft({ left, reason }: LoggedExplanation): boolean {
  return left && reason !== "OWN_DATA";
}

function briefly({ field, form, rule, clause, originator }: Brief): Brief {
  return { field, form, rule, clause, originator };
}

/** Where the version is not kept the names of what left are known, and nothing of how. */
function leftByName({ basis, given }: LoggedDisclosure, party: string): readonly Brief[] {
  return Object.entries(given)
    .filter(([, originators]) => basis.party === party || originators.includes(party))
    .map(([field]) => ({ field, form: null, rule: null, clause: null, originator: null }));
}

/** The period goes with the cursor: without one asked for, a later page would begin another. */
type Position = AuditPosition & Pick<AuditQuery, "since" | "until">;

function writePosition({ at, receiptId, since, until }: Position): string {
  return [at.toISOString(), receiptId, since.toISOString(), until.toISOString()].join(" ");
}

function readPosition(text: string): Position {
  const [at = "", receiptId = "", since = "", until = ""] = text.split(" ");
  return { at: new Date(at), receiptId, since: new Date(since), until: new Date(until) };
}
