import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, POLICE, PROBATION, person } from "../door/drive.ts";
import { rewrites } from "../door/faults.ts";
import { REFERRAL_CALLS, REFERRED, referralOf } from "../door/referral-calls.ts";
import { differing, expected } from "./judge.ts";
import type { Check } from "./leak-class.ts";
import { REFERRAL, type REFERRAL_MOVES } from "./outlets.ts";

const STATE: FieldPath = "iom.lifecycleState";

/** Whose value each line of the planted referral rests on, as the handbook has it, beside who said it. */
const RESTS: Readonly<Record<string, readonly [FieldPath, string]>> = {
  "screening hampshire-police": ["police.offendingHistory", "hampshire-police"],
  "screening solent-probation": ["probation.sentence", "solent-probation"],
  "screening solent-housing": ["housing.currentAddress", "solent-housing"],
  "screening solent-drug-services": ["treatment.inTreatment", "solent-drug-services"],
  "part offences": ["police.offendingHistory", "hampshire-police"],
  "part intelligence": ["police.intelligenceCurrent", "hampshire-police"],
  "part cost-of-crime": ["police.crimeCostEstimate", "hampshire-police"],
  "programme dip": ["treatment.inTreatment", "solent-drug-services"],
  "programme mappa": ["probation.mappa", "solent-probation"],
};

/** What a caller is shown of a referral without being given it by the second reader, and what they should have been shown. */
export async function wrongReferral(door: Door, who: Caller): Promise<readonly string[]> {
  const adult = person(door, ADULT);
  const want = await expected(door, who, adult);
  const shown = "refused" in want ? [] : want.shown;
  const forms: Readonly<Record<string, string>> = "refused" in want ? {} : want.forms;
  const { body } = await referralOf(door, who, adult.personId);
  const { referral } = body as Partial<Exchanges["referral-view"]>;
  const lines = new Set(linesOf(referral));
  const { values } = await door.recordOf(adult.personId);
  return [
    ...differing(`the referral, to ${who.actor}`, referral !== undefined, forms[STATE] === "full"),
    ...Object.entries(RESTS).flatMap(([line, [field, originator]]) => {
      const isHeld = values[field]?.some((one) => one.originator === originator) ?? false;
      const isGiven = shown.some(
        (cell) => cell.field === field && cell.form === "full" && cell.value.originator === originator,
      );
      const said = line.startsWith("screening ") ? originator : "hampshire-police";
      const may = referral !== undefined && (isGiven || who.agencyId === said);
      // The second reader knows of values that are held, and of no others.
      return isHeld ? differing(`${line}, to ${who.actor}`, lines.has(line), may) : [];
    }),
  ];
}

function linesOf(referral: Exchanges["referral-view"]["referral"]): readonly string[] {
  const { screening = [], assessment = [], programmes = [] } = referral ?? {};
  return [
    ...screening.map(({ agencyId }) => `screening ${agencyId}`),
    ...assessment.map(({ part }) => `part ${part}`),
    ...programmes.map(({ programme }) => `programme ${programme}`),
  ];
}

/** A gateway that tells how every agency has answered. */
export const toldScreening = {
  between: rewrites([REFERRAL], ({ referral, ...rest }) => ({
    ...rest,
    referral: { ...(referral as object), screening: REFERRED.referral.screening.map(({ note: _, ...one }) => one) },
  })),
};

/** An officer who works with nobody refers nobody, and nobody is meant by another agency's id. */
export function othersReferrals(outlet: string): Check {
  return async (door) => {
    const { personId } = person(door, ADULT);
    const { at } = REFERRAL_CALLS[outlet as (typeof REFERRAL_MOVES)[number]];
    const as = async (id: string, actor = POLICE.actor) => (await at(door, id, { ...POLICE, actor })).status;
    const own = await door.personIdFor(POLICE.agencyId, personId);
    const theirs = await door.personIdFor(PROBATION.agencyId, personId);
    return differing(
      "an officer without the role, and another agency's id",
      [await as(own, "dpo-police"), await as(theirs)],
      [403, 404],
    );
  };
}
