import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Ground } from "../case-event.ts";
import type { CaseFacts } from "../case-facts.ts";
import type { CaseState } from "../case-states.ts";
import { GUARDS } from "./guards.ts";
import type { LifecycleRules, Move } from "./move.ts";
import { TRANSITIONS } from "./transitions.ts";

/** A move that leads on from where a case stands, and how each of its guards stands. */
export type ExplainedMove = {
  readonly to: CaseState;
  readonly ground: Ground | null;
  readonly by: readonly string[];
  /** The system proposes it: everything that the case itself has to show is there. */
  readonly isProposed: boolean;
  readonly guards: readonly ExplainedGuard[];
};

export type ExplainedGuard = {
  readonly guard: string;
  readonly says: string;
  /** `asked` is for the mover to give with the move. */
  readonly state: "met" | "not-met" | "asked";
  readonly restsOn: readonly FieldPath[];
};

/** Every move that could come next, so that nobody has to try one to learn why it is refused. */
export function explainMoves(facts: CaseFacts, rules: LifecycleRules): readonly ExplainedMove[] {
  return TRANSITIONS.filter(({ from }) => facts.state !== null && from.includes(facts.state)).map((transition) => {
    const { to, ground, by } = transition;
    const move: Move = { ...NOTHING_SAID, to, ground };
    const guards = transition.guards.map((guard): ExplainedGuard => {
      const { says, restsOn, ofMove, holds } = GUARDS[guard];
      const isMet = holds(facts, move, rules);
      return { guard, says, state: ofMove ? "asked" : isMet ? "met" : "not-met", restsOn };
    });
    const isProposed = transition.isProposed && guards.every(({ state }) => state !== "not-met");
    return {
      to,
      ground,
      by: by.flatMap((role) => (role === "chair" ? rules.settings.chairRoles : [role])),
      isProposed,
      guards,
    };
  });
}

const NOTHING_SAID: Omit<Move, "to" | "ground"> = {
  role: "",
  meetingId: null,
  rationale: null,
  cohort: null,
  positions: [],
  overrideReason: null,
  agreedInWriting: [],
  acceptedBy: null,
};
