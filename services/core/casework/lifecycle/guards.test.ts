import { describe, expect, test } from "vitest";
import { DEFAULT_CASEWORK } from "#schemas/casework-settings.ts";
import type { CaseFacts } from "../case-facts.ts";
import { READY, RULES, SAID } from "./a-case.ts";
import { decideMove } from "./decide-move.ts";
import { GUARDS, type GuardId } from "./guards.ts";
import type { LifecycleRules, Move } from "./move.ts";
import { TRANSITIONS, type Transition } from "./transitions.ts";

type Asked = { readonly facts: CaseFacts; readonly move: Move; readonly rules: LifecycleRules };
type Change = {
  readonly facts?: Partial<CaseFacts>;
  readonly said?: Partial<typeof SAID>;
  readonly settings?: Partial<LifecycleRules["settings"]>;
};

const REFERRAL = { isUrgent: true, isComplete: true, isDuplicate: false, isScreened: true, isAnswered: true };

/** One thing that is missing, for each guard. */
const MISSING: Readonly<Record<GuardId, Change>> = {
  "reason-given": { said: { rationale: null } },
  "meeting-named": { said: { meetingId: null } },
  quorum: { said: { positions: [{ agencyId: "the-police", position: "agree" }] } },
  "cohort-set": { said: { cohort: null } },
  "statutory-rule": { facts: { isStatutory: false }, said: { overrideReason: "Would gain from it." } },
  "receiver-accepts": { said: { acceptedBy: null } },
  "two-agencies-in-writing": { said: { agreedInWriting: ["the-police", "the-council"] } },
  "form-complete": { facts: { referral: { ...REFERRAL, isComplete: false } } },
  "not-duplicate": { facts: { referral: { ...REFERRAL, isDuplicate: true } } },
  "screening-done": { facts: { referral: { ...REFERRAL, isScreened: false } } },
  "reason-where-unanswered": {
    facts: { referral: { ...REFERRAL, isAnswered: false } },
    said: { rationale: null },
  },
  "ratified-in-time": { facts: { ratifyBy: "2026-11-20" } },
  "ratification-lapsed": { facts: { ratifyBy: "2026-11-21" } },
  "is-urgent": { facts: { referral: { ...REFERRAL, isUrgent: false } } },
  "deferral-over": { facts: { hasInformationCome: false, deferredUntil: "2026-11-21" } },
  unratified: { facts: { isUnratified: false } },
  "lead-officer": { facts: { isLed: false } },
  "first-rag": { facts: { ragStatus: null } },
  "report-opened": { facts: { isReportOpened: false } },
  "plan-action": { facts: { planActions: 0 } },
  "in-custody": { facts: { custody: "outside" } },
  released: { facts: { custody: "inside" } },
  "was-there-before": { facts: { stateBefore: "custody" } },
  "long-sentence": { facts: { custodialMonths: 59 } },
  "review-due": { facts: { reviewOn: "2026-11-22" } },
  "may-step-down": { facts: { ragStatus: "amber", supervisionEndsOn: "2027-02-22" } },
  "no-longer-green": { facts: { hasNewOffence: false } },
  "d1-in-use": { settings: { exitRules: ["D2", "D3"] } },
  "green-long-enough": { facts: { greenSince: "2026-08-22" } },
  "exit-plan-implemented": { facts: { exitPlan: "agreed" } },
  "d3-in-use": { settings: { exitRules: ["D1", "D2"] } },
  "supervision-over": { facts: { supervisionEndsOn: "2026-11-21" } },
  "transition-plan-delivered": { facts: { transitionPlan: "drafted" } },
  "scheme-lets-go": { settings: { keepsNonStatutory: true } },
};

const EVERY = TRANSITIONS.flatMap((transition) => transition.guards.map((guard) => ({ transition, guard })));
const named = ({ from, to, ground }: Transition) => `${from[0]} to ${to}${ground === null ? "" : ` (${ground})`}`;

/** The move with everything there, made by whoever may. */
function asked({ from, to, ground, by }: Transition, { facts, said, settings }: Change = {}): Asked {
  const [role = ""] = by;
  const lapsed: Partial<CaseFacts> = ground === "lapsed" ? { ratifyBy: "2026-11-20" } : {};
  const released: Partial<CaseFacts> = from.includes("custody") && to !== "longCustody" ? { custody: "outside" } : {};
  return {
    facts: { ...READY, state: from[0] ?? null, ...released, ...lapsed, ...facts },
    move: { ...SAID, to, ground, role: role === "chair" ? "iomInspector" : role, ...said },
    rules: { ...RULES, settings: { ...DEFAULT_CASEWORK, ...settings } },
  };
}

const decide = ({ facts, move, rules }: Asked, transitions = TRANSITIONS) =>
  decideMove(facts, move, rules, transitions);

describe("every move", () => {
  test.each(TRANSITIONS.map((transition) => ({ name: named(transition), transition })))(
    "$name is made once everything is there",
    ({ transition }) => {
      expect(decide(asked(transition))).toEqual({ outcome: "allowed", transition });
    },
  );

  test.each(EVERY.map(({ transition, guard }) => ({ name: named(transition), guard, transition })))(
    "$name is refused by $guard, and made where that guard does not stand",
    ({ guard, transition }) => {
      const move = asked(transition, MISSING[guard]);
      expect(decide(move)).toEqual({ outcome: "refused", guard, message: GUARDS[guard].says });
      const without = { ...transition, guards: transition.guards.filter((one) => one !== guard) };
      expect(decide(move, [without])).toMatchObject({ outcome: "allowed" });
    },
  );

  test.each(TRANSITIONS.map((transition) => ({ name: named(transition), transition })))(
    "$name is refused to a role that it is not for",
    ({ transition }) => {
      const move = asked(transition);
      const other = { ...move, move: { ...move.move, role: "housingOfficer" } };
      expect(decide(other)).toMatchObject({ outcome: "refused", guard: "role" });
    },
  );

  test("every guard stands somewhere", () => {
    expect(Object.keys(GUARDS).filter((guard) => !EVERY.some((one) => one.guard === guard))).toEqual([]);
  });
});

describe("what guards ask", () => {
  const holds = (guard: GuardId, change: Change, to: Move["to"] = "registered") => {
    const { facts, move, rules } = asked({ ...(TRANSITIONS[0] as Transition), to }, change);
    return GUARDS[guard].holds(facts, move, rules);
  };

  test("somebody without supervision is taken on for a reason, in flex or free, or where the scheme needs none", () => {
    const nobody = { facts: { isStatutory: false } } as const;
    const because = { overrideReason: "Released without supervision." } as const;
    expect(holds("statutory-rule", { ...nobody, said: { ...because, cohort: "fixed" } })).toBe(false);
    expect(holds("statutory-rule", { ...nobody, said: { ...because, cohort: "flex" } })).toBe(true);
    expect(holds("statutory-rule", { ...nobody, said: { cohort: "free" } })).toBe(false);
    expect(holds("statutory-rule", { ...nobody, settings: { statutoryRule: "not-needed" } })).toBe(true);
    expect(holds("statutory-rule", { facts: { isStatutory: null } })).toBe(false);
  });

  test.each([
    ["2026-08-31", "2026-11-29", false],
    ["2026-08-31", "2026-11-30", true],
    ["2026-11-30", "2027-02-27", false],
    ["2026-11-30", "2027-02-28", true],
    ["2027-11-29", "2028-02-29", true],
  ])("green since %s is three calendar months on %s: %s", (greenSince, today, is) => {
    expect(holds("green-long-enough", { facts: { greenSince, today } })).toBe(is);
  });

  test("two agencies are two, of the scheme, and one of them probation", () => {
    const agreed = (...agreedInWriting: string[]) => holds("two-agencies-in-writing", { said: { agreedInWriting } });
    expect(agreed("the-probation", "the-probation")).toBe(false);
    expect(agreed("the-probation", "a-stranger")).toBe(false);
    expect(agreed("the-council", "the-probation")).toBe(true);
  });

  test("an objection is no veto, and an abstention counts towards the quorum", () => {
    const positions = [
      { agencyId: "the-police", position: "object" },
      { agencyId: "the-probation", position: "abstain" },
    ] as const;
    expect(holds("quorum", { said: { positions } })).toBe(true);
  });

  test("support is scaled back from three months before the end of supervision", () => {
    const amber = (supervisionEndsOn: string) =>
      holds("may-step-down", { facts: { ragStatus: "amber", supervisionEndsOn } });
    expect(amber("2027-02-21")).toBe(true);
    expect(amber("2027-02-22")).toBe(false);
    expect(holds("may-step-down", { facts: { exitPlan: null, supervisionEndsOn: null } })).toBe(false);
    expect(holds("may-step-down", { facts: { exitPlan: "drafted", supervisionEndsOn: null } })).toBe(true);
  });

  test("whoever comes out of custody returns to where they were", () => {
    expect(holds("was-there-before", { facts: { stateBefore: "transition" } }, "active")).toBe(false);
    expect(holds("was-there-before", { facts: { stateBefore: "transition" } }, "transition")).toBe(true);
  });
});
