import type { Scheme } from "#schemas/scheme.ts";
import type { Transaction } from "../../../platform/database/database.ts";
import { memberText } from "../../facts/members.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import { ragSettingsOf } from "../../rag/rag-settings.ts";
import type { CaseRules } from "../move-case.ts";
import { type CaseRead, readCase } from "../read-case.ts";
import { assessEligibility, type CohortEligibility, type EligibilityFacts } from "./assess-eligibility.ts";
import type { FoldedReferral } from "./fold-referral.ts";

export type ReferralRead =
  | {
      readonly outcome: "done";
      readonly referral: FoldedReferral | null;
      readonly eligibility: readonly CohortEligibility[];
      /** Until when an urgent registration can be ratified; null where there is none to ratify. */
      readonly ratifyBy: string | null;
    }
  | CaseRefusal;

/** The last referral of a person as it stands, and for which cohorts they are eligible, on the London day of `now`. */
export async function readReferral(
  tx: Transaction,
  personId: string,
  rules: CaseRules & { readonly scheme: Scheme },
  now: Date,
): Promise<ReferralRead> {
  const read = await readCase(tx, personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const { referral, facts } = read;
  const { offenceSets } = ragSettingsOf(rules.scheme);
  const known = eligibilityFacts(read, await readMix(tx));
  const eligibility = referral === null ? [] : assessEligibility(known, { settings: rules.settings, offenceSets });
  return { outcome: "done", referral, eligibility, ratifyBy: facts.ratifyBy };
}

function eligibilityFacts({ held, facts }: CaseRead, mix: EligibilityFacts["mix"]): EligibilityFacts {
  const ogrs3 = held.first("probation.ogrs3TwoYear")?.value;
  return {
    offences: held.all("police.offendingHistory").map(({ value }) => memberText(value, "hoCode")),
    isStatutory: facts.isStatutory,
    ogrs3: typeof ogrs3 === "number" ? ogrs3 : null,
    mix,
  };
}

/** Whom the scheme works with, by cohort. */
async function readMix(tx: Transaction): Promise<EligibilityFacts["mix"]> {
  const rows = await tx<{ cohort: string; people: string }[]>`
    select document #>> '{values,iom.cohort,-1,value}' as cohort, count(*) as people from core.person
    where state = 'active'
      and document #>> '{values,iom.lifecycleState,-1,value}' in ('registered', 'active', 'custody', 'transition')
    group by 1`;
  const of = (cohort: string) => Number(rows.find((one) => one.cohort === cohort)?.people ?? 0);
  return { fixed: of("fixed"), flex: of("flex"), free: of("free") };
}
