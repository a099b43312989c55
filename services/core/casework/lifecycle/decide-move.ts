import type { CaseFacts } from "../case-facts.ts";
import { GUARDS, type GuardId } from "./guards.ts";
import type { LifecycleRules, Move } from "./move.ts";
import { TRANSITIONS, type Transition } from "./transitions.ts";

export type MoveDecision =
  | { readonly outcome: "allowed"; readonly transition: Transition }
  | { readonly outcome: "refused"; readonly guard: string; readonly message: string };

/** Whether a case may make a move, and the first thing that stands against it. */
export function decideMove(
  facts: CaseFacts,
  move: Move,
  rules: LifecycleRules,
  transitions: readonly Transition[] = TRANSITIONS,
): MoveDecision {
  const leading = transitions.filter((one) => leadsThere(one, facts, move));
  const transition = leading.find(({ ground }) => ground === move.ground);
  if (transition === undefined) {
    return leading.length === 0
      ? refused("no-such-move", "The case cannot go there from where it stands.")
      : refused("ground-missing", `Name the ground: ${leading.map(({ ground }) => ground ?? "none").join(", ")}.`);
  }
  if (!isBy(transition, move.role, rules)) {
    return refused("role", "This move is not for the role of the caller.");
  }
  const failed = transition.guards.find((guard) => !GUARDS[guard].holds(facts, move, rules));
  return failed === undefined ? { outcome: "allowed", transition } : refused(failed, GUARDS[failed].says);
}

function leadsThere({ from, to }: Transition, { state }: CaseFacts, move: Move): boolean {
  return to === move.to && state !== null && from.includes(state);
}

/** Whether the scheme lets a role make a move. */
function isBy({ by }: Transition, role: string, { settings }: LifecycleRules): boolean {
  return by.includes(role) || (by.includes("chair") && settings.chairRoles.includes(role));
}

function refused(guard: GuardId | "no-such-move" | "ground-missing" | "role", message: string): MoveDecision {
  return { outcome: "refused", guard, message };
}
