import { type AgencyClient, type Answer, createAgencyClient } from "#gateway/client/agency-client.ts";
import type { CallOptions } from "#gateway/client/call-hub.ts";
import type { KeyHolder } from "../keys/key-holder.ts";
import type { Session } from "../session/session.ts";

type Asking = Pick<Session, "agency" | "actor" | "purpose">;

/** Calls the gateway as the signed-in officer: with their agency's key, their reference and their purpose, and no other right. */
export type AskHub = (
  session: Asking,
  method: string,
  path: string,
  options?: Pick<CallOptions, "body" | "headers" | "idempotencyKey">,
) => Promise<Answer>;

/** The console has no key of the agency, so nothing can be asked for its officers. */
class NoAgencyKey extends Error {
  override readonly name = "NoAgencyKey";
}

const CALL_MAX_MS = 30_000;

export function askHubWith(keys: KeyHolder, gatewayOrigin: string, now: () => Date): AskHub {
  const clients = new Map<string, AgencyClient>();
  const clientFor = async (agency: string): Promise<AgencyClient> => {
    const key = await keys.agencyKey(agency);
    if (key === null) throw new NoAgencyKey("the console has no key of the officer's agency");
    const known = clients.get(key.keyid) ?? createAgencyClient({ origin: gatewayOrigin, ...key, now });
    clients.set(key.keyid, known);
    return known;
  };
  return async ({ agency, actor, purpose }, method, path, options = {}) => {
    const client = await clientFor(agency);
    return client.call(method, path, { actor, purpose, signal: AbortSignal.timeout(CALL_MAX_MS), ...options });
  };
}
