import { type CaseHistory, closedOn } from "./case-history.ts";
import { countEndings, ENDINGS, type Ending } from "./completions.ts";
import { COHORT, COLOUR, type Grouping, PROTECTED_GROUPS } from "./groups.ts";
import { type Attendance, countParticipation, type Participation } from "./participation.ts";
import { FOLLOW_UP_MONTHS, measureReoffending, type Reoffending, WAITING_MONTHS } from "./reoffending.ts";
import type { SchemeStatement } from "./scheme-statement.ts";
import { type Cell, type ShownCell, shownCount, wholeOrNothing, withoutSmallNumbers } from "./small-numbers.ts";
import { type Period, timeInColours } from "./time-in-colour.ts";
import type { UnitCosts } from "./unit-costs.ts";
import { type ValueForMoney, valueForMoney } from "./value-for-money.ts";

export type Evaluating = {
  readonly cases: readonly CaseHistory[];
  readonly attendances: readonly Attendance[];
  readonly statement: SchemeStatement;
  readonly unitCosts: UnitCosts;
  readonly period: Period;
  /** Fewer people than this are shown nowhere. */
  readonly smallNumber: number;
};

export type Breakdown = { readonly name: string; readonly cells: readonly ShownCell[] };

export type ShownReoffending = {
  readonly definition: string;
  readonly followUpMonths: number;
  readonly waitingMonths: number;
  readonly base: number | null;
  readonly reoffended: number | null;
  /** Of a hundred people followed up, how many reoffended. */
  readonly binaryPercent: number | null;
  readonly reoffences: number | null;
  /** Reoffences for each who reoffended. */
  readonly frequency: number | null;
};

export type Evaluation = {
  /** Null, here and everywhere: too few to show. */
  readonly managedAtEnd: number | null;
  /** At any time in the twelve months. */
  readonly managed: number | null;
  readonly endings: Breakdown;
  readonly reoffending: ShownReoffending;
  readonly daysInColour: Breakdown;
  readonly colours: Breakdown;
  readonly cohorts: Breakdown;
  readonly protectedGroups: readonly Breakdown[];
  /** Colour by protected group, whole or not at all. */
  readonly coloursByGroup: readonly Breakdown[];
  readonly participation: readonly Participation[];
  readonly valueForMoney: ValueForMoney;
};

const DEFINITION =
  "People at risk from registration, or from the release after it, who committed an offence within twelve months that was proven within those or a further six. Of everybody whose eighteen months are over.";

/**
 * What a scheme can say of itself without saying anything of anybody (handbook 2.7).
 *
 * Every breakdown of people is of those managed at the end, and everybody managed in the year is a number apart, shown only when
 * those whose case ended are enough: one less the other is otherwise a small number.
 */
export function evaluate({ cases, attendances, statement, unitCosts, period, smallNumber }: Evaluating): Evaluation {
  const { to } = period;
  const known = cases.filter(({ registeredOn }) => registeredOn <= to);
  const open = known.filter((one) => closedOn(one, to) === null);
  const ended = countEndings(known, period);
  const endedInAll = ENDINGS.reduce((sum, ending) => sum + ended[ending], 0);
  const managed = endedInAll < smallNumber ? null : shownCount(open.length + endedInAll, smallNumber);
  const reoffending = measureReoffending(known, to);
  const shownReoffending = showReoffending(reoffending, smallNumber);
  const group = (by: Grouping) => breakdown(open, by, to, smallNumber);
  return {
    managedAtEnd: shownCount(open.length, smallNumber),
    managed,
    endings: endings(ended, smallNumber),
    reoffending: shownReoffending,
    daysInColour: daysInColour(known, period, smallNumber),
    colours: group(COLOUR),
    cohorts: group(COHORT),
    protectedGroups: PROTECTED_GROUPS.map(group),
    coloursByGroup: PROTECTED_GROUPS.map((by) => coloursBy(open, by, to, smallNumber)),
    participation: countParticipation(attendances),
    valueForMoney: valueForMoney({
      managed: managed ?? shownCount(open.length, smallNumber),
      reoffending: shownReoffending.reoffended === null ? null : reoffending,
      statement,
      unitCosts,
    }),
  };
}

function breakdown(
  people: readonly CaseHistory[],
  { name, keys, keyOf }: Grouping,
  asOf: string,
  k: number,
): Breakdown {
  const cells = keys.map((key) => counted(key, people.filter((one) => keyOf(one, asOf) === key).length));
  return { name, cells: withoutSmallNumbers(cells, k) };
}

function coloursBy(people: readonly CaseHistory[], by: Grouping, asOf: string, k: number): Breakdown {
  const cells = by.keys.flatMap((key) => {
    const own = people.filter((one) => by.keyOf(one, asOf) === key);
    return COLOUR.keys.map((colour) => {
      const count = own.filter((one) => COLOUR.keyOf(one, asOf) === colour).length;
      return counted(`${key}:${colour}`, count);
    });
  });
  return { name: `colour by ${by.name}`, cells: wholeOrNothing(cells, k) };
}

function endings(ended: Readonly<Record<Ending, number>>, k: number): Breakdown {
  const cells = ENDINGS.map((ending) => counted(ending, ended[ending]));
  return { name: "endings", cells: withoutSmallNumbers(cells, k) };
}

function daysInColour(people: readonly CaseHistory[], period: Period, k: number): Breakdown {
  const times = timeInColours(people, period);
  const cells = times.map(({ colour, days, people: count }) => ({ key: colour, people: count, value: days }));
  return { name: "days in colour", cells: withoutSmallNumbers(cells, k) };
}

function counted(key: string, count: number): Cell {
  return { key, people: count, value: count };
}

/** Those who did not are as few as those who did, where either is a small number. */
function showReoffending({ base, reoffended, reoffences }: Reoffending, k: number): ShownReoffending {
  const cells = withoutSmallNumbers([counted("reoffended", reoffended), counted("not", base - reoffended)], k);
  const shown = cells[0]?.value ?? null;
  return {
    definition: DEFINITION,
    followUpMonths: FOLLOW_UP_MONTHS,
    waitingMonths: WAITING_MONTHS,
    base: shownCount(base, k),
    reoffended: shown,
    binaryPercent: shown === null ? null : tenth((shown / base) * 100),
    reoffences: shown === null ? null : reoffences.length,
    frequency: shown === null ? null : tenth(reoffences.length / shown),
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
