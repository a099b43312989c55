/** What an attacker saw in one try, and what it wanted to know. */
export type Try = { readonly seen: string; readonly secret: boolean };

/**
 * The share of secrets guessed right by an attacker who learns from the first half of the tries what each thing seen most often
 * meant, and guesses the second half by it. What it never saw before it takes for the likelier of the two.
 */
export function guessedRight(tries: readonly Try[]): number {
  const half = Math.floor(tries.length / 2);
  const learned = new Map<string, number>();
  let bias = 0;
  for (const { seen, secret } of tries.slice(0, half)) {
    learned.set(seen, (learned.get(seen) ?? 0) + (secret ? 1 : -1));
    bias += secret ? 1 : -1;
  }
  const guess = (seen: string) => (learned.get(seen) ?? bias) > 0;
  const tested = tries.slice(half);
  return tested.filter(({ seen, secret }) => guess(seen) === secret).length / tested.length;
}

/**
 * How often an attacker who only guesses may be right of so many tries, by four standard deviations: one run in thirty thousand goes
 * beyond by chance.
 */
export function chanceBound(tries: number): number {
  return 0.5 + (4 * Math.sqrt(0.25 * tries)) / tries;
}

/**
 * The share of pairs in which the slower one is told: an attacker learns from the first half whether the one it looks for tends
 * to be slower or faster, by rank and not by size, so that a pause of the machine counts as one pair.
 */
export function orderTold(pairs: readonly (readonly [sought: number, other: number])[]): number {
  const half = Math.floor(pairs.length / 2);
  const slower = (some: typeof pairs) => some.filter(([sought, other]) => sought > other).length / some.length;
  const isSlower = slower(pairs.slice(0, half)) > 0.5;
  const told = slower(pairs.slice(half));
  return isSlower ? told : 1 - told;
}

/** The same coin tosses in every run. */
export function coin(seed: number): () => boolean {
  let state = seed;
  return () => {
    // xorshift32: good enough for tosses.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // The lowest bit of this generator is its worst.
    return ((state >>> 16) & 1) === 1;
  };
}
