import type { Agreement } from "#policies/agreement-document.ts";
import { canonicalJson } from "#policies/canonical-json.ts";
import { type AgreementLife, headOf } from "#policies/life/agreement-life.ts";
import type { StatusEvent } from "#policies/life/status-event.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { agreementLives } from "./bundle/agreement-lives.ts";
import { type BundleBase, bundleBase } from "./bundle/bundle-base.ts";
import { digestOfText } from "./bundle/digest.ts";
import { type EventRow, readEventRows } from "./bundle/event-chain.ts";
import { lockPolicy, publishBundle } from "./bundle/publish-bundle.ts";
import { isOfThisCatalogue } from "./bundle/verify-bundle.ts";
import { refuse } from "./read-folder.ts";
import { recordStep } from "./record-step.ts";

export type Importing = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly policyKey: HubKey;
  readonly mode: "demo" | "production";
};

/**
 * Brings each version of the folder in once, as proposed; in a demonstration also as signed by every party and active from the
 * beginning of its own time. From then on the tables say what it is, and the file only may not say otherwise.
 *
 * Nothing is brought in over tables that are not what was signed: then the node starts without a policy, and says so.
 */
export async function importAgreements(importing: Importing, agreements: readonly Agreement[]): Promise<void> {
  await importing.sql.begin(async (tx) => {
    await lockPolicy(tx);
    const base = await bundleBase(tx, importing.policyKey);
    if (base.outcome !== "unverified") {
      await bringIn(tx, importing, agreements, base);
    }
  });
}

async function bringIn(
  tx: Transaction,
  importing: Importing,
  agreements: readonly Agreement[],
  base: BundleBase,
): Promise<void> {
  const events = await readEventRows(tx);
  const lives = agreementLives(events);
  const unknown = agreements.filter((agreement) => isUnknown(agreement, events));
  for (const agreement of unknown) {
    await importAgreement(tx, importing, agreement, lives.get(agreement.id));
  }
  const isCurrent = base.outcome === "verified" && isOfThisCatalogue(base.bundle.manifest);
  if (unknown.length > 0 || !isCurrent) {
    await publishBundle(tx, { policyKey: importing.policyKey, now: importing.clock.now() });
  }
}

/** A version that was edited here since it was brought in is known by every text it has had. */
function isUnknown(agreement: Agreement, events: readonly EventRow[]): boolean {
  const { id, version } = agreement;
  const known = events.filter((event) => event.agreementId === id && event.version === version);
  const isKnown = known.some(({ digest }) => digest === digestOfText(canonicalJson(agreement)));
  refuse(
    known.length === 0 || isKnown
      ? []
      : [`${id}@${version} is known with another text, and a version never changes; give the new text a new version`],
  );
  return known.length === 0;
}

async function importAgreement(
  tx: Transaction,
  { clock, mode }: Importing,
  agreement: Agreement,
  life: AgreementLife | undefined,
): Promise<void> {
  const { id } = agreement;
  const document = canonicalJson(agreement);
  await tx`
    insert into gateway.agreement_document (digest, agreement_id, version, document)
    values (${digestOfText(document)}, ${id}, ${agreement.version}, ${document}) on conflict do nothing`;
  const base = life === undefined ? null : (headOf(life)?.version ?? null);
  const steps = mode === "demo" ? demonstrated(agreement, base) : proposed(agreement, base, clock.now().toISOString());
  for (const step of steps) {
    await recordStep(tx, { agreementId: id, step, signature: null, now: clock.now() });
  }
}

/** Awaits the signatures of its parties. */
function proposed(agreement: Agreement, base: number | null, at: string): readonly StatusEvent[] {
  const of = stepOf(agreement, at);
  const required = { every: agreement.parties.map((party) => party.id), oneOf: [] };
  return [
    { ...of, kind: "drafted", detail: { replaces: null, again: null } },
    { ...of, kind: "proposed", detail: { required, base } },
  ];
}

/** The made-up parties of a demonstration signed as its time began. */
function demonstrated(agreement: Agreement, base: number | null): readonly StatusEvent[] {
  const { from } = agreement.effective;
  const of = stepOf(agreement, from);
  const signed = agreement.parties.map(
    (party): StatusEvent => ({
      ...of,
      party: party.id,
      kind: "approved",
      detail: { gains: [], note: "demonstration" },
    }),
  );
  const detail = { from, base, carried: [], shadow: false };
  return [...proposed(agreement, base, from), ...signed, { ...of, kind: "activated", detail }];
}

function stepOf(agreement: Agreement, at: string) {
  const digest = digestOfText(canonicalJson(agreement));
  return { version: agreement.version, digest, party: null, actor: null, at };
}
