import type { LoggedBasis } from "#policies/logged-basis.ts";
import type { Sql } from "#services/platform/database/database.ts";

export type DecisionsWanted = {
  readonly agreementId: string;
  /** Half-open: `since <= at < until`. */
  readonly since: Date;
  readonly until: Date;
};

/** Decisions at one outlet that were made on the same. */
export type CountedBasis = {
  readonly basis: LoggedBasis;
  readonly decisions: number;
  /** When the first and the last of them were made: an agreement may have stood differently at each. */
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Whom they were about, by a number that holds within one reading and means nothing beyond it; a line for each asker. */
  readonly people: readonly number[];
  /** Which officer asked, by such a number as well; null where the log does not say, or nobody asked. In the order of `people`. */
  readonly askers: readonly (number | null)[];
  /** How many were about each, for each asker, in the order of `people`. */
  readonly times: readonly number[];
};

type CountedRow = {
  readonly basis: Omit<LoggedBasis, "outlet">;
  readonly outlet: string;
  readonly decisions: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly people: readonly string[];
  /** Empty where there is none. */
  readonly askers: readonly string[];
  readonly times: readonly number[];
};

const ROWS_A_BATCH = 500;

/**
 * What was decided under one agreement in a period, counted by what it was decided on: decisions are many, what they rest on is
 * little, so that a simulation decides each again once. Comes in batches; the whole is never in memory.
 */
export async function* readDecisions(
  sql: Sql,
  { agreementId, since, until }: DecisionsWanted,
): AsyncGenerator<CountedBasis> {
  const [personNumber, askerNumber] = [numbering(), numbering()];
  // Counted by person first, since an aggregate of distinct people would sort every decision there is.
  const batches = sql<CountedRow[]>`
    with by_person as (
      select basis, outlet, person_id, asker, count(*)::integer as decisions, min(at) as first_at, max(at) as last_at
      from gateway.decision where agreement_id = ${agreementId} and at >= ${since} and at < ${until}
      group by basis, outlet, person_id, asker
    ), by_basis as (
      select basis, outlet, sum(decisions)::integer as decisions, min(first_at) as first_at, max(last_at) as last_at,
        array_agg(person_id) as people, array_agg(coalesce(encode(asker, 'hex'), '')) as askers, array_agg(decisions) as times
      from by_person group by basis, outlet
    )
    select kept.basis, outlet, decisions, first_at, last_at, people, askers, times
    from by_basis join gateway.decision_basis as kept on kept.digest = by_basis.basis`.cursor(ROWS_A_BATCH);
  for await (const rows of batches) {
    for (const { basis, outlet, first_at: firstAt, last_at: lastAt, people, askers, ...counted } of rows) {
      yield {
        ...counted,
        basis: { ...basis, outlet },
        firstAt,
        lastAt,
        people: people.map(personNumber),
        askers: askers.map((asker) => (asker === "" ? null : askerNumber(asker))),
      };
    }
  }
}

/** Gives each text a number of its own, from 0 in the order in which they come. */
function numbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}
