import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands before the gateway and keeps every byte that left it, headers, frames and all. */
export type RecordingProxy = AsyncDisposable & {
  readonly origin: string;
  /** Everything that left since the last time it was asked. */
  readonly take: () => Buffer;
};

export async function startRecordingProxy(gatewayPort: number): Promise<RecordingProxy> {
  const sockets = new Set<Socket>();
  let chunks: Buffer[] = [];
  const server = createServer((client) => {
    const gateway = connect(gatewayPort, "127.0.0.1");
    for (const [socket, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    gateway.on("data", (chunk) => chunks.push(chunk));
    gateway.pipe(client);
    client.pipe(gateway);
  });
  return {
    origin: `http://127.0.0.1:${await listen(server)}`,
    take: () => {
      const taken = Buffer.concat(chunks);
      chunks = [];
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}

/** A port that was free a moment ago. The gateway must know it before it listens, because callers sign the proxy's. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
