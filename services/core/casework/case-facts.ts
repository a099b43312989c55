import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import { addDays, addMonths } from "../facts/calendar.ts";
import type { HeldValues } from "../facts/held-values.ts";
import { memberText } from "../facts/members.ts";
import { londonDay } from "../record/apply/london-day.ts";
import type { Cohort, ExitPlanStatus, TransitionPlanStatus } from "./case-event.ts";
import { type CaseState, caseState } from "./case-states.ts";
import type { FoldedCase } from "./fold-case.ts";
import { ratificationDays } from "./ratification-days.ts";

/** What the scheme's register said of a person when it was read, which is no field of the record. */
export type RegisteredCase = { readonly statutory: boolean | null; readonly exitPlan: ExitPlanStatus | null };

/** All that guards of the lifecycle look at, on one London day. */
export type CaseFacts = {
  readonly today: string;
  readonly state: CaseState | null;
  readonly stateBefore: CaseState | null;
  readonly cohort: Cohort | null;
  readonly ragStatus: string | null;
  readonly greenSince: string | null;
  readonly isLed: boolean;
  readonly isReportOpened: boolean;
  readonly planActions: number;
  readonly exitPlan: ExitPlanStatus | null;
  readonly transitionPlan: TransitionPlanStatus | null;
  readonly custody: "inside" | "outside" | null;
  /** Of the whole sentence, consecutive terms together. */
  readonly custodialMonths: number | null;
  /** When somebody in long custody is to be considered again. Follows every change of the release date. */
  readonly reviewOn: string | null;
  /** The last day of the licence, or else of the order. */
  readonly supervisionEndsOn: string | null;
  /** Null where nobody has told whether the person is under supervision. */
  readonly isStatutory: boolean | null;
  readonly hasNewOffence: boolean;
  readonly isUnratified: boolean;
  /** The last London day on which an urgent registration can be ratified; null where there is none to ratify. */
  readonly ratifyBy: string | null;
  readonly deferredUntil: string | null;
  readonly hasInformationCome: boolean;
  /** Of the referral that is being considered; null while there is none. */
  readonly referral: ReferralFacts | null;
};

export type ReferralFacts = {
  readonly isUrgent: boolean;
  readonly isComplete: boolean;
  readonly isDuplicate: boolean;
  readonly isScreened: boolean;
  /** Every agency that was asked has answered, and not only the time passed. */
  readonly isAnswered: boolean;
};

type Known = {
  readonly held: HeldValues;
  readonly folded: FoldedCase;
  readonly register: RegisteredCase;
  readonly greenSince: string | null;
  readonly referral: ReferralFacts | null;
  /** A lead was named on the referral. */
  readonly isLedByReferral: boolean;
};

/** Puts what is known of a case together. Pure: `today` is the London day that it is asked for. */
export function caseFacts(
  { held, folded, register, greenSince, referral, isLedByReferral }: Known,
  settings: CaseworkSettings,
  today: string,
): CaseFacts {
  const cohort = held.text("iom.cohort");
  const supervisionEndsOn = supervisionEnd(held);
  return {
    today,
    state: folded.state ?? caseState(held.text("iom.lifecycleState")),
    stateBefore: folded.stateBefore,
    cohort: COHORTS.find((one) => one === cohort) ?? null,
    ragStatus: held.text("iom.ragStatus"),
    greenSince,
    isLed: isLedByReferral || held.first("police.leadOfficer") !== null,
    isReportOpened: folded.isReportOpened || held.first("iom.managementReport") !== null,
    planActions: folded.planActions + held.all("iom.planActions").length,
    exitPlan: folded.exitPlan ?? (folded.state === null || folded.state === "transition" ? register.exitPlan : null),
    transitionPlan: folded.transitionPlan,
    custody: custodyOf(held),
    custodialMonths: numberOf(held.first("custody.sentenceLengthMonths")?.value),
    reviewOn: reviewOn(held, settings),
    supervisionEndsOn,
    isStatutory: supervisionEndsOn === null ? register.statutory : supervisionEndsOn >= today,
    hasNewOffence: hasNewOffence(held, folded),
    isUnratified: folded.isUnratified,
    ratifyBy: folded.isUnratified ? ratifyBy(folded.unratifiedSince, settings) : null,
    deferredUntil: folded.deferredUntil,
    hasInformationCome: folded.hasInformationCome,
    referral,
  };
}

const COHORTS = ["fixed", "flex", "free"] as const;

function custodyOf(held: HeldValues): CaseFacts["custody"] {
  const status = held.text("custody.custodyStatus");
  if (status === null) {
    return null;
  }
  return status === "outside" ? "outside" : "inside";
}

function reviewOn(held: HeldValues, { reRegistrationMonths, leapDay }: CaseworkSettings): string | null {
  const release = held.text("custody.expectedReleaseDate");
  return release === null ? null : addMonths(release, -reRegistrationMonths, leapDay);
}

function ratifyBy(since: string | null, settings: CaseworkSettings): string | null {
  const days = ratificationDays(settings);
  return since === null || days === null ? null : addDays(since, days);
}

function supervisionEnd(held: HeldValues): string | null {
  const sentence = held.first("probation.sentence")?.value;
  return memberText(sentence, "licenceExpiry") ?? memberText(sentence, "orderEnd");
}

/** An arrest of the day on which support began to be scaled back, or after it. */
function hasNewOffence(held: HeldValues, { state, since }: FoldedCase): boolean {
  const arrest = held.first("police.currentArrest");
  return state === "transition" && since !== null && arrest !== null && londonDay(arrest.asOf) >= since;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
