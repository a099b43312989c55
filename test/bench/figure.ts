/** One line of a benchmark's output (interfaces, section 1). */
export type Figure = {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** How many observations it rests on. */
  readonly n: number;
};

export type Benchmark = (print: (figure: Figure) => void) => Promise<void>;

/** The value below which the given share of the observations lies (nearest rank). */
export function percentile(observations: readonly number[], share: number): number {
  const sorted = [...observations].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(observations: readonly number[]): number {
  return percentile(observations, 0.5);
}
