import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { AskCasework } from "../ask-casework.ts";

export type ReferralLines = NonNullable<Exchanges["referral-view"]["referral"]>;
type Eligibility = ReferralLines["eligibility"][number];
type Part = Eligibility["parts"][number];

type Done = { readonly agencyId: string; readonly actor: string; readonly on: string };
type OrNull<Of, Names extends keyof Of> = Omit<Of, Names> & {
  readonly [Name in Names]-?: Exclude<Of[Name], undefined> | null;
};

/** What the core says of a referral. Never leaves the hub as it is. */
export type ReferralBeside = {
  readonly made: Done;
  readonly form: OrNull<ReferralLines["form"], "urgentReason">;
  readonly answersBy: string | null;
  readonly screening: readonly OrNull<ReferralLines["screening"][number], "answer" | "note" | "answeredOn">[];
  readonly assessment: readonly OrNull<ReferralLines["assessment"][number], "cost">[];
  readonly programmes: readonly ReferralLines["programmes"][number][];
  readonly lead: ReferralLines["lead"] | null;
  readonly offered: readonly Done[];
  readonly eligibility: readonly CohortEligibility[];
  readonly ratifyBy: string | null;
};

export type CohortEligibility = {
  readonly cohort: Eligibility["cohort"];
  readonly parts: readonly EligibilityPart[];
};

export type EligibilityPart = {
  readonly part: Part["part"];
  readonly holds: Exclude<Part["holds"], "not-shown">;
  readonly says: string;
  readonly restsOn: readonly FieldPath[];
};

/** Asks the core how the last referral of somebody stands; null where there is none. */
export async function referralBeside(askCasework: AskCasework, personId: string): Promise<ReferralBeside | null> {
  const { referral, eligibility, ratifyBy } = await askCasework("read-referral", { personId });
  // The core's own words: see `ReferralRead`.
  return referral === null || referral === undefined
    ? null
    : ({ ...(referral as object), eligibility, ratifyBy } as ReferralBeside);
}
