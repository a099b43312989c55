import { indexAgreement } from "#policies/index-agreement.ts";
import { statusOfVersion } from "#policies/life/status-of-version.ts";
import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { agreementLives } from "../agreements/bundle/agreement-lives.ts";
import { readEventRows } from "../agreements/bundle/event-chain.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";

/** A version of an agreement as it stood then; null for one that is not kept here, or of which nothing was written by then. */
export type PastAgreements = (id: string, version: number, at: Date) => LoadedAgreement | null;

/**
 * Versions by what had been written of them: a field that a party has suspended since was given then, and one whose suspension has
 * ended was not.
 */
export async function readPastAgreements(
  tx: Transaction,
  { policies }: Pick<PolicyEngine, "policies">,
): Promise<PastAgreements> {
  const events = await readEventRows(tx);
  const versions = new Map(policies().agreements.map((loaded) => [nameOf(loaded.document), loaded]));
  const known = new Map<string, LoadedAgreement | null>();
  return (id, version, at) => {
    const name = nameOf({ id, version });
    const byThen = events.filter((event) => event.agreementId === id && event.at.getTime() <= at.getTime());
    const key = `${name} ${byThen.length}`;
    const before = known.get(key);
    if (before !== undefined) {
      return before;
    }
    const life = agreementLives(byThen).get(id);
    const loaded = versions.get(name);
    const then =
      life === undefined || loaded === undefined
        ? null
        : indexAgreement(loaded.document, statusOfVersion(life, version));
    known.set(key, then);
    return then;
  };
}

function nameOf({ id, version }: { readonly id: string; readonly version: number }): string {
  return `${id}@${version}`;
}
