import type { Cohort } from "../../rag/rag-settings.ts";

/** A reason for which the scheme takes people on, by an id that a form names. */
export type Criterion = { readonly id: string; readonly says: string };

/** A version is never edited: other criteria are another version, so that an old form is read by what it was made under. */
export type ReferralCriteria = {
  readonly version: string;
  readonly source: string;
  readonly criteria: readonly Criterion[];
  /** Of each list a form for the cohort names at least one. */
  readonly asked: Readonly<Record<Cohort, readonly (readonly string[])[]>>;
};

/** The fixed cohort is for prolific acquisitive offenders under supervision (F-16); the free one for what a force puts first (F-18). */
export const REFERRAL_CRITERIA: ReferralCriteria = {
  version: "referral-2026.1",
  source: "Handbook F-03, F-12 and F-16 to F-18; invented where they leave room",
  criteria: [
    { id: "statutory", says: "Subject to statutory probation management following sentence." },
    { id: "prolific", says: "Offends prolifically." },
    { id: "high-risk", says: "At high risk of re-offending." },
    {
      id: "neighbourhood-crime",
      says: "Convicted of burglary, robbery, vehicle crime or theft other than shoplifting.",
    },
    { id: "force-priority", says: "Offends in a way that the force has made a priority." },
    { id: "short-sentence", says: "Released from a short sentence without supervision." },
  ],
  asked: {
    fixed: [["statutory"], ["prolific", "high-risk"], ["neighbourhood-crime"]],
    flex: [["prolific", "high-risk", "short-sentence"]],
    free: [["force-priority"]],
  },
};

/** Why criteria named for a cohort make no complete form, in words that say what is missing; null where they do. */
export function whyNotComplete(
  { version, criteria, asked }: ReferralCriteria,
  form: { readonly criteriaVersion: string; readonly criteriaMet: readonly string[]; readonly proposedCohort: Cohort },
): { readonly guard: string; readonly message: string } | null {
  if (form.criteriaVersion !== version) {
    return { guard: "criteria-version", message: `Referrals are made under the criteria ${version}.` };
  }
  if (!form.criteriaMet.every((met) => criteria.some(({ id }) => id === met))) {
    const message = `A form names criteria of ${version}: ${criteria.map(({ id }) => id).join(", ")}.`;
    return { guard: "criterion-unknown", message };
  }
  const missing = asked[form.proposedCohort].find((any) => !any.some((id) => form.criteriaMet.includes(id)));
  return missing === undefined
    ? null
    : { guard: "criteria-missing", message: `The ${form.proposedCohort} cohort asks for ${missing.join(" or ")}.` };
}
