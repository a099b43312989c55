import type { Scheme } from "#schemas/scheme.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { keepPolicies, type PolicyKeeper, type PolicyKeeping } from "./bundle/keep-policies.ts";
import { importAgreements } from "./import-agreements.ts";
import { readFolder } from "./read-folder.ts";
import { schemeTerms } from "./scheme-terms.ts";

export type PolicySource = Omit<PolicyKeeping, "terms"> & {
  readonly policyKey: HubKey;
  readonly scheme: Scheme;
  readonly agreementsDirectory: string;
  readonly mode: "demo" | "production";
};

/** Brings in what is new in the agreements' folder, then shares by the newest bundle and goes on doing so. */
export async function loadPolicies(source: PolicySource): Promise<PolicyKeeper> {
  await importAgreements(source, await readFolder(source.agreementsDirectory));
  return keepPolicies({ ...source, terms: schemeTerms(source.scheme) });
}
