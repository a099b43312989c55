import { connect, type NatsConnection, nkeyAuthenticator } from "@nats-io/transport-node";
import { parseBusAddress } from "./bus-address.ts";

export type { NatsConnection } from "@nats-io/transport-node";

type BusOptions = {
  /** One server, or several divided by commas; a user in it goes before `nkeySeed`. */
  readonly url: string;
  readonly name: string;
  readonly nkeySeed?: string;
  /** A user may only be permitted to listen below its own prefix. */
  readonly inboxPrefix?: string;
};

const CONNECT_TIMEOUT_MS = 10_000;
const RECONNECT_WAIT_MS = 250;
const PING_INTERVAL_MS = 10_000;

/** Connects once the server answers; afterwards it reconnects for ever. Close it with `drain()`. */
export function connectBus({ url, name, nkeySeed, inboxPrefix }: BusOptions): Promise<NatsConnection> {
  const { servers, isEncrypted, credentials } = parseBusAddress(url);
  const key = nkeySeed === undefined ? {} : { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) };
  return connect({
    servers: [...servers],
    name,
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    pingInterval: PING_INTERVAL_MS,
    ...(isEncrypted ? { tls: {} } : {}),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(credentials ?? key),
  });
}
