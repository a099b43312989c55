import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import { addMonths } from "../../facts/calendar.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import type { CaseState } from "../case-states.ts";
import { REFERRAL_CRITERIA, whyNotComplete } from "./referral-criteria.ts";
import type { ReferralForm } from "./referral-event.ts";

/** What a referral is held against. */
export type ReferralScene = {
  readonly today: string;
  readonly state: CaseState | null;
  /** A form is being considered. Whom the register has as referred may have none yet. */
  readonly isFormOpen: boolean;
  readonly birthDate: string | null;
  /** What the transfer panel said last; null where it has said nothing. */
  readonly panelDecision: string | null;
  readonly referrerType: string | null;
};

const ADULT_MONTHS = 216;
/** 17 years and 6 months (handbook 6.3). */
const Y2A_MONTHS = 210;
const Y2A_REFERRERS: readonly string[] = ["yot", "probation"];
/** From which somebody may be referred anew (handbook 6.3). */
const REFERRABLE: readonly CaseState[] = ["rejected", "deregistered"];
const CONSIDERED: readonly CaseState[] = ["referred", "screening", "pendingPanel", "deferred"];

/** Why a referral is not taken, or null. What rests on the form alone comes first, and tells nothing of anybody. */
export function whyNotReferred(
  form: ReferralForm,
  scene: ReferralScene,
  settings: Pick<CaseworkSettings, "referrers" | "leapDay">,
): CaseRefusal | null {
  const incomplete = whyNotComplete(REFERRAL_CRITERIA, form);
  return incomplete === null
    ? (whyNotThisReferrer(form, scene, settings) ?? whyNotThisAge(form, scene, settings) ?? whyNotNow(scene))
    : refuseCase(incomplete.guard, incomplete.message);
}

function whyNotThisReferrer(
  { subtype }: ReferralForm,
  { referrerType }: ReferralScene,
  { referrers }: Pick<CaseworkSettings, "referrers">,
): CaseRefusal | null {
  const may = subtype === "y2a" ? Y2A_REFERRERS : referrers;
  return referrerType !== null && may.includes(referrerType)
    ? null
    : refuseCase("referrer-not-named", `Such a referral is for agencies of these types: ${may.join(", ")}.`);
}

/** An age that is not known counts as under 18, as it does in the agreements. */
function whyNotThisAge(
  { subtype }: ReferralForm,
  { birthDate, today, panelDecision }: ReferralScene,
  { leapDay }: Pick<CaseworkSettings, "leapDay">,
): CaseRefusal | null {
  const isOfAge = (months: number) => birthDate !== null && addMonths(birthDate, months, leapDay) <= today;
  if (subtype === "adult") {
    const message = "Somebody under 18, or whose age is not known, is referred by the youth route (y2a) alone.";
    return isOfAge(ADULT_MONTHS) ? null : refuseCase("under-age", message);
  }
  if (!isOfAge(Y2A_MONTHS)) {
    return refuseCase("too-young", "The youth route begins at 17 years and 6 months.");
  }
  return panelDecision === "iom"
    ? null
    : refuseCase("panel-first", "A young person is referred after the transfer panel has decided for the scheme.");
}

function whyNotNow({ state, isFormOpen }: ReferralScene): CaseRefusal | null {
  if (state === null || REFERRABLE.includes(state) || (state === "referred" && !isFormOpen)) {
    return null;
  }
  if (CONSIDERED.includes(state)) {
    return refuseCase("already-referred", "A referral of this person is being considered.");
  }
  const message = `Whoever is on the scheme is not referred to it. Referred anew are: ${REFERRABLE.join(", ")}.`;
  return refuseCase("already-registered", message);
}
