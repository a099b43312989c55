import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { agreementLives } from "./agreement-lives.ts";
import { bundleBase } from "./bundle-base.ts";
import { bundledVersions } from "./bundled-versions.ts";
import { CATALOGUE_DIGEST } from "./digest.ts";
import { chainDigest, readEventRows } from "./event-chain.ts";
import { sealManifest } from "./manifest.ts";

/**
 * Publishes what the tables say now as the next bundle; to be called last in the transaction of every move, so that a move and
 * the bundle that carries it commit together. Returns its epoch. Throws HubError `policy-unavailable` when what was published
 * before cannot be built upon.
 */
export async function publishBundle(
  tx: Transaction,
  { policyKey, now }: { readonly policyKey: HubKey; readonly now: Date },
): Promise<number> {
  await lockPolicy(tx);
  const base = await bundleBase(tx, policyKey);
  if (base.outcome === "unverified") {
    throw new HubError("policy-unavailable", "what was published before cannot be built upon");
  }
  const epoch = base.outcome === "verified" ? base.bundle.manifest.epoch + 1 : 1;
  const events = await readEventRows(tx);
  const sealed = sealManifest(
    {
      kind: "PolicyBundle",
      epoch,
      madeAt: now.toISOString(),
      catalogue: CATALOGUE_DIGEST,
      agreements: bundledVersions(agreementLives(events)),
      events: { upTo: events.at(-1)?.eventNo ?? 0, digest: chainDigest(events) },
    },
    policyKey,
  );
  await tx`
    insert into gateway.policy_bundle (epoch, manifest, signature, made_at)
    values (${epoch}, ${sealed.manifest}, ${sealed.signature}, ${now})`;
  return epoch;
}

/** One at a time, so that epochs rise without a gap; the same lock that an event takes before its number. */
export async function lockPolicy(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('policy bundle', 0))`;
}
