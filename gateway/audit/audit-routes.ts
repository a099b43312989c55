import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import { factsKnownTo } from "#policies/explain-logged.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { logConsultation } from "../log-consultation.ts";
import { pairwiseId } from "../people/pairwise-ids.ts";
import { readAuditQuery } from "./audit-query.ts";
import { explainTo, type Rebuilding, rebuild } from "./audit-view.ts";
import { listDisclosures, mayHearOf } from "./list-disclosures.ts";
import { findDisclosure } from "./logged-disclosures.ts";
import { readPastAgreements } from "./past-agreements.ts";

const AUDIT = { method: "GET", personal: true, content: "none", idempotent: false, claimsNonce: true } as const;

export const LIST_DISCLOSURES: RouteProfile = {
  ...AUDIT,
  path: "/v1/audit/disclosures",
  query: ["person", "recipient", "field", "since", "until", "limit", "cursor"],
  callClass: "searches",
};
export const READ_DISCLOSURE: RouteProfile = { ...AUDIT, path: "/v1/audit/disclosures/:receiptId" };

const RESOURCE = "audit";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type AuditDependencies = DiscloseDependencies & { readonly cursorSecret: Uint8Array };

/**
 * For data protection officers: who was given what about whom, under which clause, to or from their own party. Looking is logged
 * like any consultation.
 */
export function auditRoutes(dependencies: AuditDependencies): Hono<CallerEnv> {
  const { sql, clock, cursorSecret } = dependencies;
  return new Hono<CallerEnv>()
    .get(LIST_DISCLOSURES.path, async (c) => {
      const { caller } = c.var;
      const held = atOneMoment(dependencies);
      const request = await requireOfficer(held, caller);
      const query = readAuditQuery(caller.query, clock.now());
      const { body, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
        const auditing = { ...(await rebuildingBy(tx, held)), cursorSecret };
        const page = await listDisclosures(tx, auditing, request, query);
        const { recipient, field, since, until } = query;
        const detail = { person: query.person, recipient, since, until, disclosures: page.disclosures.length };
        const fields = field === null ? [] : [field];
        const entry = await logConsultation(tx, { caller, request, resource: RESOURCE, fields, detail });
        return { body: page, logEntry: entry };
      });
      c.set("logEntry", logEntry);
      return c.json(body);
    })
    .get(READ_DISCLOSURE.path, async (c) => {
      const { caller } = c.var;
      const held = atOneMoment(dependencies);
      const request = await requireOfficer(held, caller);
      const receiptId = c.req.param("receiptId") ?? "";
      const { body, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
        const found = await explainOne(tx, held, request, receiptId);
        const detail = { receiptId, found: found !== null };
        const entry = await logConsultation(tx, { caller, request, resource: RESOURCE, fields: [], detail });
        return { body: found, logEntry: entry };
      });
      c.set("logEntry", logEntry);
      // Another's disclosure, one of somebody the officer is kept from, and none at all are the same.
      if (body === null) {
        throw new HubError("not-found", "no disclosure of the caller's party");
      }
      return c.json(body);
    });
}

function requireOfficer(dependencies: AuditDependencies, caller: VerifiedRequest): Promise<PolicyRequest> {
  return requireRole(dependencies, caller, { roles: ["dpo"], purposes: ["dpo-audit"], resource: RESOURCE });
}

async function rebuildingBy(tx: Transaction, { engine }: AuditDependencies): Promise<Rebuilding> {
  return { pastAgreements: await readPastAgreements(tx, engine), precedence: engine.policies().precedence };
}

async function explainOne(
  tx: Transaction,
  dependencies: AuditDependencies,
  request: PolicyRequest,
  receiptId: string,
): Promise<Exchanges["audit-disclosure"] | null> {
  const { party } = request;
  const found = UUID.test(receiptId) ? await findDisclosure(tx, party, receiptId) : null;
  const record = found === null ? null : await readRecord(tx, found.personId);
  if (found === null || record === null || !mayHearOf(request, record)) {
    return null;
  }
  const { basis, at, logIndex, personId } = found;
  const decision = rebuild(found, await rebuildingBy(tx, dependencies));
  const lines = decision === null ? [] : explainTo(party, found, decision);
  return {
    receipt: { id: receiptId, logIndex },
    at: at.toISOString(),
    personId: await pairwiseId(tx, party, personId),
    recipient: { party: basis.party, role: basis.role },
    purpose: basis.purpose as Exchanges["audit-disclosure"]["purpose"],
    outlet: basis.outlet,
    agreement: { id: basis.agreement, version: basis.version },
    explained: decision !== null,
    facts: factsKnownTo(basis, party),
    fields: lines.map((line) => ({ ...line, gateways: [...line.gateways] })),
  };
}
