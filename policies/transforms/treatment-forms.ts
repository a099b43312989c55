import { byMonth, type Generaliser } from "./generaliser.ts";
import { distinct, everyItem, flagIn, listOf, memberOf, textIn } from "./read-value.ts";

const MONTH = /^\d{4}-\d{2}(?=-|$)/;

/** Date or instant -> `2026-11`. */
export const month: Generaliser = byMonth((value) => (typeof value === "string" ? MONTH.exec(value)?.[0] : undefined));

/** Substance, or a list of them -> `opiates`, `nonOpiates` or `alcohol`. */
export const substanceGroup: Generaliser = byMonth((value) => {
  if (listOf(value) === undefined) {
    return textIn(value, "group");
  }
  const groups = everyItem(value, (substance) => textIn(substance, "group"));
  return groups === undefined ? undefined : distinct(groups);
});

/** Prescribing -> whether a substitute is prescribed, never the dose. */
export const substituteYesNo: Generaliser = byMonth((value) => choose(flagIn(value, "substitute"), "yes", "no"));

/** Appointments looked at: enough that one missed does not turn the answer. */
const APPOINTMENTS_SEEN = 3;

/** Attendance -> `engaging` when most of the last three appointments were kept, else `not-engaging`. */
export const engagingOrNot: Generaliser = byMonth((value) => {
  const appointments = everyItem(value, (item) => {
    const attended = flagIn(item, "attended");
    return attended === undefined ? undefined : { at: Date.parse(textIn(item, "at") ?? ""), attended };
  });
  const latest = appointments?.toSorted((a, b) => b.at - a.at).slice(0, APPOINTMENTS_SEEN);
  if (latest === undefined) {
    return undefined;
  }
  const kept = latest.filter(({ attended }) => attended).length;
  return kept * 2 > latest.length ? "engaging" : "not-engaging";
});

/** Test -> `positive` when any substance was found, else `not-positive`. */
export const positiveOrNot: Generaliser = byMonth((value) => {
  const substances = memberOf(value, "substances");
  const results =
    typeof substances === "object" && substances !== null
      ? Object.values(substances)
      : [memberOf(value, "opiates"), memberOf(value, "cocaine")];
  return results.every((result) => result === "positive" || result === "negative")
    ? choose(results.includes("positive"), "positive", "not-positive")
    : undefined;
});

/** Discharge -> whether it was planned. */
export const plannedOrNot: Generaliser = byMonth((value) => choose(flagIn(value, "planned"), "planned", "not-planned"));

/** Mental health -> whether there is a need. */
export const needYesNo: Generaliser = byMonth((value) => choose(flagIn(value, "need"), "yes", "no"));

function choose(flag: boolean | undefined, whenTrue: string, whenFalse: string): string | undefined {
  if (flag === undefined) {
    return undefined;
  }
  return flag ? whenTrue : whenFalse;
}
