import type { PublishedRecord } from "#schemas/published-record.ts";
import type { OracleRequest } from "../oracle/gate.ts";
import { type OracleCell, type OracleWorld, oracle } from "../oracle.ts";
import type { CanaryPerson } from "./canary-people.ts";

/**
 * Leaves that a generalised form may still show as they are, in the words of domain/handbook.md section 3. Whatever is
 * not here shows no leaf of its field.
 */
const SHOWN_BY_FORM: Readonly<Record<string, readonly string[]>> = {
  "identity.aliases generalise:tenancy-names": ["[].first", "[].last"],
  "identity.warningMarkers generalise:handling-advice": ["[].handlingAdvice"],
  "identity.disability generalise:adjustments": ["[].adjustments[]"],
  "police.currentArrest generalise:unavailable-until": [".unavailableUntil"],
  "probation.sentence generalise:end-and-kind": [".orderEnd", ".licenceExpiry", ".sentenceExpiry", ".pssEnd"],
  "probation.keyDates generalise:release-date": [".expectedRelease", ".conditionalRelease"],
  "probation.keyDates generalise:without-eligibility-dates": [".expectedRelease", ".conditionalRelease"],
  "youth.speechLanguageNeed generalise:adjustments": [".adjustments[]"],
  "housing.currentAddress generalise:local-authority": [".localAuthority"],
  "housing.asbCases generalise:category-and-stage": ["[].category", "[].stage"],
  "custody.alerts generalise:police-allow-list": ["[].type", "[].code"],
};

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
      if (whole || SHOWN_BY_FORM[`${field} ${form}`]?.includes(canary.leaf)) {
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
