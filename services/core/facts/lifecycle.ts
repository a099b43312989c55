/** Handbook 6.2 to the five values agreements know; a state that is not listed is no fact and so unknown. */
const LIFECYCLE_FACT: Readonly<Record<string, string>> = {
  referred: "selection",
  screening: "selection",
  pendingPanel: "selection",
  deferred: "selection",
  reRegistrationReview: "selection",
  registered: "active",
  active: "active",
  custody: "custody",
  transition: "transition",
  rejected: "closed",
  deregistered: "closed",
  longCustody: "closed",
  transferred: "closed",
};

/** States in which the scheme has taken the person on. */
const ACCEPTED: ReadonlySet<string> = new Set(["registered", "active", "custody", "transition", "longCustody"]);

export function lifecycleFact(state: string): string | null {
  return Object.hasOwn(LIFECYCLE_FACT, state) ? (LIFECYCLE_FACT[state] ?? null) : null;
}

export function isAccepted(state: string): boolean {
  return ACCEPTED.has(state);
}
