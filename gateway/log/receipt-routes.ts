import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";

export const READ_RECEIPT: RouteProfile = {
  method: "GET",
  path: "/v1/receipts/:id",
  personal: false,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type ReceiptRow = {
  readonly entry: Buffer;
  readonly leaf: Buffer;
  readonly log_index: string | null;
  readonly request_salt: Buffer | null;
  readonly response_salt: Buffer | null;
  readonly signature: string | null;
  readonly signature_base: string | null;
};

/** A party's own evidence of one act. Another's receipt and none at all are the same 404. */
export function receiptRoutes({ sql }: { readonly sql: Sql }): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(READ_RECEIPT.path, async (c) => {
    const id = c.req.param("id") ?? "";
    const row = UUID.test(id) ? await readReceipt(sql, id) : undefined;
    if (row === undefined || !isParty(row, c.var.caller.agencyId)) {
      throw new HubError("not-found", "no receipt of the caller's");
    }
    const body: Exchanges["receipt"] = {
      id,
      logIndex: row.log_index === null ? null : Number(row.log_index),
      entry: row.entry.toString("base64"),
      leaf: row.leaf.toString("base64"),
      // The detail stays with the hub: it holds the hub's own id of the person, and of a refusal the true reason.
      opening: {
        requestSalt: row.request_salt?.toString("base64") ?? null,
        responseSalt: row.response_salt?.toString("base64") ?? null,
        signature: row.signature,
        signatureBase: row.signature_base,
      },
    };
    return c.json(body);
  });
}

async function readReceipt(sql: Sql, id: string): Promise<ReceiptRow | undefined> {
  const [row] = await sql<ReceiptRow[]>`
    select entry, leaf, log_index, request_salt, response_salt, signature, signature_base
    from ledger.entry left join ledger.entry_secret using (receipt_id) where receipt_id = ${id}`;
  return row;
}

function isParty({ entry }: ReceiptRow, agencyId: string): boolean {
  const written: unknown = JSON.parse(entry.toString("utf8"));
  if (typeof written !== "object" || written === null || !("agency" in written) || !("recipient" in written)) {
    return false;
  }
  const { agency, recipient } = written;
  return agency === agencyId || (Array.isArray(recipient) && recipient.includes(agencyId));
}
