import type { NatsConnection } from "@nats-io/transport-node";
import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { PolicyKeeper } from "../agreements/bundle/keep-policies.ts";
import { hubKeysDocument } from "../caller/hub-keys-document.ts";
import type { GatewayKeys } from "../keys/gateway-keys.ts";

export type PublicDependencies = {
  readonly sql: Sql;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly keys: GatewayKeys;
  readonly policy: Pick<PolicyKeeper, "standing">;
};

/** What anybody may ask without a signature: whether the hub lives, its clock, and its public keys. */
export function publicRoutes({ sql, bus, clock, keys, policy }: PublicDependencies): Hono {
  return new Hono()
    .get("/healthz", (c) => c.json(health("ok")))
    .get("/readyz", async (c) => {
      const standing = policy.standing();
      const ready = !bus.isClosed() && standing.lease === "held" && (await answers(sql));
      return ready ? c.json(health("ok", standing)) : c.json(health("unavailable", standing), 503);
    })
    .get("/v1/time", (c) => {
      const body: Exchanges["time"] = { time: clock.now().toISOString() };
      return c.json(body);
    })
    .get("/v1/keys", (c) => {
      const { response, event, log, policy } = keys;
      return c.json(hubKeysDocument({ response, event, log, policy }));
    });
}

function health(status: Exchanges["health"]["status"], policy?: Exchanges["health"]["policy"]): Exchanges["health"] {
  return { status, ...(policy === undefined ? {} : { policy }) };
}

async function answers(sql: Sql): Promise<boolean> {
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  }
}
