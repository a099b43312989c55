import { byDay, type Generaliser } from "./generaliser.ts";
import { everyItem, flagIn, numberIn, present, textIn } from "./read-value.ts";

/** Sentence -> `{ kind: "licence" | "community-order", end? }`: until when somebody is supervised, and no more. */
export const endAndKind: Generaliser = byDay((value) => {
  const type = textIn(value, "type");
  if (type === undefined) {
    return undefined;
  }
  return type === "DETERMINATE_CUSTODY"
    ? present({ kind: "licence", end: textIn(value, "licenceExpiry") ?? textIn(value, "sentenceExpiry") })
    : present({ kind: "community-order", end: textIn(value, "orderEnd") });
});

/** Key dates -> `{ expectedRelease?, conditionalRelease? }`, without parole, curfew and tariff dates. */
export const withoutEligibilityDates: Generaliser = byDay((value) =>
  isObject(value)
    ? present({
        expectedRelease: textIn(value, "expectedRelease"),
        conditionalRelease: textIn(value, "conditionalRelease"),
      })
    : undefined,
);

/** Key dates -> the day of release; null when none is set. */
export const releaseDate: Generaliser = byDay((value) =>
  isObject(value) ? (textIn(value, "expectedRelease") ?? textIn(value, "conditionalRelease") ?? null) : undefined,
);

/** Conditions -> what each is about, never its text: `["residence"]`. */
export const category: Generaliser = byDay((value) => everyItem(value, (condition) => textIn(condition, "category")));

/** Risk of serious harm -> its level, without to whom. */
export const level: Generaliser = byDay((value) => textIn(value, "level"));

/** MAPPA -> `{ category, level }`, without notes and review. */
export const categoryAndLevel: Generaliser = byDay((value) => {
  const found = { category: numberIn(value, "category"), level: numberIn(value, "level") };
  return found.category === undefined || found.level === undefined ? undefined : found;
});

/** Supervision phase -> whether the order is in its final third. */
export const finalThird: Generaliser = byDay((value) => {
  if (typeof value !== "string") {
    return undefined;
  }
  return value === "finalThird" ? "final-third" : "earlier";
});

/** AssetPlus summary -> the risk of serious harm alone. */
export const rosh: Generaliser = byDay((value) => textIn(value, "rosh"));

/** Education -> `yes` or `no`. */
export const inEducation: Generaliser = byDay((value) => yesOrNo(flagIn(value, "inEducation")));

function yesOrNo(flag: boolean | undefined): string | undefined {
  if (flag === undefined) {
    return undefined;
  }
  return flag ? "yes" : "no";
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
