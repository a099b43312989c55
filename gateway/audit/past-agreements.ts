import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";

/** A version of an agreement as it stood then; null for one that is not kept here. */
export type PastAgreements = (id: string, version: number, at: Date) => LoadedAgreement | null;

/** Versions carry from when each party is bound and each rule acts, so that an instant of the past is decided as it was then. */
export function pastAgreementsOf({ policies }: Pick<PolicyEngine, "policies">): PastAgreements {
  return (id, version) =>
    policies().agreements.find(({ document }) => document.id === id && document.version === version) ?? null;
}
