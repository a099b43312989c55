import { Hono } from "hono";
import type { Agreement } from "#policies/agreement-document.ts";
import { versionOf } from "#policies/life/agreement-life.ts";
import { nextStep } from "#policies/life/next-step.ts";
import { standsAt } from "#policies/life/stands-at.ts";
import { statusOfVersion } from "#policies/life/status-of-version.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import { type AgreementRecord, isPartyOf, readAgreements } from "./agreement-record.ts";
import type { DpoGate } from "./require-dpo.ts";

export const LIST_AGREEMENTS: RouteProfile = {
  method: "GET",
  path: "/v1/agreements",
  personal: false,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

/** The versions that the caller is itself a party to, and no other; drafts are their officers' business alone. */
export function agreementRoutes({ sql, clock, officers }: DpoGate): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(LIST_AGREEMENTS.path, async (c) => {
    const { agencyId, actor } = c.var.caller;
    const isDpo = actor !== null && officers(agencyId, actor)?.role === "dpo";
    const records = await inTransaction(sql, readAgreements);
    const agreements = [...records.values()].flatMap((record) =>
      [...record.documents.values()]
        .filter((document) => isPartyOf(document, agencyId) && (isDpo || !isDraft(record, document)))
        .map((document) => outlineOf(record, document, clock.now())),
    );
    const body: Exchanges["agreements-answer"] = { agreements };
    return c.json(body);
  });
}

function isDraft({ life }: AgreementRecord, { version }: Agreement): boolean {
  return versionOf(life, version)?.stage === "draft";
}

function outlineOf(
  { life }: AgreementRecord,
  document: Agreement,
  now: Date,
): Exchanges["agreements-answer"]["agreements"][number] {
  const { id, version, title, effective, purposes, parties } = document;
  const { boundFrom } = statusOfVersion(life, version);
  return {
    id,
    version,
    digest: versionOf(life, version)?.digest ?? "",
    title,
    state: standsAt(life, version, effective, now),
    nextStep: nextStep(life, document, now),
    from: effective.from,
    to: effective.to,
    purposes: purposes.map((purpose) => purpose.id),
    parties: parties.map((party) => ({ id: party.id, label: party.label, signedAt: boundFrom[party.id] ?? null })),
  };
}
