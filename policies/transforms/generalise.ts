import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { band } from "./band.ts";
import { inOrOut, policeAllowList } from "./custody-forms.ts";
import type { Generaliser } from "./generaliser.ts";
import { anyArrears, categoryAndStage, localAuthority, outwardCode, supportGroup } from "./housing-forms.ts";
import { adjustments, ageBand, fiveGroups, handlingAdvice, mFOther, tenancyNames } from "./identity-forms.ts";
import { categoryAndBand, count, unavailableUntil } from "./police-forms.ts";
import {
  category,
  categoryAndLevel,
  endAndKind,
  finalThird,
  inEducation,
  level,
  releaseDate,
  rosh,
  withoutEligibilityDates,
} from "./probation-forms.ts";
import {
  engagingOrNot,
  month,
  needYesNo,
  plannedOrNot,
  positiveOrNot,
  substanceGroup,
  substituteYesNo,
} from "./treatment-forms.ts";

type GeneralisedForm = Extract<ReleaseForm, `generalise:${string}`>;

/** The closed list. A form that is not here cannot be made, so a field in that form is withheld. */
const GENERALISERS: ReadonlyMap<GeneralisedForm, Generaliser> = new Map([
  ["generalise:adjustments", adjustments],
  ["generalise:age-band", ageBand],
  ["generalise:any-arrears", anyArrears],
  ["generalise:band", band],
  ["generalise:category", category],
  ["generalise:category-and-band", categoryAndBand],
  ["generalise:category-and-level", categoryAndLevel],
  ["generalise:category-and-stage", categoryAndStage],
  ["generalise:count", count],
  ["generalise:end-and-kind", endAndKind],
  ["generalise:engaging-or-not", engagingOrNot],
  ["generalise:final-third", finalThird],
  ["generalise:five-groups", fiveGroups],
  ["generalise:handling-advice", handlingAdvice],
  ["generalise:in-education", inEducation],
  ["generalise:in-or-out", inOrOut],
  ["generalise:level", level],
  ["generalise:local-authority", localAuthority],
  ["generalise:m-f-other", mFOther],
  ["generalise:month", month],
  ["generalise:need-yes-no", needYesNo],
  ["generalise:outward-code", outwardCode],
  ["generalise:planned-or-not", plannedOrNot],
  ["generalise:police-allow-list", policeAllowList],
  ["generalise:positive-or-not", positiveOrNot],
  ["generalise:release-date", releaseDate],
  ["generalise:rosh", rosh],
  ["generalise:substance-group", substanceGroup],
  ["generalise:substitute-yes-no", substituteYesNo],
  ["generalise:support-group", supportGroup],
  ["generalise:tenancy-names", tenancyNames],
  ["generalise:unavailable-until", unavailableUntil],
  ["generalise:without-eligibility-dates", withoutEligibilityDates],
]);

/** The generaliser that makes a form; null when there is none. */
export function generaliserOf(form: GeneralisedForm): Generaliser | null {
  return GENERALISERS.get(form) ?? null;
}

export function isGeneralised(form: ReleaseForm): form is GeneralisedForm {
  return form.startsWith("generalise:");
}
