import fc from "fast-check";
import { agreesWithCedar, askCedar, type CedarCase } from "./cedar/cedar-differential.ts";
import { CHECKS } from "./checks/all-checks.ts";
import { eachCase } from "./drawn-cases.ts";
import { type Check, ENGINE, type Engine } from "./engine.ts";
import { mutatedEngine, OPERATORS, registerMutants } from "./mutation/mutated-engine.ts";

/**
 * A process of its own for what cannot run beside other tests: Cedar, whose WebAssembly needs a switch of Node, and
 * engines with a fault in them. Reads what is asked as its argument and writes one JSON object.
 */
export type Asked = {
  readonly cedarDecisions: number;
  /** By operator, which checks to run: those that are said to kill it, or every one. */
  readonly mutants: Readonly<Record<string, readonly string[] | "all">>;
};

export type Proved = {
  readonly cedar: {
    readonly decisions: number;
    readonly questions: number;
    /** Decisions on which Cedar releases something. */
    readonly released: number;
    readonly ms: number;
    readonly ofWhichAskingMs: number;
  };
  /** Checks that are run on mutants and that the sound engine fails, each with the reason: always none. */
  readonly unmutated: readonly string[];
  /** By operator, the checks that fail on it. */
  readonly kills: Readonly<Record<string, readonly string[]>>;
};

const SEED = 20_261_121;

async function prove({ cedarDecisions, mutants }: Asked): Promise<Proved> {
  const began = performance.now();
  const cases = askCedar(cedarDecisions, SEED);
  const ofWhichAskingMs = Math.round(performance.now() - began);
  const cedar = cedarCheck(cases);
  const whyNot = whyBroken(cedar, ENGINE);
  const ms = Math.round(performance.now() - began);
  const checks = [...CHECKS, cedar];
  const wanted = new Set(Object.values(mutants).flat());
  const used = CHECKS.filter(({ name }) => wanted.has("all") || wanted.has(shortName(name)));
  const unmutated = [
    ...(whyNot === null ? [] : [`cedar: ${whyNot}`]),
    ...used.flatMap((check) => {
      const reason = whyBroken(check, ENGINE);
      return reason === null ? [] : [`${check.name}: ${reason}`];
    }),
  ];
  return { cedar: { ...counted(cases), ms, ofWhichAskingMs }, unmutated, kills: await killsOf(mutants, checks) };
}

function cedarCheck(cases: readonly CedarCase[]): Check {
  return { name: "cedar", holds: (engine) => eachCase(cases, (one) => agreesWithCedar(engine, one)) };
}

function counted(cases: readonly CedarCase[]): Omit<Proved["cedar"], "ms" | "ofWhichAskingMs"> {
  const cells = cases.flatMap(({ answers }) => answers.flatMap((answer) => answer.cells));
  return {
    decisions: cells.length,
    questions: cells.reduce((sum, { asked }) => sum + asked, 0),
    released: cells.filter(({ allowed }) => allowed.length > 0).length,
  };
}

async function killsOf(mutants: Asked["mutants"], checks: readonly Check[]): Promise<Proved["kills"]> {
  registerMutants();
  const kills: Record<string, readonly string[]> = {};
  for (const operator of OPERATORS.filter(({ name }) => name in mutants)) {
    const engine = await mutatedEngine(operator);
    const wanted = mutants[operator.name] ?? "all";
    const run = checks.filter(({ name }) => wanted === "all" || wanted.includes(shortName(name)));
    kills[operator.name] = run.filter((check) => whyBroken(check, engine) !== null).map(({ name }) => shortName(name));
    process.stderr.write(`${operator.name}: ${kills[operator.name]?.join(", ")}\n`);
  }
  return kills;
}

/** `P3: losing a fact ...` -> `P3` */
function shortName(name: string): string {
  return name.split(":")[0] ?? name;
}

function whyBroken(check: Check, engine: Engine): string | null {
  try {
    check.holds(engine);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// A mutant is dead at its first failure; the smallest is of no interest.
fc.configureGlobal({ endOnFailure: true });
const asked: Asked = JSON.parse(process.argv[2] ?? "{}");
process.stdout.write(`${JSON.stringify(await prove(asked))}\n`);
