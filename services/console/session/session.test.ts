import { expect, test } from "vitest";
import { createDesk } from "./desk.ts";
import { sealedCookies } from "./sealed-cookie.ts";
import { IDLE_MS, isOver, newSession, SESSION_MAX_MS } from "./session.ts";

const NOW = new Date("2026-11-27T09:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);
const OFFICER = {
  agency: "solent-yot",
  actor: "yot-01",
  role: "yotWorker",
  sub: "1",
  purpose: "youth-transition",
} as const;

test("a session ends after 15 minutes without use, and after a day's work whatever its use", () => {
  const session = newSession(OFFICER, NOW);

  expect(isOver(session, later(IDLE_MS))).toBe(false);
  expect(isOver(session, later(IDLE_MS + 1))).toBe(true);
  expect(isOver({ ...session, seenAt: later(SESSION_MAX_MS).getTime() }, later(SESSION_MAX_MS + 1))).toBe(true);
});

test("a cookie says nothing to whoever has no key, and opens as what it was sealed as", async () => {
  const cookies = sealedCookies("a secret of this console");
  const value = await cookies.seal("session", OFFICER, NOW, 60_000);

  expect(value).not.toContain("yot");
  expect(Buffer.from(value, "base64url").toString("latin1")).not.toContain("yot-01");
  expect(await cookies.open("session", value, NOW)).toEqual(OFFICER);
});

test("a cookie that is changed, of another kind, of another console or too old opens as nothing", async () => {
  const cookies = sealedCookies("a secret of this console");
  const value = await cookies.seal("session", OFFICER, NOW, 60_000);
  const changed = `${value.slice(0, -2)}${value.endsWith("A") ? "B" : "A"}A`;

  expect(await cookies.open("session", changed, NOW)).toBe(null);
  expect(await cookies.open("sign-in", value, NOW)).toBe(null);
  expect(await sealedCookies("another secret").open("session", value, NOW)).toBe(null);
  expect(await cookies.open("session", value, later(60_001))).toBe(null);
  expect(await cookies.open("session", undefined, NOW)).toBe(null);
});

test("what lies on a desk is its session's alone, for half an hour, and is taken once", () => {
  const clock = { now: NOW };
  const desk = createDesk(() => clock.now);
  const reference = desk.keep("one", { words: "kept" });

  expect(desk.find("two", reference)).toBe(null);
  expect(desk.find("one", reference)).toEqual({ words: "kept" });
  expect(desk.take("one", reference)).toEqual({ words: "kept" });
  expect(desk.take("one", reference)).toBe(null);
  const old = desk.keep("one", "old");
  clock.now = later(30 * 60_000 + 1);
  expect(desk.find("one", old)).toBe(null);
});

test("a session that has ended stays ended, and its desk is empty", () => {
  const desk = createDesk(() => NOW);
  const reference = desk.keep("one", "words");
  desk.end("one");

  expect(desk.hasEnded("one")).toBe(true);
  expect(desk.hasEnded("two")).toBe(false);
  expect(desk.find("one", reference)).toBe(null);
});

test("a desk has room for so much: the oldest goes first", () => {
  const desk = createDesk(() => NOW);
  const first = desk.keep("one", "first");
  const others = Array.from({ length: 40 }, (_, at) => desk.keep("one", at));

  expect(desk.find("one", first)).toBe(null);
  expect(desk.find("one", others.at(-1) ?? "")).toBe(39);
});
