import { connect, createServer, type Socket } from "node:net";

export type Between = AsyncDisposable & {
  readonly origin: string;
  readonly passTo: (port: number) => void;
  /** From now on, in whatever the hub answers. */
  readonly alter: (from: string | RegExp, to: string) => void;
};

/** Stands between client and hub, and passes on what each says, or nearly. */
export async function startBetween(): Promise<Between> {
  let target = 0;
  let change = (text: string) => text;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket.on("error", () => socket.destroy()));
    }
    near.pipe(far);
    far.on("data", (chunk: Buffer) => near.write(Buffer.from(change(chunk.toString("latin1")), "latin1")));
    far.on("end", () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    passTo: (port) => {
      target = port;
    },
    alter: (from, to) => {
      change = (text) => text.replace(from, to);
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
