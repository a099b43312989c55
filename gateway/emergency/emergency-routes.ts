import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { findInOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readPersonAsked } from "../disclosure/read-record.ts";
import { once } from "../idempotency.ts";
import { isId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import type { EmergencyAccess } from "./emergency-store.ts";
import { requireOpener } from "./emergency-terms.ts";
import { openEmergency } from "./open-emergency.ts";

export const OPEN_EMERGENCY: RouteProfile = {
  method: "POST",
  path: "/v1/people/:personId/emergency-access",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: true,
  contentMax: 16_384,
};

export function emergencyRoutes(dependencies: DiscloseDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().post(OPEN_EMERGENCY.path, async (c) => {
    const { caller } = c.var;
    const held = atOneMoment(dependencies);
    const { sql } = held;
    const asked = idAsked(c.req.param("personId") ?? "");
    const { reason, secondActor = null } = readBody(caller, "emergency-access-request");
    const { request, scope, terms } = await requireOpener(held, caller, secondActor);
    const route = `${OPEN_EMERGENCY.path} ${asked}`;
    const answer = await once(sql, caller, route, request.now, async () => {
      const { access, logEntry } = await findInOneTransaction(sql, caller, {
        find: (tx) => readPersonAsked(tx, caller.agencyId, asked),
        effect: (tx, person) =>
          openEmergency(tx, held.engine, { caller, request, scope, terms, asked, person, reason }),
      });
      c.set("logEntry", logEntry);
      return { status: 201, body: bodyOf(access, logEntry) };
    });
    if (answer.replayed) {
      c.header("idempotency-replayed", "?1");
    }
    // Kept as it was made here, so the shape is known.
    return c.json(answer.body as Exchanges["emergency-access"], 201);
  });
}

/** Anything that could be an id is taken; whether it is anybody's is not told. */
function idAsked(personId: string): string {
  if (!isId(personId)) {
    const errors = [{ pointer: "/personId", message: "is an id by which the hub names a person" }];
    throw new HubError("validation-failed", "no id of a person", { extra: { errors } });
  }
  return personId;
}

function bodyOf(
  { accessId, openedAt, openUntil, reviewDueAt }: EmergencyAccess,
  { receiptId, logIndex }: LedgerReceipt,
): Exchanges["emergency-access"] {
  return {
    id: accessId,
    openedAt: openedAt.toISOString(),
    openUntil: openUntil.toISOString(),
    reviewDueAt: reviewDueAt.toISOString(),
    receipt: { id: receiptId, logIndex },
  };
}
