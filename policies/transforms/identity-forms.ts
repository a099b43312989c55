import { ageBandAt } from "./age-band.ts";
import { byDay, byMonth, type Generaliser } from "./generaliser.ts";
import { distinct, everyItem, flagIn, listIn, listOf, present, textIn } from "./read-value.ts";

/** ISO date -> `under-18`, `18-24`, then five-year bands, as at now. */
export const ageBand: Generaliser = byMonth((value, { now }) =>
  typeof value === "string" ? ageBandAt(value, now) : undefined,
);

/** Aliases -> only the names a tenancy is held under, without dates of birth: `[{ first?, last }]`. */
export const tenancyNames: Generaliser = byDay((value) => {
  const used = listOf(value)?.filter((alias) => flagIn(alias, "usedForTenancy") === true);
  return everyItem(used, (alias) => {
    const last = textIn(alias, "last");
    return last === undefined ? undefined : present({ first: textIn(alias, "first"), last });
  });
});

/** `M`, `F` or `other`. */
export const mFOther: Generaliser = byDay((value) => {
  if (typeof value !== "string") {
    return undefined;
  }
  return value === "M" || value === "F" ? value : "other";
});

const ETHNIC_GROUPS: Readonly<Record<string, string>> = {
  W: "white",
  M: "mixed",
  A: "asian",
  B: "black",
  O: "other",
  N: "not-stated",
};

/** 16+1 code -> one of five groups, or `not-stated`. */
export const fiveGroups: Generaliser = byDay((value) =>
  typeof value === "string" ? ETHNIC_GROUPS[value.slice(0, 1)] : undefined,
);

/** Disabilities, or a speech and language need -> what to do differently, never the condition: `["large print"]`. */
export const adjustments: Generaliser = byDay((value) => {
  const needs = listOf(value) ?? (textIn(value, "level") === undefined ? undefined : [value]);
  const asked = needs?.flatMap((need) => listIn(need, "adjustments"));
  return asked === undefined ? undefined : distinct(asked.filter((text) => typeof text === "string"));
});

/** Said of a marker that came without advice, since silence could put somebody in danger. */
const ASK_FIRST = "Speak to the agency that holds this marker before a visit.";

/** Warning markers -> what to do on a visit, never the incident: `["Visit in pairs."]`. */
export const handlingAdvice: Generaliser = byDay((value) => {
  const markers = listOf(value);
  return markers === undefined
    ? undefined
    : distinct(markers.map((marker) => textIn(marker, "handlingAdvice") ?? ASK_FIRST));
});
