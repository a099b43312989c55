import type { Agreement } from "#policies/agreement-document.ts";
import { checkAgreement } from "#policies/check-agreement.ts";
import { indexAgreement } from "#policies/index-agreement.ts";
import { statusOfVersion } from "#policies/life/status-of-version.ts";
import type { AgreementStatus, LoadedAgreement } from "#policies/policy-set.ts";
import type { VerifiedBundle } from "./verify-bundle.ts";

export type BundleLoader = (bundle: VerifiedBundle) => readonly LoadedAgreement[] | null;

/**
 * Checks, tries the stored examples of, and indexes what a bundle holds; null when any document is not sound. What has not
 * changed since the last bundle is the same object as before, so that a suspension is not held up by work already done.
 */
export function createBundleLoader(): BundleLoader {
  let sound: ReadonlyMap<string, Agreement> = new Map();
  let loaded: ReadonlyMap<string, LoadedAgreement> = new Map();
  return (bundle) => {
    const checked = checkDocuments(bundle, sound);
    if (checked === null) {
      return null;
    }
    const next = new Map<string, LoadedAgreement>();
    for (const { id, version, digest } of bundle.manifest.agreements) {
      const life = bundle.lives.get(id);
      const document = checked.get(digest);
      if (life !== undefined && document !== undefined) {
        const status = statusOfVersion(life, version);
        const key = keyOf(digest, status);
        next.set(key, loaded.get(key) ?? indexAgreement(document, status));
      }
    }
    sound = checked;
    loaded = next;
    return [...next.values()];
  };
}

function keyOf(digest: string, status: AgreementStatus): string {
  return `${digest} ${JSON.stringify(status)}`;
}

function checkDocuments(
  { documents }: VerifiedBundle,
  known: ReadonlyMap<string, Agreement>,
): ReadonlyMap<string, Agreement> | null {
  const sound = new Map<string, Agreement>();
  for (const [digest, document] of documents) {
    const before = known.get(digest);
    if (before !== undefined) {
      sound.set(digest, before);
      continue;
    }
    const checked = checkAgreement(document);
    if (checked.outcome === "faulty") {
      return null;
    }
    sound.set(digest, checked.document);
  }
  return sound;
}
