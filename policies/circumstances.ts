import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { type KnownFacts, UNKNOWN } from "./condition.ts";
import { tupleAt, tupleCount, tupleIndex } from "./fact-tuple.ts";

/**
 * Some combinations of facts: each fact named has one of these values, `unknown` among them where not knowing counts.
 * A fact that is not named does not matter; `{}` is always.
 */
export type Circumstance = Readonly<Partial<Record<Fact, readonly string[]>>>;

/** Whether these facts are among the circumstances. A fact that is absent is not known. */
export function isAmong(circumstances: readonly Circumstance[], known: KnownFacts): boolean {
  const facts: Readonly<Record<string, string>> = known;
  return circumstances.some((circumstance) =>
    Object.entries(circumstance).every(([fact, values]) => values.includes(facts[fact] ?? UNKNOWN)),
  );
}

/** Puts numbered combinations of facts (`fact-tuple.ts`) into few circumstances. */
export type CircumstanceFinder = (facts: readonly Fact[], tuples: readonly number[]) => readonly Circumstance[];

/** A finder that remembers, since most fields of an agreement depend on the same few conditions. */
export function circumstanceFinder(): CircumstanceFinder {
  const found = new Map<string, readonly Circumstance[]>();
  return (facts, tuples) => {
    const key = `${facts.join(" ")}:${tuples.join(",")}`;
    const before = found.get(key);
    if (before !== undefined) {
      return before;
    }
    const circumstances = circumstancesOf(facts, tuples);
    found.set(key, circumstances);
    return circumstances;
  };
}

/**
 * The fewest circumstances a greedy search finds that hold for exactly these combinations, so that a sentence made of
 * them is neither more nor less than what the rules do. None for no combination.
 */
export function circumstancesOf(facts: readonly Fact[], tuples: readonly number[]): readonly Circumstance[] {
  const needed = facts.filter((fact) => matters(fact, facts, tuples));
  if (needed.length < facts.length) {
    const fewer = new Set(tuples.map((tuple) => tupleIndex(needed, tupleAt(facts, tuple))));
    return circumstancesOf(
      needed,
      [...fewer].toSorted((one, other) => one - other),
    );
  }
  const space = spaceOf(facts);
  const wanted = new Uint8Array(tupleCount(facts));
  for (const tuple of tuples) {
    wanted[tuple] = 1;
  }
  const open = new Set(tuples);
  const boxes: Box[] = [];
  for (const seed of tuples) {
    if (open.has(seed)) {
      const box = widestBox(space, seed, wanted, open);
      boxes.push(box);
      for (const covered of membersOf(space, box)) {
        open.delete(covered);
      }
    }
  }
  return withoutSpare(space, boxes).map((box) => circumstanceOf(space, box));
}

/** False when the combinations are the same whatever value the fact has. */
function matters(fact: Fact, facts: readonly Fact[], tuples: readonly number[]): boolean {
  const [radix, stride] = [tupleCount([fact]), tupleCount(facts.slice(facts.indexOf(fact) + 1))];
  const held = new Map<number, number>();
  for (const tuple of tuples) {
    const others = tuple - (Math.floor(tuple / stride) % radix) * stride;
    held.set(others, (held.get(others) ?? 0) + 1);
  }
  return [...held.values()].some((count) => count < radix);
}

/** Of each fact how many values it has, `unknown` included, and how far apart neighbours are in the numbering. */
type Space = readonly { readonly fact: Fact; readonly radix: number; readonly stride: number }[];

/** Of each fact of the space the digits that are in. */
type Box = readonly (readonly number[])[];

function spaceOf(facts: readonly Fact[]): Space {
  return facts.map((fact, at) => ({
    fact,
    radix: FACT_VALUES[fact].length + 1,
    stride: tupleCount(facts.slice(at + 1)),
  }));
}

function membersOf(space: Space, box: Box): readonly number[] {
  return space.reduce<readonly number[]>(
    (members, { stride }, at) => members.flatMap((member) => (box[at] ?? []).map((digit) => member + digit * stride)),
    [0],
  );
}

/** Which fact is freed first decides the shape of a box, so each has its turn. */
function widestBox(space: Space, seed: number, wanted: Uint8Array, open: ReadonlySet<number>): Box {
  const start = space.map(({ radix, stride }) => [Math.floor(seed / stride) % radix]);
  let widest: Box = start;
  let most = 0;
  for (let first = 0; first < Math.max(1, space.length); first += 1) {
    const box = grow(space, start, first, wanted);
    const gained = membersOf(space, box).filter((member) => open.has(member)).length;
    if (gained > most) {
      widest = box;
      most = gained;
    }
  }
  return widest;
}

function grow(space: Space, start: Box, first: number, wanted: Uint8Array): Box {
  return space.reduce((box, _, turn) => {
    const at = (first + turn) % space.length;
    const radix = space[at]?.radix ?? 0;
    const others = membersOf(space, box.with(at, [0]));
    const stride = space[at]?.stride ?? 0;
    const fits = Array.from({ length: radix }, (__, digit) => digit).filter((digit) =>
      others.every((other) => wanted[other + digit * stride] === 1),
    );
    return box.with(at, fits);
  }, start);
}

/** A box that the others cover together says nothing new; the earliest found are the widest, so the latest go first. */
function withoutSpare(space: Space, boxes: readonly Box[]): readonly Box[] {
  const members = boxes.map((box) => membersOf(space, box));
  const times = new Map<number, number>();
  for (const member of members.flat()) {
    times.set(member, timesOf(times, member) + 1);
  }
  const kept = new Set(boxes);
  for (const [at, box] of [...boxes.entries()].toReversed()) {
    const own = members[at] ?? [];
    if (own.every((member) => timesOf(times, member) > 1)) {
      kept.delete(box);
      for (const member of own) {
        times.set(member, timesOf(times, member) - 1);
      }
    }
  }
  return [...kept];
}

function timesOf(times: ReadonlyMap<number, number>, member: number): number {
  return times.get(member) ?? 0;
}

function circumstanceOf(space: Space, box: Box): Circumstance {
  const named = space.flatMap(({ fact, radix }, at) => {
    const digits = (box[at] ?? []).toSorted((one, other) => one - other);
    return digits.length === radix ? [] : [[fact, digits.map((digit) => FACT_VALUES[fact][digit] ?? UNKNOWN)] as const];
  });
  return Object.fromEntries(named);
}
