import { open, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

const LOCK_NAME = "hub.lock";
const ATTEMPTS_MAX = 3;

/**
 * Keeps a second hub off a folder for as long as this process lives. The lock is a listening socket,
 * so one that a killed process left behind answers nobody and is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const handle = await open(folder, "r");
  // A socket's path may have some 100 bytes only; through the open folder it stays short.
  const path = process.platform === "linux" ? `/proc/self/fd/${handle.fd}/${LOCK_NAME}` : join(folder, LOCK_NAME);
  try {
    const server = await listenAlone(path, folder);
    return async () => {
      await new Promise((resolve) => server.close(resolve));
      await handle.close();
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function listenAlone(path: string, folder: string): Promise<Server> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const server = await tryListen(path);
    if (server !== null) return server;
    if (await isAnswered(path)) break;
    await rm(path, { force: true });
  }
  throw new Error(`another hub is running on ${folder}: stop it, or set HUB_DATA to another folder`);
}

function tryListen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(path, () => resolve(server.unref()));
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Only a refused connection says that nobody listens; a lock that we may not open is somebody's.
    socket.once("error", (error) => resolve(!("code" in error && error.code === "ECONNREFUSED")));
  });
}
