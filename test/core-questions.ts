import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { CoreAtWork } from "./core-at-work.ts";
import { TEST_SCHEME } from "./made-up-events.ts";

/** Questions a test asks of what the core has stored, as its owner. */
export async function personOf({ personBy }: CoreAtWork, value: string, type = "CRN"): Promise<string> {
  const personId = await personBy(type, value);
  if (personId === null) {
    throw new Error(`nobody holds ${type} ${value}`);
  }
  return personId;
}

export async function eventRow({ owner }: CoreAtWork, { agencyid, id }: AgencyEvent) {
  const [row] = await owner`
    select outcome, body, person_id, review_id from core.event where agency_id = ${agencyid} and event_id = ${id}`;
  return row;
}

export type ReviewRow = { review_id: string; state: string; candidates: { personId: string }[] };

export async function reviewOf({ owner }: CoreAtWork, recordKey: string): Promise<ReviewRow> {
  const [row] = await owner<ReviewRow[]>`
    select r.* from core.link_review r
    where exists (select from unnest(${TEST_SCHEME.agencies.map(({ agencyId }) => agencyId)}::text[]) as a(id)
      where r.record_digest = core.record_digest(a.id, ${recordKey}))`;
  if (row === undefined) {
    throw new Error(`there is no review of ${recordKey}`);
  }
  return row;
}

export function candidatesOf(review: ReviewRow): string[] {
  return review.candidates.map(({ personId }) => personId);
}

export async function heldBy({ owner }: CoreAtWork, reviewId: string): Promise<number> {
  return (await owner`select 1 from core.event where review_id = ${reviewId} and outcome = 'held'`).length;
}

export const COORDINATOR = { agencyId: "iom-team", actor: "coord-01" };

export function decide({ command }: CoreAtWork, decision: Readonly<Record<string, unknown>>): Promise<unknown> {
  return command("core.link-review.decide", { reason: "Compared by hand.", decidedBy: COORDINATOR, ...decision });
}

/** Everything in the tables of the core and the ledger as one text, byte strings read as text. */
export async function everythingIn({ owner }: CoreAtWork): Promise<string> {
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('core', 'ledger') and table_type = 'BASE TABLE'`;
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await owner.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`);
      return rows.map(({ text }) => text).join("\n");
    }),
  );
  return texts
    .join("\n")
    .replaceAll(/\\+x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, "hex").toString("latin1"));
}
