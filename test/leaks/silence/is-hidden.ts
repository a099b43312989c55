import type { Caller } from "../door/drive.ts";
import type { LeakWorld } from "../door/leak-world.ts";
import type { Step } from "./history.ts";

/** Fields from which facts are made (design/agreements section 1): a change of one may change what is seen of others. */
const TELLING = [
  "identity.dateOfBirth",
  "iom.lifecycleState",
  "iom.cohort",
  "probation.mappa",
  "probation.requirements",
  "housing.dutyToRefer",
  "youth.panelDecision",
];

/** The history without what can never show in anything this recipient obtains. */
export function withoutHidden(
  world: LeakWorld,
  who: Caller,
  people: readonly string[],
  history: readonly Step[],
): readonly Step[] {
  return history.filter((step) => !isHidden(world, who, people, step));
}

/**
 * Whether a step is about somebody from whom the recipient is kept, or of a field that no rule ever gives it from that originator for
 * its purpose. Read from the agreements as they are written, by nobody's engine.
 */
function isHidden(world: LeakWorld, who: Caller, people: readonly string[], step: Step): boolean {
  const { personId, agencyId, change } = step;
  if (!people.includes(personId)) {
    return true;
  }
  if (!("field" in change) || agencyId === who.agencyId || TELLING.includes(change.field)) {
    return false;
  }
  const rules = world.oracle.agreements.flatMap(({ document }) => document.rules);
  return !rules.some(
    ({ kind, from, to, purposes, grants }) =>
      kind === "permit" &&
      (from ?? []).includes(agencyId) &&
      to.some(({ party }) => party === who.agencyId || party === "*") &&
      purposes.some((purpose) => purpose === who.purpose || purpose === "*") &&
      grants.some(({ fields }) => fields.includes(change.field)),
  );
}
