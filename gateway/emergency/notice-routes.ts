import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { logConsultation } from "../log-consultation.ts";
import { pairwiseIds } from "../people/pairwise-ids.ts";
import { readToldAccess, type ToldAccess } from "./emergency-store.ts";
import { EMERGENCY_REVIEWERS } from "./review-routes.ts";

export const LIST_EMERGENCY_NOTICES: RouteProfile = {
  method: "GET",
  path: "/v1/emergency-notices",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const NOTICES_MAX = 200;
const KEPT_MS = 90 * 86_400_000;

/**
 * What an agency is told of emergency access to people whose data it gave: it is there from the moment the access opens. No
 * value, no reason and nothing by which two agencies could match their ids of the person.
 */
export function emergencyNoticeRoutes(dependencies: DiscloseDependencies): Hono<CallerEnv> {
  const { sql } = dependencies;
  return new Hono<CallerEnv>().get(LIST_EMERGENCY_NOTICES.path, async (c) => {
    const { caller } = c.var;
    const resource = "emergency-notice";
    const request = await requireRole(dependencies, caller, { ...EMERGENCY_REVIEWERS, resource });
    const { notices, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const told = await readTold(tx, request);
      const detail = { notices: told.map(({ accessId }) => accessId) };
      const entry = await logConsultation(tx, { caller, request, resource, fields: [], detail });
      return { notices: await shown(tx, request.party, told), logEntry: entry };
    });
    c.set("logEntry", logEntry);
    const body: Exchanges["emergency-notices"] = { notices };
    return c.json(body);
  });
}

/** The newest, filled with what the reader may be told: what is kept from them takes nobody's place. */
async function readTold(tx: Transaction, request: PolicyRequest): Promise<readonly ToldAccess[]> {
  const since = new Date(request.now.getTime() - KEPT_MS);
  const told: ToldAccess[] = [];
  let read: readonly ToldAccess[] = [];
  do {
    const after = read.at(-1)?.accessId ?? null;
    read = await readToldAccess(tx, request.party, { since, after, limit: NOTICES_MAX });
    told.push(...(await withoutHidden(tx, request, read)));
  } while (read.length === NOTICES_MAX && told.length < NOTICES_MAX);
  return told.slice(0, NOTICES_MAX);
}

/** Without people whom the reader has been kept from since. */
async function withoutHidden(
  tx: Transaction,
  request: PolicyRequest,
  told: readonly ToldAccess[],
): Promise<readonly ToldAccess[]> {
  const records = await readRecords(tx, [...new Set(told.map(({ personId }) => personId))]);
  const open = records.filter(
    ({ accessRestriction, hubStop }) => hubStop === null && !isKeptOut(accessRestriction, request),
  );
  const visible = new Set(open.map(({ personId }) => personId));
  return told.filter(({ personId }) => visible.has(personId));
}

async function shown(
  tx: Transaction,
  agencyId: string,
  told: readonly ToldAccess[],
): Promise<Exchanges["emergency-notices"]["notices"]> {
  const ids = await pairwiseIds(
    tx,
    agencyId,
    told.map(({ personId }) => personId),
  );
  return told.map(({ personId, agencyId: opener, agreement, openedAt, openUntil }) => ({
    personId: ids.get(personId) ?? "",
    agency: opener,
    agreement,
    openedAt: openedAt.toISOString(),
    openUntil: openUntil.toISOString(),
  }));
}
