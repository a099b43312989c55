import fc from "fast-check";
import { expect, test } from "vitest";
import { agreementLife, headOf, versionOf } from "./agreement-life.ts";
import { startOf, whyNotActivate, whyNotApprove } from "./approval-moves.ts";
import { nextVersion, whyNotDelete, whyNotDraft, whyNotEdit, whyNotPropose, whyNotReturn } from "./draft-moves.ts";
import { END, type Move, Naive, PARTIES, REQUIRED } from "./naive-life.ts";
import { standsAt } from "./stands-at.ts";
import type { StatusEvent } from "./status-event.ts";
import { whyNotResume, whyNotSuspend, whyNotTerminate } from "./stopping-moves.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const WINDOW = { from: at(0).toISOString(), to: at(END).toISOString() };

/** How often each is tried: what leads on often, what ends everything seldom. */
const KINDS: Readonly<Record<Move["kind"], number>> = {
  drafted: 4,
  edited: 2,
  deleted: 2,
  proposed: 10,
  returned: 2,
  approved: 16,
  activated: 10,
  suspended: 8,
  resumed: 8,
  terminated: 1,
};

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(
    ...Object.entries(KINDS).flatMap(([kind, times]) => Array<Move["kind"]>(times).fill(kind as Move["kind"])),
  ),
  version: fc.nat({ max: 3 }),
  party: fc.constantFrom(...PARTIES),
  second: fc.boolean(),
  stale: fc.boolean(),
  wait: fc.constantFrom(0, 0, 0, 0, 0, 1, 5, 60),
  delay: fc.constantFrom(-10, 0, 0, 0, 3, 30, 700),
  likely: fc.constantFrom(true, true, true, false),
});

/** Turns a blind draw into one that fits where things stand. */
function likelier(drawn: Move, naive: Naive): Move {
  const newest = naive.told.size;
  const begun = [...naive.told].find(([, { state }]) => state === "begun")?.[0] ?? newest;
  const one = naive.told.get(newest);
  const [author = "police"] = (one === undefined ? [] : [...one.authors]).map((who) => who.split(" ")[0]);
  const party = (PARTIES.find((known) => known === author) ?? "police") satisfies Move["party"];
  const signer = PARTIES.find((known) => REQUIRED.includes(known) && one?.signed.has(known) !== true) ?? "police";
  switch (drawn.kind) {
    case "drafted":
      return { ...drawn, version: newest + 1, second: false };
    case "approved":
      return { ...drawn, version: newest, stale: false, party: signer, second: true };
    case "suspended":
    case "resumed":
    case "terminated":
      return { ...drawn, version: begun };
    case "activated":
      return { ...drawn, version: newest, stale: false, delay: Math.max(0, drawn.delay) };
    default:
      return { ...drawn, version: newest, stale: false, party, second: false };
  }
}

/** The same move asked of the real thing, with the event it would write. */
function ask(events: readonly StatusEvent[], naive: Naive, drawn: Move) {
  const { kind, version, party, second, stale, delay } = drawn;
  const life = agreementLife(events);
  const now = at(naive.now);
  const own = versionOf(life, version);
  const by = { party, actor: second ? "second" : "first" };
  const meant = { version, digest: stale ? "another text" : (own?.digest ?? "") };
  const head = headOf(life);
  const wanted = at(naive.now + delay);
  const inForce = { version, effective: WINDOW };
  const same = { version, digest: own?.digest ?? "", party, actor: by.actor, at: now.toISOString() };
  const fresh = { ...same, digest: `t${naive.texts + 1}` };
  const starts = startOf({ at: wanted, effective: WINDOW }, now).toISOString();
  switch (kind) {
    case "drafted": {
      const event: StatusEvent = { ...fresh, kind, detail: { replaces: null, again: null } };
      return { guard: whyNotDraft(life, version), event };
    }
    case "edited": {
      const event: StatusEvent = { ...fresh, kind: "drafted", detail: { replaces: meant.digest, again: null } };
      return { guard: whyNotEdit(life, meant, by, now), event };
    }
    case "deleted":
      return { guard: whyNotDelete(life, meant, by), event: { ...same, kind, detail: {} } as StatusEvent };
    case "proposed": {
      const event: StatusEvent = {
        ...same,
        kind,
        detail: { required: { every: REQUIRED, oneOf: [] }, base: head?.version ?? null },
      };
      const proposal = { ...meant, previous: head?.digest ?? null, isSound: true, canBeSigned: true };
      return { guard: whyNotPropose(life, proposal, by), event };
    }
    case "returned": {
      const event: StatusEvent = { ...same, kind, detail: { reason: "Not like this" } };
      return { guard: whyNotReturn(life, meant, by, now), event };
    }
    case "approved": {
      const event: StatusEvent = { ...same, kind, detail: { gains: [], note: "Read" } };
      return { guard: whyNotApprove(life, { ...meant, gains: [], offered: [], mustTick: [] }, by), event };
    }
    case "activated": {
      const detail = { from: starts, base: own?.base ?? null, carried: ["housing"], shadow: false };
      const asked = { ...meant, at: wanted, effective: WINDOW, isSound: true, unboundRules: [] };
      return { guard: whyNotActivate(life, asked, now), event: { ...same, kind, detail } as StatusEvent };
    }
    case "suspended": {
      const event: StatusEvent = { ...same, kind, detail: { reason: "A breach", fields: null } };
      return { guard: whyNotSuspend(life, { ...inForce, fields: null, gives: [] }, party, now), event };
    }
    case "resumed":
      return {
        guard: whyNotResume(life, inForce, party, now),
        event: { ...same, kind, detail: { reason: "Mended" } } as StatusEvent,
      };
    case "terminated": {
      const event: StatusEvent = { ...same, kind, detail: { reason: "Over", from: starts } };
      return { guard: whyNotTerminate(life, inForce, now), event };
    }
  }
}

test("every move, legal and illegal, does what the table of states says", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(move, { minLength: 20, maxLength: 90, size: "max" }), (moves) => {
      const naive = new Naive();
      const events: StatusEvent[] = [];
      for (const blind of moves) {
        naive.pass(blind.wait);
        const drawn = blind.likely ? likelier(blind, naive) : blind;
        const { guard, event } = ask(events, naive, drawn);
        const allowed = naive.allows(drawn);
        expect([drawn, guard]).toEqual([drawn, allowed ? null : expect.any(String)]);
        const key = allowed ? `${drawn.kind} allowed` : `${drawn.kind} refused`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        if (allowed) {
          naive.make(drawn);
          events.push(event);
        }
        const life = agreementLife(events);
        for (const version of naive.told.keys()) {
          expect([version, standsAt(life, version, WINDOW, at(naive.now))]).toEqual([version, naive.called(version)]);
        }
        expect(nextVersion(life)).toBe(naive.told.size + 1);
      }
    }),
    { numRuns: 400, seed: 20_261_127 },
  );
  for (const kind of Object.keys(KINDS)) {
    expect(seen.get(`${kind} allowed`) ?? 0, `${kind} allowed`).toBeGreaterThan(20);
    expect(seen.get(`${kind} refused`) ?? 0, `${kind} refused`).toBeGreaterThan(20);
  }
});
