import { byDay, type Generaliser } from "./generaliser.ts";
import { localAuthorityOf } from "./local-authorities.ts";
import { distinct, everyItem, listOf, present, textIn } from "./read-value.ts";

/** Address -> `SO14`. */
export const outwardCode: Generaliser = byDay(outwardCodeOf);

/** Address, or its outward code -> `Southampton`. */
export const localAuthority: Generaliser = byDay((value) =>
  localAuthorityOf(typeof value === "string" ? value : (outwardCodeOf(value) ?? "")),
);

function outwardCodeOf(value: unknown): string | undefined {
  const outward = textIn(value, "postcode")?.split(" ")[0];
  return outward === "" ? undefined : outward;
}

/** Rent arrears -> `yes` or `no`. */
export const anyArrears: Generaliser = byDay((value) => {
  if (typeof value !== "string") {
    return undefined;
  }
  return value === "none" ? "no" : "yes";
});

/** Anti-social behaviour cases -> `[{ category?, stage }]`, without reference. */
export const categoryAndStage: Generaliser = byDay((value) =>
  everyItem(value, (found) => {
    const stage = textIn(found, "stage");
    return stage === undefined ? undefined : present({ category: textIn(found, "category"), stage });
  }),
);

/** Words found in H-CLIC support needs, and the group each belongs to; anything else is `other`. */
const SUPPORT_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/drug|alcohol|substance/i, "substance-use"],
  [/health|disab|learning|sensory|ill/i, "health"],
  [/offend|prison/i, "offending"],
  [/abuse|violence|exploit/i, "abuse"],
  [/care|young|parent/i, "young-person-or-care"],
  [/homeless|rough|independent|tenancy/i, "housing-history"],
];

/** Support needs -> the groups they fall in. */
export const supportGroup: Generaliser = byDay((value) => {
  const needs = listOf(value)?.filter((need) => typeof need === "string");
  return needs === undefined
    ? undefined
    : distinct(needs.map((need) => SUPPORT_GROUPS.find(([word]) => word.test(need))?.[1] ?? "other"));
});
