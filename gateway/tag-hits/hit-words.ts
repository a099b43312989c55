import type { FoundFigures, HitFigures } from "./hit-row.ts";

/** Below this share of the window a reader is told that nothing can be ruled out by it. */
const COVERAGE_ENOUGH = 0.75;
/** A speed of walking about; what is faster passes by. */
const STROLL_KMH = 10;
const PAST = "This does not prove that he did it, or saw it, and does not rule out anybody else.";

/** What a hit says, in sentences, in the order in which they are to be read. Every hit has its coverage. */
export function hitWords(figures: FoundFigures, others: number | null): readonly string[] {
  return [
    nearestWords(figures),
    howLongWords(figures),
    usualWords(figures.usual),
    chanceWords(figures),
    coverageWords(figures),
    ...(others === null ? [] : [othersWords(others)]),
    ...leftOutWords(figures),
    `${PAST} Only people with a working tag under the scheme are compared.`,
  ];
}

/** The same of an answer about a named person, whatever it is. */
export function answerWords(figures: HitFigures): readonly string[] {
  return [
    VERDICTS[figures.answer]?.(figures) ?? "",
    ...reasonWords(figures),
    coverageWords(figures),
    ...leftOutWords(figures),
  ];
}

const VERDICTS: Readonly<Record<string, (figures: HitFigures) => string>> = {
  RECORDED: nearestWords,
  PASSED: nearestWords,
  "CANNOT EXCLUDE": ({ required }) =>
    required === null
      ? "Could have been there: a position is too uncertain to tell."
      : `Could have been there: it would have taken ${kmh(required.mps)} between ${clock(required.from)} and ${clock(required.to)}.`,
  "NO DATA": () => "The tag cannot say.",
  "RULED OUT": (figures) => `Was elsewhere: nearest ${distance(figures)}.`,
};

function nearestWords({ answer, nearest, window }: HitFigures): string {
  if (nearest === null) {
    return "There is no position near.";
  }
  const [first = "", second = ""] = nearest.between;
  const where = `${metres(nearest.distanceM)}, give or take ${metres(nearest.errorM)}`;
  const wide = window.isWidened ? " The crime was sent as one moment; five minutes on either side were looked at." : "";
  return answer === "PASSED" || nearest.on === "leg"
    ? `Path between ${clock(first)} and ${clock(second)} passes within ${where}.${wide}`
    : `Recorded in the vicinity; nearest ${where}, at ${clock(nearest.at)}.${wide}`;
}

function howLongWords({ positionsNear, minutesNear, medianSpeedKmh }: HitFigures): string {
  const pace =
    medianSpeedKmh === null
      ? ""
      : medianSpeedKmh < STROLL_KMH
        ? " He was on foot or still."
        : " He was moving through.";
  return `Near for about ${count(Math.max(1, Math.round(minutesNear)), "minute")}, in ${count(positionsNear, "position")}.${pace}`;
}

function usualWords({ daysNear, daysWithData }: FoundFigures["usual"]): string {
  if (daysWithData === 0) {
    return "Whether this is usual for him cannot be told: there are no positions of him at these hours in the 28 days before.";
  }
  return daysNear === 0
    ? `Not seen here at these hours on any of the last ${daysWithData} days with positions of him.`
    : `In this zone at these hours on ${daysNear} of the last ${daysWithData} days with positions of him.`;
}

function chanceWords({ chance, window }: FoundFigures): string {
  const hours = (Date.parse(window.to) - Date.parse(window.from)) / 3_600_000;
  const length = hours < 1 ? `${Math.round(hours * 60)} min` : `${Math.round(hours * 10) / 10} h`;
  if (chance.days === 0) {
    return `How often chance would do this cannot be told: no earlier week has positions at these hours (window of ${length}).`;
  }
  const often = chance.people < 0.1 ? "Rarely" : chance.people <= 0.5 ? "Sometimes" : "Often";
  return `${often} by chance: for a crime here with this window of ${length}, ${Math.round(chance.people * 100) / 100} tagged people are in the zone on an ordinary day.`;
}

function coverageWords({ coverage, longestGapMinutes }: HitFigures): string {
  const share = Math.round(coverage.share * 100);
  const said = `His path is known for ${Math.round(coverage.minutes)} of the ${Math.round(coverage.ofMinutes)} minutes of the window (${share} %); the longest gap is ${Math.round(longestGapMinutes)} minutes.`;
  return coverage.share < COVERAGE_ENOUGH ? `${said} This cannot rule him out elsewhere.` : said;
}

function othersWords(others: number): string {
  return others === 0
    ? "No other tagged person was near."
    : `${count(others, "other tagged person", "other tagged people")} near as well.`;
}

function leftOutWords({ notCounted, silences }: HitFigures): readonly string[] {
  const notes = [
    notCounted.uncounted > 0
      ? `${count(notCounted.uncounted, "position")} did not count: too uncertain, or not from satellites.`
      : null,
    notCounted.jumps > 0 ? `${count(notCounted.jumps, "position")} did not count: faster than anybody travels.` : null,
    notCounted.contradicted > 0
      ? `${count(notCounted.contradicted, "position")} gave another place for a moment already told.`
      : null,
    silences.length > 0
      ? `The tag told nothing reliable in ${count(silences.length, "span")} (strap, charge or pairing).`
      : null,
  ];
  return notes.filter((note) => note !== null);
}

const NO_DATA_WORDS: Readonly<Record<string, string>> = {
  NO_FIX_BEFORE: "There is no position before the window.",
  NO_FIX_AFTER: "There is no position after the window.",
  SILENT: "The tag was off, open or without charge for part of the time.",
};

function reasonWords({ answer, noData }: HitFigures): readonly string[] {
  return answer === "NO DATA" ? noData.flatMap((reason) => NO_DATA_WORDS[reason] ?? []) : [];
}

function distance({ nearest }: HitFigures): string {
  return nearest === null ? "not known" : `${metres(nearest.distanceM)} ±${metres(nearest.errorM)}`;
}

function metres(length: number): string {
  return length >= 1_000 ? `${Math.round(length / 100) / 10} km` : `${Math.round(length)} m`;
}

function kmh(mps: number): string {
  return `${Math.round(mps * 3.6)} km/h`;
}

function count(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** As clocks in London showed it. */
function clock(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? "an unknown time" : CLOCK.format(at);
}
