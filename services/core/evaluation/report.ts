import type { Sql } from "../../platform/database/database.ts";
import { londonDay } from "../record/apply/london-day.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { lastQuarter, type Quarter, yearTo } from "./quarter.ts";
import { type Asked, readAttendances } from "./read-attendances.ts";
import { readCases } from "./read-cases.ts";
import { KEY_PRINCIPLES, type PrincipleAnswer } from "./scheme-statement.ts";
import { readStatement } from "./statement-store.ts";
import type { Period } from "./time-in-colour.ts";
import { UNIT_COSTS } from "./unit-costs.ts";

/** Fewer people than this are shown nowhere. */
const SMALL_NUMBER = 5;

export type EvaluationReport = {
  readonly outcome: "done";
  readonly quarter: Quarter;
  readonly period: Period;
  readonly smallNumber: number;
  readonly measures: Omit<Evaluation, "valueForMoney">;
  readonly valueForMoney: Evaluation["valueForMoney"];
  readonly keyPrinciples: readonly (Pick<PrincipleAnswer, "principle"> & {
    readonly title: string;
    readonly answer: Pick<PrincipleAnswer, "standing" | "evidence"> | null;
  })[];
};

export type QuarterRefusal = {
  readonly outcome: "refused";
  readonly guard: "quarter-malformed" | "quarter-not-over";
  readonly message: string;
};

/** The report of the twelve months to a quarter that is over; of the last one when none is named. */
export async function reportOn(
  sql: Sql,
  meetings: Asked,
  asked: Quarter | null,
  now: Date,
): Promise<EvaluationReport | QuarterRefusal> {
  const today = londonDay(now.toISOString());
  const quarter = asked ?? lastQuarter(today);
  const period = yearTo(quarter);
  if (period === null) {
    return refused("quarter-malformed", "A quarter is written as 2026-Q3.");
  }
  if (period.to >= today) {
    return refused("quarter-not-over", `The last quarter that is over is ${lastQuarter(today)}.`);
  }
  const [cases, statement] = [await readCases(sql), await readStatement(sql, quarter)];
  const attendances = await readAttendances(sql, period, meetings);
  const { valueForMoney, ...measures } = evaluate({
    cases,
    attendances,
    statement,
    unitCosts: UNIT_COSTS,
    period,
    smallNumber: SMALL_NUMBER,
  });
  const keyPrinciples = principlesOf(statement.keyPrinciples ?? []);
  return { outcome: "done", quarter, period, smallNumber: SMALL_NUMBER, measures, valueForMoney, keyPrinciples };
}

/** All six, in their order, whether or not the scheme has answered. */
function principlesOf(answers: readonly PrincipleAnswer[]): EvaluationReport["keyPrinciples"] {
  return Object.entries(KEY_PRINCIPLES).map(([key, title]) => {
    const principle = key as PrincipleAnswer["principle"];
    const found = answers.findLast((one) => one.principle === principle);
    return {
      principle,
      title,
      answer: found === undefined ? null : { standing: found.standing, evidence: found.evidence },
    };
  });
}

function refused(guard: QuarterRefusal["guard"], message: string): QuarterRefusal {
  return { outcome: "refused", guard, message };
}
