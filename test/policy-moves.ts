import { digestOfText } from "#gateway/agreements/bundle/digest.ts";
import { type BundleManifest, type StoredBundle, sealManifest } from "#gateway/agreements/bundle/manifest.ts";
import { publishBundle } from "#gateway/agreements/bundle/publish-bundle.ts";
import { recordStep } from "#gateway/agreements/record-step.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import { canonicalJson } from "#policies/canonical-json.ts";
import type { StatusEvent } from "#policies/life/status-event.ts";
import { loadOrCreateKey } from "#services/platform/keys/key-files.ts";
import { type Draft, readDraft, ruleOf } from "./agreement-drafts.ts";
import type { GatewayAtWork } from "./gateway-at-work.ts";

const AGREEMENT = "solent-iom";

type Step = Pick<StatusEvent, "kind" | "detail"> & { readonly party?: string };

/** Moves an agreement as a route does: steps, ledger entries and bundle in one transaction. Resolves with the epoch. */
async function move(
  hub: GatewayAtWork,
  { version, digest }: { readonly version: number; readonly digest: string },
  steps: readonly Step[],
): Promise<number> {
  const policyKey = await loadOrCreateKey(hub.keysDirectory, "policy");
  const now = hub.clock.now();
  let epoch = 0;
  await hub.owner.begin(async (tx) => {
    for (const { party = "hampshire-police", ...step } of steps) {
      const event = { ...step, version, digest, party, actor: "HC3380", at: now.toISOString() } as StatusEvent;
      await recordStep(tx, { agreementId: AGREEMENT, step: event, signature: null, now });
    }
    epoch = await publishBundle(tx, { policyKey, now });
  });
  return epoch;
}

export async function suspend(hub: GatewayAtWork): Promise<number> {
  return move(hub, await current(hub), [{ kind: "suspended", detail: { reason: "a test", fields: null } }]);
}

export async function resume(hub: GatewayAtWork): Promise<number> {
  return move(hub, await current(hub), [{ kind: "resumed", detail: { reason: "the test goes on" } }]);
}

export async function terminate(hub: GatewayAtWork, from: Date = hub.clock.now()): Promise<number> {
  const detail = { reason: "a test", from: from.toISOString() };
  return move(hub, await current(hub), [{ kind: "terminated", detail }]);
}

/** Makes a next version active at an instant, signed by every party. */
export async function activate(
  hub: GatewayAtWork,
  agreement: Agreement,
  from: Date = hub.clock.now(),
): Promise<number> {
  const document = canonicalJson(agreement);
  const digest = digestOfText(document);
  const { version } = agreement;
  const base = (await current(hub)).version;
  await hub.owner`
    insert into gateway.agreement_document (digest, agreement_id, version, document)
    values (${digest}, ${AGREEMENT}, ${version}, ${document})`;
  const every = agreement.parties.map(({ id }) => id);
  return move(hub, { version, digest }, [
    { kind: "drafted", detail: { replaces: null, again: null } },
    { kind: "proposed", detail: { required: { every, oneOf: [] }, base } },
    ...every.map((party) => ({ party, kind: "approved" as const, detail: { gains: [], note: "a test" } })),
    { kind: "activated", detail: { from: from.toISOString(), base, carried: [], shadow: false } },
  ]);
}

/** The shipped agreement as a later version, without one of the fields that its rule about the cohort gives. */
export function versionWithout(field: string, version: number): Agreement {
  const draft: Draft = readDraft("agreements/solent-iom.isa.yaml");
  draft.version = version;
  draft.previous = `sha256:${"0".repeat(64)}`;
  for (const grant of ruleOf(draft, "P55").grants) {
    grant.fields = grant.fields.filter((name: string) => name !== field);
  }
  return draft;
}

/** A manifest changed by somebody who has the policy key. */
export async function resealed(
  hub: GatewayAtWork,
  manifest: string,
  change: Partial<BundleManifest> = { madeAt: "2026-01-01T00:00:00.000Z" },
): Promise<StoredBundle> {
  const policyKey = await loadOrCreateKey(hub.keysDirectory, "policy");
  return sealManifest({ ...(JSON.parse(manifest) as BundleManifest), ...change }, policyKey);
}

async function current(hub: GatewayAtWork): Promise<{ readonly version: number; readonly digest: string }> {
  const [newest] = await hub.owner<{ version: number; digest: string }[]>`
    select version, digest from gateway.agreement_event where agreement_id = ${AGREEMENT} and kind = 'activated'
    order by event_no desc limit 1`;
  if (newest === undefined) throw new Error("no version is active");
  return newest;
}
