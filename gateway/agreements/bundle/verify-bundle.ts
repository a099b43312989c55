import { canonicalJson } from "#policies/canonical-json.ts";
import type { AgreementLife } from "#policies/life/agreement-life.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { agreementLives } from "./agreement-lives.ts";
import { bundledVersions } from "./bundled-versions.ts";
import { CATALOGUE_DIGEST, digestOfText } from "./digest.ts";
import { chainDigest, type EventRow, readEventRows } from "./event-chain.ts";
import { type BundleManifest, openManifest, type StoredBundle } from "./manifest.ts";

/** Why a bundle may not be believed; words for the log and for operators. */
export type BundleFault = "signature" | "document" | "events" | "versions";

export type VerifiedBundle = {
  readonly manifest: BundleManifest;
  readonly events: readonly EventRow[];
  /** By id. */
  readonly lives: ReadonlyMap<string, AgreementLife>;
  /** By digest. */
  readonly documents: ReadonlyMap<string, unknown>;
};

export async function newestBundle(tx: Transaction): Promise<StoredBundle | null> {
  const [row] = await tx<{ epoch: string; manifest: string; signature: string }[]>`
    select epoch, manifest, signature from gateway.policy_bundle order by epoch desc limit 1`;
  return row === undefined ? null : { ...row, epoch: Number(row.epoch) };
}

/**
 * Takes nothing on trust but the policy key: every document and the chain of events are digested anew, and must be those of
 * the manifest. One byte changed anywhere is a fault.
 */
export async function verifyBundle(
  tx: Transaction,
  stored: StoredBundle,
  policyKey: Pick<HubKey, "publicKey">,
): Promise<VerifiedBundle | BundleFault> {
  const manifest = openManifest(stored, policyKey);
  if (manifest === null) {
    return "signature";
  }
  const events = await readEventRows(tx, manifest.events.upTo);
  if (chainDigest(events) !== manifest.events.digest) {
    return "events";
  }
  const lives = agreementLives(events);
  if (canonicalJson(bundledVersions(lives)) !== canonicalJson(manifest.agreements)) {
    return "versions";
  }
  const documents = await readDocuments(tx, manifest);
  return documents === null ? "document" : { manifest, events, lives, documents };
}

/** Whether this build decides by the fields that the documents of a bundle were checked against. */
export function isOfThisCatalogue({ catalogue }: BundleManifest): boolean {
  return catalogue === CATALOGUE_DIGEST;
}

/** Null when one is missing or is not what its digest says. */
async function readDocuments(
  tx: Transaction,
  { agreements }: BundleManifest,
): Promise<ReadonlyMap<string, unknown> | null> {
  const wanted = [...new Set(agreements.map(({ digest }) => digest))];
  const rows = await tx<{ digest: string; document: string }[]>`
    select digest, document from gateway.agreement_document where digest = any(${wanted})`;
  const isWhole = rows.length === wanted.length && rows.every((row) => digestOfText(row.document) === row.digest);
  return isWhole ? new Map(rows.map(({ digest, document }) => [digest, JSON.parse(document) as unknown])) : null;
}
