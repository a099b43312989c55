import { connect, type NatsConnection, nkeyAuthenticator } from "@nats-io/transport-node";

export type { NatsConnection } from "@nats-io/transport-node";

type BusOptions = {
  /** One server, or several divided by commas. */
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
  return connect({
    servers: url.split(",").map((server) => server.trim()),
    name,
    timeout: CONNECT_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    pingInterval: PING_INTERVAL_MS,
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(nkeySeed === undefined ? {} : { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }),
  });
}
