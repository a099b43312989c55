import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { addMonths } from "../../facts/calendar.ts";
import type { CaseFacts } from "../case-facts.ts";
import type { LifecycleRules, Move } from "./move.ts";

/** A condition of a move, by an id that callers may rely on. */
export type Guard = {
  /** What has to be so. It holds no value of anybody, so that a refusal tells nothing of the record. */
  readonly says: string;
  /** Fields of the record that the answer rests on; none where it rests on casework or on what the mover says. */
  readonly restsOn: readonly FieldPath[];
  /** Whether it asks something of the mover, and so cannot be told before the move. */
  readonly ofMove: boolean;
  readonly holds: (facts: CaseFacts, move: Move, rules: LifecycleRules) => boolean;
};

function ofCase(says: string, restsOn: readonly FieldPath[], holds: Guard["holds"]): Guard {
  return { says, restsOn, ofMove: false, holds };
}

function ofMove(says: string, holds: Guard["holds"]): Guard {
  return { says, restsOn: [], ofMove: true, holds };
}

/** Guards of handbook 6.3 and 6.4, as data. */
export const GUARDS = {
  "reason-given": ofMove("The move needs a reason.", (_, { rationale }) => rationale !== null),
  "meeting-named": ofMove("A meeting decides this: name it.", (_, { meetingId }) => meetingId !== null),
  quorum: ofMove("Police and probation both have to give their position.", (_, move, rules) =>
    ["police", "probation"].every((type) => move.positions.some(({ agencyId }) => isOfType(agencyId, type, rules))),
  ),
  "cohort-set": ofMove("The decision names the cohort: fixed, flex or free.", (_, { cohort }) => cohort !== null),
  "statutory-rule": ofMove(
    "Nobody without statutory supervision is taken on, unless a reason is given and the cohort is flex or free.",
    ({ isStatutory }, { cohort, overrideReason }, { settings }) =>
      settings.statutoryRule === "not-needed" ||
      isStatutory === true ||
      (overrideReason !== null && (cohort === "flex" || cohort === "free")),
  ),
  "receiver-accepts": ofMove(
    "The receiving scheme or MAPPA lead has to accept.",
    (_, move) => move.acceptedBy !== null,
  ),
  "two-agencies-in-writing": ofMove(
    "Two agencies have to agree in writing, one of them probation.",
    (_, { agreedInWriting }, rules) => {
      const known = new Set(agreedInWriting.filter((id) => rules.agencies.some(({ agencyId }) => agencyId === id)));
      return known.size >= 2 && [...known].some((id) => isOfType(id, "probation", rules));
    },
  ),

  "form-complete": ofCase("The referral form is not complete.", [], ({ referral }) => referral?.isComplete === true),
  "not-duplicate": ofCase(
    "There is another referral of this person under way.",
    [],
    ({ referral }) => referral?.isDuplicate === false,
  ),
  "screening-done": ofCase(
    "Agencies that were asked have not all answered, and their time has not passed.",
    [],
    ({ referral }) => referral?.isScreened === true,
  ),
  "reason-where-unanswered": ofMove(
    "The time is over and not every agency that was asked has answered: going on without needs a reason.",
    ({ referral }, { rationale }) => referral?.isAnswered === true || rationale !== null,
  ),
  "is-urgent": ofCase("The referral is not urgent.", [], ({ referral }) => referral?.isUrgent === true),
  "deferral-over": ofCase(
    "What was asked for has not come, and its day has not passed.",
    [],
    ({ hasInformationCome, deferredUntil, today }) =>
      hasInformationCome || (deferredUntil !== null && deferredUntil < today),
  ),
  unratified: ofCase("The registration needs no ratification.", [], ({ isUnratified }) => isUnratified),

  "ratified-in-time": ofCase(
    "The registration was urgent and has lapsed: no panel ratified it in time.",
    [],
    (facts) => !isLapsed(facts),
  ),
  "ratification-lapsed": ofCase("The panel may still ratify the registration.", [], isLapsed),

  "lead-officer": ofCase("There is no lead officer yet.", ["police.leadOfficer"], ({ isLed }) => isLed),
  "first-rag": ofCase("No colour has been decided yet.", ["iom.ragStatus"], ({ ragStatus }) => ragStatus !== null),
  "report-opened": ofCase("The management report is not opened.", [], ({ isReportOpened }) => isReportOpened),
  "plan-action": ofCase("The plan has no action yet.", [], ({ planActions }) => planActions > 0),

  "in-custody": ofCase(
    "Nothing says that the person is in custody.",
    ["custody.custodyStatus"],
    ({ custody }) => custody === "inside",
  ),
  released: ofCase(
    "Nothing says that the person is released.",
    ["custody.custodyStatus"],
    ({ custody }) => custody === "outside",
  ),
  "was-there-before": ofCase(
    "The person was in another state before custody.",
    [],
    ({ stateBefore }, { to }) => stateBefore === null || stateBefore === to,
  ),
  "long-sentence": ofCase(
    "No custodial sentence of the scheme's length is known.",
    ["custody.sentenceLengthMonths"],
    ({ custodialMonths }, _, { settings }) =>
      settings.exitRules.includes("D2") && (custodialMonths ?? 0) >= settings.longCustodyMonths,
  ),
  "review-due": ofCase(
    "The review before release is not due yet.",
    ["custody.expectedReleaseDate"],
    ({ reviewOn, today }) => reviewOn !== null && reviewOn <= today,
  ),

  "may-step-down": ofCase(
    "The person is not green with an exit plan, nor is supervision about to end.",
    ["iom.ragStatus", "probation.sentence"],
    (facts, _, { settings }) => isGreenWithPlan(facts) || isEnding(facts, settings.transitionMonths),
  ),
  "no-longer-green": ofCase(
    "The person is green, and there is no new offence.",
    ["iom.ragStatus", "police.currentArrest"],
    ({ ragStatus, hasNewOffence }) => (ragStatus !== null && ragStatus !== "green") || hasNewOffence,
  ),
  "d1-in-use": ofCase("The scheme does not close cases by D1.", [], (_, __, { settings }) =>
    settings.exitRules.includes("D1"),
  ),
  "green-long-enough": ofCase(
    "The person has not been green for the whole of the scheme's months.",
    ["iom.ragStatus", "iom.ragSetAt"],
    ({ ragStatus, greenSince, today }, _, { settings }) =>
      ragStatus === "green" &&
      greenSince !== null &&
      addMonths(greenSince, settings.greenMonths, settings.leapDay) <= today,
  ),
  "exit-plan-implemented": ofCase(
    "The exit plan is not implemented.",
    [],
    ({ exitPlan }) => exitPlan === "implemented",
  ),
  "d3-in-use": ofCase("The scheme does not close cases by D3.", [], (_, __, { settings }) =>
    settings.exitRules.includes("D3"),
  ),
  "supervision-over": ofCase(
    "The licence or order has not ended.",
    ["probation.sentence"],
    ({ supervisionEndsOn, today }) => supervisionEndsOn !== null && supervisionEndsOn < today,
  ),
  "transition-plan-delivered": ofCase(
    "The transition plan is not delivered.",
    [],
    ({ transitionPlan }) => transitionPlan === "delivered",
  ),
  "scheme-lets-go": ofCase(
    "The scheme goes on working with people whose supervision has ended.",
    [],
    (_, __, { settings }) => !settings.keepsNonStatutory,
  ),
} as const satisfies Readonly<Record<string, Guard>>;

export type GuardId = keyof typeof GUARDS;

function isOfType(agencyId: string, type: string, { agencies }: LifecycleRules): boolean {
  return agencies.some((agency) => agency.agencyId === agencyId && agency.agencyType === type);
}

function isLapsed({ isUnratified, ratifyBy, today }: CaseFacts): boolean {
  return isUnratified && ratifyBy !== null && ratifyBy < today;
}

function isGreenWithPlan({ ragStatus, exitPlan }: CaseFacts): boolean {
  return ragStatus === "green" && exitPlan !== null;
}

function isEnding({ supervisionEndsOn, today }: CaseFacts, months: number): boolean {
  return supervisionEndsOn !== null && addMonths(supervisionEndsOn, -months) <= today;
}
