import { Hono } from "hono";
import { type VersionLife, versionOf } from "#policies/life/agreement-life.ts";
import { nextStep, stillToSign } from "#policies/life/next-step.ts";
import { standsAt } from "#policies/life/stands-at.ts";
import { statusOfVersion } from "#policies/life/status-of-version.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import { type AgreementRecord, documentOf, readOwnAgreement } from "./agreement-record.ts";
import { type DpoGate, requireDpo } from "./require-dpo.ts";
import { versionIn } from "./version-in-path.ts";

export const READ_VERSION: RouteProfile = {
  method: "GET",
  path: "/v1/agreements/:id/versions/:version",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

/** One version as its parties' officers see it: text, digest, events, signatures, and who still has to sign. */
export function versionRoutes(dependencies: DpoGate): Hono<CallerEnv> {
  const { sql, clock } = dependencies;
  return new Hono<CallerEnv>().get(READ_VERSION.path, async (c) => {
    const { party } = await requireDpo(dependencies, c.var.caller);
    const version = versionIn(c.req.param("version") ?? "");
    const record = await inTransaction(sql, (tx) => readOwnAgreement(tx, c.req.param("id") ?? "", party));
    const body = versionAnswer(record, version, party, clock.now());
    c.header("etag", `"${body.digest}"`);
    return c.json(body);
  });
}

function versionAnswer(
  record: AgreementRecord,
  version: number,
  party: string,
  now: Date,
): Exchanges["agreement-version"] {
  const { id, life } = record;
  const document = documentOf(record, version, party);
  const own = versionOf(life, version);
  if (own === null) {
    throw new HubError("not-found", "no such version");
  }
  return {
    id,
    version,
    digest: own.digest,
    state: standsAt(life, version, document.effective, now),
    nextStep: nextStep(life, document, now),
    ...(own.activation === null ? {} : { startsAt: own.activation.from }),
    document,
    events: eventsOf(record, version),
    signatures: signaturesOf(own),
    stillToSign: own.stage === "proposed" ? stillToSign(own) : { every: [], oneOf: [] },
    boundFrom: statusOfVersion(life, version).boundFrom,
    suspensions: life.suspensions,
  };
}

function eventsOf({ events }: AgreementRecord, version: number): Exchanges["agreement-version"]["events"] {
  return events
    .filter((event) => event.version === version)
    .map(({ kind, at, party, actor, digest, detail, receiptId }) => ({
      // The table's own check lets no other kind in.
      kind: kind as Exchanges["agreement-version"]["events"][number]["kind"],
      at: at.toISOString(),
      party,
      actor,
      digest,
      detail,
      receipt: { id: receiptId },
    }));
}

function signaturesOf({ approvals }: VersionLife): Exchanges["agreement-version"]["signatures"] {
  return approvals.map(({ party, actor, at, detail }) => ({ party, actor, signedAt: at, ...detail }));
}
