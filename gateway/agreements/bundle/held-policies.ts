import { whyNotInForce } from "#policies/in-force.ts";
import { type LoadedAgreement, nameOf, type PolicySet } from "#policies/policy-set.ts";
import type { Lease } from "./lease.ts";
import type { StoredBundle } from "./manifest.ts";

/** What a node knows of the policy it shares by, for operators: ids and numbers only. */
export type PolicyStanding = { readonly epoch: number | null; readonly lease: "held" | "over" };

export type HeldPolicies = {
  /** As of this moment; a request takes it once and keeps it. */
  readonly policies: () => PolicySet;
  readonly standing: () => PolicyStanding;
  readonly stored: () => StoredBundle | null;
  readonly swap: (stored: StoredBundle, agreements: readonly LoadedAgreement[]) => void;
  /** Names what may be shared under at an instant; another text means that open streams must look again. */
  readonly inForce: (nowMs: number) => string;
};

export type SchemeTerms = Pick<PolicySet, "hostOf" | "precedence">;

type Held = { readonly stored: StoredBundle; readonly current: PolicySet; readonly stale: PolicySet };

/** Holds one bundle, swapped as one reference. Whether its lease is over is found out at the moment it is asked for. */
export function createHeldPolicies(terms: SchemeTerms, lease: Pick<Lease, "leftMs">): HeldPolicies {
  const nothing: PolicySet = { ...terms, agreements: [], leaseUntilMs: null };
  let held: Held | null = null;
  const hasLease = () => lease.leftMs() > 0;
  const policies = () => (held === null ? nothing : hasLease() ? held.current : held.stale);
  return {
    policies,
    standing: () => ({ epoch: held?.stored.epoch ?? null, lease: hasLease() ? "held" : "over" }),
    stored: () => held?.stored ?? null,
    swap: (stored, agreements) => {
      const current: PolicySet = { ...terms, agreements, leaseUntilMs: null };
      held = { stored, current, stale: { ...current, leaseUntilMs: Number.NEGATIVE_INFINITY } };
    },
    inForce: (nowMs) => {
      const { agreements, leaseUntilMs } = policies();
      const standings = agreements.map((one) => `${nameOf(one)} ${whyNotInForce(one, nowMs) ?? "in force"}`);
      return [held?.stored.epoch, leaseUntilMs, ...standings].join("\n");
    },
  };
}
