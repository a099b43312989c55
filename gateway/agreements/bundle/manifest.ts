import { sign, verify } from "node:crypto";
import { canonicalJson } from "#policies/canonical-json.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";

/** What every node shares by (design/agreements section 6): names and digests, under a number that only rises. */
export type BundleManifest = {
  readonly kind: "PolicyBundle";
  readonly epoch: number;
  readonly madeAt: string;
  /** Digest of the catalogue that the documents were checked against. */
  readonly catalogue: string;
  /** Every version that was ever proposed, each with the digest of its document. */
  readonly agreements: readonly BundledAgreement[];
  /** The events that say where each version stands: up to which number, and the digest of the chain up to there. */
  readonly events: { readonly upTo: number; readonly digest: string };
};

export type BundledAgreement = { readonly id: string; readonly version: number; readonly digest: string };

/** A manifest as it is stored: its bytes, RFC 8785, and the Ed25519 signature over them in base64url. */
export type StoredBundle = { readonly epoch: number; readonly manifest: string; readonly signature: string };

export function sealManifest(manifest: BundleManifest, { privateKey }: Pick<HubKey, "privateKey">): StoredBundle {
  const text = canonicalJson(manifest);
  const signature = sign(null, Buffer.from(text), privateKey).toString("base64url");
  return { epoch: manifest.epoch, manifest: text, signature };
}

/** The manifest, once its signature is that of the policy key and it stands under its own number; else null. */
export function openManifest(
  { epoch, manifest, signature }: StoredBundle,
  { publicKey }: Pick<HubKey, "publicKey">,
): BundleManifest | null {
  if (!verify(null, Buffer.from(manifest), publicKey, Buffer.from(signature, "base64url"))) {
    return null;
  }
  // What carries our own signature has the shape we gave it.
  const opened = JSON.parse(manifest) as BundleManifest;
  return opened.kind === "PolicyBundle" && opened.epoch === epoch ? opened : null;
}
