import { isDeepStrictEqual } from "node:util";
import { decide } from "#policies/decide.ts";
import type { Permit } from "#policies/decision.ts";
import { type ChosenScope, passGate } from "#policies/gate.ts";
import { planFor } from "#policies/plan.ts";
import { project } from "#policies/project.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { type Benchmark, type Figure, median } from "./figure.ts";
import { analysisFigures } from "./policy/analysis.ts";
import { byCasl } from "./policy/by-casl.ts";
import { runCedar } from "./policy/by-cedar.ts";
import { projectByHand } from "./policy/by-hand.ts";
import { byJsonLogic } from "./policy/by-json-logic.ts";
import { projectBy } from "./policy/form-of.ts";
import { interleave, ratioOf, timeFigure } from "./policy/interleaved.ts";
import { CRYPTO, FACTS, REQUEST, scenarioPolicies, scenarioRecord } from "./policy/scenario.ts";
import { simulationFigures } from "./policy/simulation.ts";
import { benchmark as simulation } from "./simulation.bench.ts";
import { benchmark as suspension } from "./suspension.bench.ts";

const RECORDS = 100;
const PASSES = { rounds: 15, runs: 2_000 };

/**
 * What policy costs: a record of 60 fields decided and projected, beside a projection written by hand for the one recipient and
 * beside other engines. Everything in one run, interleaved, and only after all have given the same answer.
 */
export const benchmark: Benchmark = async (print) => {
  const byHandUs = projection(print);
  await besideCedar(print, byHandUs);
  for (const figure of [...analysisFigures(), ...(await simulationFigures())]) {
    print(figure);
  }
  await simulation(print);
  await suspension(print);
};

type Print = (figure: Figure) => void;

/** Microseconds of the projection by hand, which the others are held against. */
function projection(print: Print): number {
  const policies = scenarioPolicies();
  const people = Array.from({ length: RECORDS }, (_, serial) => scenarioRecord(serial + 1));
  const permits = people.map((record) => permitOf(decide(REQUEST, record, policies)));
  const chosen = chosenOf(passGate(REQUEST, policies));
  const nowMs = REQUEST.now.getTime();
  const engines = { casl: byCasl(), jsonLogic: byJsonLogic() };
  for (const [at, record] of people.entries()) {
    const ours = answerOf(project(record, permits[at] ?? never(), CRYPTO).fields);
    refuseDifferent(ours, projectByHand(record));
    refuseDifferent(ours, projectBy(engines.casl, record));
    refuseDifferent(ours, projectBy(engines.jsonLogic, record));
  }
  const next = turning(people.length);
  const times = interleave(
    {
      decision: () => planFor(chosen, FACTS, nowMs),
      byHand: () => JSON.stringify(projectByHand(people[next()] ?? never())),
      project: () => projected(people, permits, next()),
      whole: () => {
        const record = people[next()] ?? never();
        return JSON.stringify(project(record, permitOf(decide(REQUEST, record, policies)), CRYPTO).fields);
      },
      casl: () => JSON.stringify(projectBy(engines.casl, people[next()] ?? never())),
      jsonLogic: () => JSON.stringify(projectBy(engines.jsonLogic, people[next()] ?? never())),
    },
    PASSES,
  );
  print(timeFigure("decision alone, whole record", times.decision, PASSES.runs));
  for (const [figure, name] of WAYS) {
    print(timeFigure(`${figure}, to JSON`, times[name], PASSES.runs));
  }
  for (const [figure, name] of WAYS.slice(1)) {
    const value = ratioOf(times[name], times.byHand);
    print({ figure: `${figure}, to projection by hand`, value, unit: "ratio", better: "lower", n: PASSES.rounds });
  }
  return median(times.byHand);
}

async function besideCedar(print: Print, byHandUs: number): Promise<void> {
  const { answers, us, n } = await runCedar();
  for (const [at, answer] of answers.entries()) {
    refuseDifferent(answer, projectByHand(scenarioRecord(at + 1)));
  }
  print({ figure: "Cedar and projection, to JSON", value: Math.round(us), unit: "us", better: "lower", n });
  const value = Math.round(us / byHandUs);
  print({ figure: "Cedar and projection, to projection by hand", value, unit: "ratio", better: "lower", n });
}

const WAYS = [
  ["projection by hand", "byHand"],
  ["projection", "project"],
  ["decision field by field and projection", "whole"],
  ["CASL and projection", "casl"],
  ["json-logic and projection", "jsonLogic"],
] as const;

function projected(people: readonly PublishedRecord[], permits: readonly Permit[], at: number): string {
  const record = people[at] ?? never();
  return JSON.stringify(project(record, permits[at] ?? never(), CRYPTO).fields);
}

function answerOf(fields: unknown): unknown {
  return JSON.parse(JSON.stringify(fields));
}

function refuseDifferent(ours: unknown, theirs: unknown): void {
  if (!isDeepStrictEqual(ours, answerOf(theirs))) {
    throw new Error("another way of projecting says something else, so there is nothing to compare");
  }
}

function permitOf(decision: ReturnType<typeof decide>): Permit {
  if (decision.outcome === "refused") throw new Error(`refused: ${decision.code}`);
  return decision;
}

function chosenOf(gate: ReturnType<typeof passGate>): ChosenScope {
  if (gate.outcome === "refused") throw new Error(`refused: ${gate.code}`);
  return gate;
}

/** Another person each time, so that no way is measured on values it has just seen. */
function turning(count: number): () => number {
  let at = 0;
  return () => {
    at = (at + 1) % count;
    return at;
  };
}

function never(): never {
  throw new Error("the benchmark has lost a person");
}
