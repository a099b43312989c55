import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServers, type TestServers } from "#test/servers.ts";
import { freePort } from "../embedded/free-port.ts";
import { closeDatabase, openDatabase, type Sql } from "./database.ts";

let servers: TestServers;
let sql: Sql;
let owner: Sql;

beforeAll(async () => {
  servers = await startTestServers({ migrations: [] });
  sql = openDatabase({ url: servers.databaseUrlFor("hub_core"), applicationName: "test", maxConnections: 1 });
  owner = openDatabase({ url: servers.ownerUrl, applicationName: "test", maxConnections: 1 });
});

afterAll(async () => {
  await Promise.all([closeDatabase(sql), closeDatabase(owner)]);
  await servers[Symbol.asyncDispose]();
});

test("a statement after the connection of its transaction was lost is refused, and the process lives on", async () => {
  const attempts: unknown[] = [];
  const transaction = sql.begin(async (tx) => {
    const [{ pid } = { pid: 0 }] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await owner`select pg_terminate_backend(${pid})`;
    for (let tries = 0; tries < 5; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      attempts.push(await tx`select 1`.catch((error: unknown) => error));
    }
    return "committed";
  });
  await expect(transaction).rejects.toMatchObject({ message: expect.stringMatching(/connection|terminating/i) });
  await expect.poll(() => attempts.length).toBe(5);
  expect(attempts.every((attempt) => attempt instanceof Error)).toBe(true);
});

test("the pool connects again afterwards, and its transactions commit", async () => {
  const [row] = await sql.begin((tx) => tx<{ one: number }[]>`select 1 as one`);
  expect(row).toEqual({ one: 1 });
  expect(await sql.begin("isolation level serializable", async () => "with options")).toBe("with options");
});

test("a pool that is asked much while the server is away tries again soon, however often it was refused", async () => {
  const away = openDatabase({ url: `postgres://a:b@127.0.0.1:${await freePort()}/hub`, applicationName: "test" });
  const askAll = () => Promise.allSettled(Array.from({ length: 10 }, () => away`select 1`));
  await askAll();
  await askAll();
  const asked = performance.now();

  const [answer] = await askAll();

  expect(answer).toMatchObject({ status: "rejected", reason: { code: "ECONNREFUSED" } });
  expect(performance.now() - asked).toBeLessThan(2_000);
  await closeDatabase(away);
});
