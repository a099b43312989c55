import { expect, test } from "vitest";
import { chanceBound, coin, guessedRight, orderTold, type Try } from "./chance.ts";

const TRIES = 1_000;

test("an attacker who sees the secret is right, and one who sees nothing or noise is not", () => {
  const toss = coin(7);
  const noise = coin(11);
  const tries = Array.from({ length: TRIES }, () => ({ secret: toss(), noise: noise() }));
  const seeing = (see: (one: (typeof tries)[number]) => unknown): readonly Try[] =>
    tries.map((one) => ({ secret: one.secret, seen: String(see(one)) }));

  expect(guessedRight(seeing(({ secret }) => secret))).toBe(1);
  expect(guessedRight(seeing(({ secret }) => !secret))).toBe(1);
  expect(guessedRight(seeing(() => "nothing"))).toBeLessThan(chanceBound(TRIES / 2));
  expect(guessedRight(seeing(({ noise: seen }) => seen))).toBeLessThan(chanceBound(TRIES / 2));
});

test("a leak in one try of three is beyond the bound", () => {
  const toss = coin(7);
  const tries = Array.from({ length: TRIES }, (_, at): Try => {
    const secret = toss();
    return { secret, seen: at % 3 === 0 ? String(secret) : "nothing" };
  });

  expect(guessedRight(tries)).toBeGreaterThan(chanceBound(TRIES / 2));
});

test("pairs that tend one way are told apart either way, and a tie is not", () => {
  const slower = Array.from({ length: 100 }, (_, at) => [at + 1, at] as const);
  const faster = slower.map(([a, b]) => [b, a] as const);
  const neither = slower.map(([a, b], at) => (at % 2 === 0 ? ([a, b] as const) : ([b, a] as const)));

  expect([orderTold(slower), orderTold(faster), orderTold(neither)]).toEqual([1, 1, 0.5]);
});
