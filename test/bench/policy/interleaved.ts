import { type Figure, median } from "../figure.ts";

/** One way of doing the same work; what it returns is used up, so that nothing is optimised away. */
export type Way = () => unknown;

export type Interleaving = { readonly rounds: number; readonly runs: number };

export type Times<Name extends string> = Readonly<Record<Name, readonly number[]>>;

const used: { last: unknown } = { last: null };

/**
 * Runs every way in turn, round by round, so that whatever the machine does befalls all of them. Processor microseconds a run,
 * which other work on the machine changes least.
 */
export function interleave<Name extends string>(
  ways: Readonly<Record<Name, Way>>,
  { rounds, runs }: Interleaving,
): Times<Name> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const taken = timed(ways[name], runs);
      // The first round is for the compiler.
      if (round >= 0) times[name].push(taken);
    }
  }
  return times;
}

function timed(way: Way, runs: number): number {
  const start = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) {
    used.last = way();
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / runs;
}

/** The median of the ratios of one round each. */
export function ratioOf(times: readonly number[], to: readonly number[]): number {
  return round(median(times.map((time, at) => time / (to[at] ?? Number.NaN))));
}

export function timeFigure(figure: string, times: readonly number[], runs: number): Figure {
  return { figure, value: round(median(times)), unit: "us", better: "lower", n: times.length * runs };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
