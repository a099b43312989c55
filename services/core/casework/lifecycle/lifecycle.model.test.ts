import fc from "fast-check";
import { expect, test } from "vitest";
import { follow, mayMove, type Reference, TODAY, type World } from "#test/reference-lifecycle.ts";
import type { CaseBody, CaseEvent, Ground } from "../case-event.ts";
import type { CaseFacts } from "../case-facts.ts";
import { CASE_STATES, type CaseState } from "../case-states.ts";
import { type FoldedCase, foldCase } from "../fold-case.ts";
import { READY, RULES, SAID } from "./a-case.ts";
import { decideMove } from "./decide-move.ts";
import type { Move } from "./move.ts";

/**
 * Random moves and steps, legal and illegal, on a case that is folded from its events, against a reference that keeps its own state
 * and knows handbook 6.3 and 6.4 as plain conditions.
 */
type Real = { events: CaseEvent[]; start: CaseState };

function factsOf({ events, start }: Real, world: World): CaseFacts & FoldedCase {
  const folded = foldCase(events);
  return { ...READY, ...folded, ...world, state: folded.state ?? start, today: TODAY, hasNewOffence: false };
}

function append(real: Real, body: CaseBody): void {
  const at = { at: `${TODAY}T12:00:00Z`, londonDay: TODAY, meetingId: null, rationale: null };
  real.events.push({
    eventId: String(real.events.length),
    agencyId: "the-police",
    actor: "one",
    role: "",
    ...at,
    body,
  });
}

class Moves implements fc.Command<Reference, Real> {
  readonly move: Move;
  readonly world: World;
  readonly until: string;

  constructor(move: Move, world: World, until: string) {
    this.move = move;
    this.world = world;
    this.until = until;
  }

  check = (): boolean => true;

  run(model: Reference, real: Real): void {
    const facts = factsOf(real, this.world);
    const decision = decideMove(facts, this.move, RULES);
    expect(decision.outcome, this.toString()).toBe(mayMove(model, this.world, this.move) ? "allowed" : "refused");
    if (decision.outcome === "allowed") {
      const { meetingId: _m, rationale: _r, role: _o, ...said } = this.move;
      append(real, { kind: "moved", from: facts.state, until: this.until, ...said });
      follow(model, this.move, this.until);
    }
    const after = factsOf(real, this.world);
    expect([after.state, after.isUnratified, after.exitPlan]).toEqual([model.state, model.urgent, model.exitPlan]);
  }

  toString = (): string => JSON.stringify({ ...this.move, world: this.world });
}

class Steps implements fc.Command<Reference, Real> {
  readonly body: Exclude<CaseBody, { kind: "moved" }>;

  constructor(body: Exclude<CaseBody, { kind: "moved" }>) {
    this.body = body;
  }

  check = (): boolean => true;

  run(model: Reference, real: Real): void {
    append(real, this.body);
    const { body } = this;
    if (body.kind === "exit-plan") model.exitPlan = body.status;
    if (body.kind === "transition-plan") model.transitionPlan = body.status;
    if (body.kind === "report-opened") model.report = true;
    if (body.kind === "plan-action") model.actions += 1;
    if (body.kind === "ratified") model.urgent = false;
    if (body.kind === "information-came") model.came = true;
  }

  toString = (): string => JSON.stringify(this.body);
}

/** Mostly what would be right, so that cases come far. */
const mostly = <T, U>(right: T, other: U) =>
  fc.oneof({ arbitrary: fc.constant<T | U>(right), weight: 7 }, fc.constant<T | U>(other));
const day = fc.constantFrom(
  "2026-08-21",
  "2026-08-22",
  "2026-11-20",
  "2026-11-21",
  "2026-11-22",
  "2027-02-21",
  "2027-02-22",
);
const worlds: fc.Arbitrary<World> = fc.record({
  custody: fc.constantFrom("inside" as const, "outside" as const, null),
  custodialMonths: fc.constantFrom(null, 59, 60, 72),
  reviewOn: fc.option(day),
  ragStatus: fc.constantFrom("green", "green", "amber", null),
  greenSince: fc.option(day),
  isLed: mostly(true, false),
  supervisionEndsOn: fc.option(day),
  ratifyBy: fc.option(day),
  referral: fc.record({
    isUrgent: fc.boolean(),
    isComplete: mostly(true, false),
    isDuplicate: mostly(false, true),
    isScreened: mostly(true, false),
    isAnswered: fc.boolean(),
  }),
});
const grounds: readonly (Ground | null)[] = [
  null,
  null,
  null,
  null,
  null,
  "D1",
  "D3",
  "died",
  "mappa",
  "urgent",
  "not-ratified",
  "lapsed",
];
const moves = fc.record<Move>({
  to: fc.constantFrom(...CASE_STATES),
  ground: fc.constantFrom(...grounds),
  role: fc.constantFrom("iomInspector", "iomSergeant", "leadOfficer", "iomCoordinator", "spo", "housingOfficer"),
  meetingId: mostly(SAID.meetingId, null),
  rationale: mostly(SAID.rationale, null),
  cohort: mostly(SAID.cohort, null),
  positions: mostly(SAID.positions, []),
  overrideReason: fc.constant(null),
  agreedInWriting: mostly(SAID.agreedInWriting, ["the-probation"]),
  acceptedBy: mostly(null, SAID.acceptedBy),
});
const steps = fc.constantFrom<Exclude<CaseBody, { kind: "moved" }>>(
  { kind: "exit-plan", status: "drafted" },
  { kind: "exit-plan", status: "implemented" },
  { kind: "transition-plan", status: "delivered" },
  { kind: "report-opened" },
  { kind: "plan-action", pathway: "health", action: "See a doctor." },
  { kind: "ratified" },
  { kind: "information-came" },
);

test("random moves and steps, legal and illegal, go as the reference says", () => {
  const reached = new Set<string>();
  const commands = [
    fc.tuple(moves, worlds, day).map(([move, world, until]) => new Moves(move, world, until)),
    steps.map((body) => new Steps(body)),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...CASE_STATES),
      fc.commands(commands, { maxCommands: 120, size: "max" }),
      (start, run) => {
        const model: Reference = {
          state: start,
          before: null,
          urgent: false,
          exitPlan: null,
          transitionPlan: null,
          report: false,
          actions: 0,
          until: null,
          came: false,
        };
        const real: Real = { events: [], start };
        fc.modelRun(() => ({ model, real }), run);
        for (const { body } of real.events) {
          if (body.kind === "moved") reached.add(`${body.from} ${body.to} ${body.ground ?? ""}`);
        }
      },
    ),
    { numRuns: 600, seed: 20261121 },
  );
  // The runs have to come far: a model that is never allowed anything would agree with anything.
  expect(reached.size).toBeGreaterThan(35);
});
