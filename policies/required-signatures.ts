import type { AgreementDiff } from "./agreement-diff.ts";

export type SigningReason = "new-party" | "first-version" | "gives" | "receives" | "terms" | "narrows";

/** One whose signature counts. The author of the version never approves it, whichever party is the author's. */
export type Signatory = {
  readonly party: string;
  readonly label: string;
  /** Reference of the data protection officer who signs for it. */
  readonly approver: string;
  readonly because: readonly SigningReason[];
};

/** Complete when each of `every` has signed, and one of `oneOf` unless that is empty. */
export type RequiredSignatures = { readonly every: readonly Signatory[]; readonly oneOf: readonly Signatory[] };

/**
 * Who must sign (design/agreements section 7): all who give or receive more, or under other words, than before; a new
 * party for itself; at a first version all of any pair. What only narrows needs one originator of what is narrowed.
 */
export function requiredSignatures(diff: AgreementDiff): RequiredSignatures {
  const reasons = new Map<string, Set<SigningReason>>();
  const add = (parties: readonly string[], reason: SigningReason) => {
    for (const party of parties) {
      reasons.set(party, (reasons.get(party) ?? new Set()).add(reason));
    }
  };
  add(diff.newParties, "new-party");
  add(diff.widened.originators, "gives");
  add(diff.widened.recipients, "receives");
  add([...diff.reworded.originators, ...diff.reworded.recipients], "terms");
  if (diff.before === null) {
    add([...diff.sharing.originators, ...diff.sharing.recipients], "first-version");
  }
  const every = [...reasons].map(([party, because]) => signatory(diff, party, [...because]));
  return { every: every.toSorted(byParty), oneOf: everyIsNew(diff, reasons) ? anyOriginator(diff) : [] };
}

/** Nothing but new parties signing for themselves: the rest is a narrowing, or no change at all. */
function everyIsNew(diff: AgreementDiff, reasons: ReadonlyMap<string, ReadonlySet<SigningReason>>): boolean {
  return diff.before !== null && [...reasons.keys()].every((party) => diff.newParties.includes(party));
}

function anyOriginator(diff: AgreementDiff): readonly Signatory[] {
  const narrowed = diff.narrowed.originators;
  const originators = narrowed.length > 0 ? narrowed : diff.sharing.originators;
  return originators.map((party) => signatory(diff, party, ["narrows"]));
}

function signatory(diff: AgreementDiff, party: string, because: readonly SigningReason[]): Signatory {
  const { label = party, approver = "" } = diff.parties[party] ?? {};
  return { party, label, approver, because };
}

function byParty(one: Signatory, other: Signatory): number {
  return one.party < other.party ? -1 : 1;
}

/** Parties whose signatures are still missing; `oneOf` is empty once any one of it has signed. */
export function missingSignatures(
  { every, oneOf }: RequiredSignatures,
  signed: ReadonlySet<string>,
): { readonly every: readonly string[]; readonly oneOf: readonly string[] } {
  const isOneThere = oneOf.some(({ party }) => signed.has(party));
  return {
    every: every.map(({ party }) => party).filter((party) => !signed.has(party)),
    oneOf: isOneThere ? [] : oneOf.map(({ party }) => party),
  };
}
