import type { PublishedRecord } from "#schemas/published-record.ts";
import { showsLeaf } from "../canaries/shown-leaves.ts";
import type { OracleRequest } from "../oracle/gate.ts";
import { type OracleCell, type OracleWorld, oracle } from "../oracle.ts";
import type { CanaryPerson } from "./canary-people.ts";

export type Expected =
  | { readonly refused: string }
  | {
      readonly forms: Readonly<Record<string, string>>;
      /** Tokens that must arrive, because the field is released in full. */
      readonly due: ReadonlySet<string>;
      /** Tokens that may arrive; every other one is a leak. */
      readonly allowed: ReadonlySet<string>;
      readonly shown: readonly OracleCell[];
    };

/** What the oracle expects to leave for this request, in tokens. */
export function expectation(
  world: OracleWorld,
  request: OracleRequest,
  person: CanaryPerson,
  record: PublishedRecord,
): Expected {
  const answer = oracle(world, request, record);
  if ("refused" in answer) {
    return answer;
  }
  const due = new Set<string>();
  const allowed = new Set<string>();
  for (const { field, form, value } of answer.shown) {
    for (const canary of person.canaries.get(value.originator) ?? []) {
      const whole = form === "full";
      if (canary.token === null || canary.field !== field) {
        continue;
      }
      if (whole) {
        due.add(canary.token);
      }
      if (whole || showsLeaf(field, form, canary.leaf)) {
        allowed.add(canary.token);
      }
    }
  }
  return { forms: answer.forms, due, allowed, shown: answer.shown };
}

export function tokensOf(people: readonly CanaryPerson[]): readonly string[] {
  return people.flatMap(({ canaries }) =>
    [...canaries.values()].flatMap((of) => of.flatMap(({ token }) => token ?? [])),
  );
}
