import { appendFile, chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "#test/eventually.ts";
import { closeDatabase, openDatabase, type Sql } from "../database/database.ts";
import { freePort } from "./free-port.ts";
import { findLaunchPrefix } from "./launch-prefix.ts";
import { type EmbeddedPostgres, startPostgres } from "./postgres.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { supervise } from "./supervise.ts";

const isRoot = process.getuid?.() === 0;

async function makeFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-pg-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, mode);
  return folder;
}

async function start(folder: string, settings: readonly string[] = []): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({
    dataFolder: join(folder, "pg"),
    passwordFile: join(folder, "keys/hub_owner.password"),
    settings,
  });
  onTestFinished(postgres.stop);
  return postgres;
}

function open(url: string): Sql {
  const sql = openDatabase({ url, applicationName: "test", maxConnections: 1 });
  onTestFinished(() => closeDatabase(sql));
  return sql;
}

test("a new server is PostgreSQL 18 and listens on the loopback alone", async () => {
  const sql = open((await start(await makeFolder())).ownerUrl);

  const [settings] = await sql`
    select current_setting('server_version_num')::int / 10000 as major, current_setting('listen_addresses') as listens,
      current_setting('unix_socket_directories') as sockets, current_setting('timezone') as zone`;

  expect(settings).toEqual({ major: 18, listens: "127.0.0.1", sockets: "", zone: "UTC" });
});

test("nobody gets in with a wrong password, or with none", async () => {
  const { ownerUrl } = await start(await makeFolder());
  const wrong = new URL(ownerUrl);
  wrong.password = "wrong";
  const none = new URL(ownerUrl);
  none.password = "";

  await expect(open(wrong.href)`select 1`).rejects.toMatchObject({ code: "28P01" });
  await expect(open(none.href)`select 1`).rejects.toThrow(/password/i);
});

test("the password and the data are ours alone", async () => {
  const folder = await makeFolder();
  await start(folder);

  const modes = await Promise.all(["keys", "keys/hub_owner.password", "pg"].map((name) => stat(join(folder, name))));

  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600, 0o700]);
});

test("a second start finds the data of the first", async () => {
  const folder = await makeFolder();
  const first = await start(folder);
  await open(first.ownerUrl)`create table remembered as select 42 as answer`;
  await first.stop();

  const second = await start(folder);

  expect(await open(second.ownerUrl)`select answer from remembered`).toEqual([{ answer: 42 }]);
});

test.runIf(isRoot)("as root, a folder that nobody else may enter will do", async () => {
  const folder = await makeFolder(0o700);
  const { ownerUrl } = await start(folder);

  expect(await open(ownerUrl)`select 1 as one`).toEqual([{ one: 1 }]);
  expect((await stat(join(folder, "pg"))).uid).toBe(0);
});

test.runIf(isRoot)("as root, the data keeps the owner that it has", async () => {
  const folder = await makeFolder();
  await (await start(folder)).stop();
  const { uid } = await stat(join(folder, "pg"));

  await (await start(folder)).stop();

  expect(uid).not.toBe(0);
  expect((await stat(join(folder, "pg"))).uid).toBe(uid);
});

test("a server that is killed comes back on the same port with what was committed", async () => {
  const postgres = await start(await makeFolder());
  const sql = open(postgres.ownerUrl);
  await sql`create table remembered as select 42 as answer`;
  const killed = postgres.pid() ?? Number.NaN;

  process.kill(killed, "SIGKILL");

  await eventually(async () => expect(postgres.pid()).not.toBe(killed));
  expect(await eventually(() => sql`select answer from remembered`)).toEqual([{ answer: 42 }]);
});

test("a server left behind by a killed hub is ended, and its data is used again", async () => {
  const folder = await makeFolder();
  const first = await start(folder);
  await open(first.ownerUrl)`create table remembered as select 42 as answer`;
  await first.stop();
  const orphan = await startOrphan(join(folder, "pg"));

  const second = await start(folder);

  expect(orphan.hasEnded()).toBe(true);
  expect(await open(second.ownerUrl)`select answer from remembered`).toEqual([{ answer: 42 }]);
});

/** A server that does not die with us and that nobody supervises any more. */
async function startOrphan(dataFolder: string): Promise<{ hasEnded: () => boolean }> {
  const { postgres } = await findPostgresBinaries();
  const { words } = await findLaunchPrefix(postgres, dataFolder);
  const immortal = words.filter((word) => word !== "--pdeathsig" && word !== "INT");
  const prefix = immortal[0] === "setpriv" && immortal[1] === "--" ? immortal.slice(2) : immortal;
  const port = String(await freePort());
  let ended = false;
  const server = await supervise({
    name: "orphan",
    command: () => [...prefix, postgres, "-D", dataFolder, "-p", port, "-c", "unix_socket_directories="],
    isReady: (written) => written.includes("ready to accept connections"),
    stopSignals: [{ signal: "SIGKILL", waitMs: 1_000 }],
    onRestart: () => {
      ended = true;
      void server.stop();
    },
  });
  onTestFinished(server.stop);
  return { hasEnded: () => ended };
}

test("a start that was killed while it made the database is begun again", async () => {
  const folder = await makeFolder();
  const unfinished = await mkdtemp(join(folder, "pg-setup-"));

  const { ownerUrl } = await start(folder);

  expect(await open(ownerUrl)`select 1 as one`).toEqual([{ one: 1 }]);
  await expect(stat(unfinished)).rejects.toThrow("ENOENT");
});

test("data of another major version is refused, and named", async () => {
  const folder = await makeFolder();
  await (await start(folder)).stop();
  const file = join(folder, "pg/PG_VERSION");
  expect((await readFile(file, "utf8")).trim()).toBe("18");
  await writeFile(file, "17\n");

  await expect(start(folder)).rejects.toThrow("is of PostgreSQL 17, and this hub runs 18");
});

test("what the server logs tells nothing of the data, however much its own settings file asks for", async () => {
  const folder = await makeFolder();
  await (await start(folder)).stop();
  const wordy = [
    "log_statement = 'all'",
    "log_duration = on",
    "log_min_duration_statement = 0",
    "log_parameter_max_length_on_error = -1",
    "log_min_messages = debug1",
  ];
  await appendFile(join(folder, "pg/postgresql.auto.conf"), `${wordy.join("\n")}\n`);
  // The supervisor waits for these words on stderr, where all but the first line of the log is missing now.
  const early = "log_line_prefix=ready to accept connections: ";
  const kept = ["logging_collector=on", "log_filename=kept.log", early];
  const sql = open((await start(folder, kept)).ownerUrl);
  await eventually(() => sql`create table person (name text primary key check (name <> 'Nobody Atall'))`);

  await sql`insert into person values (${"Dana Marsh"})`;
  await expect(sql`insert into person values (${"Dana Marsh"})`).rejects.toMatchObject({ code: "23505" });
  await expect(sql`insert into person values (${"Nobody Atall"})`).rejects.toMatchObject({ code: "23514" });
  await expect(sql`select ${"Dana Marsh"}::text::date`).rejects.toMatchObject({ code: "22007" });
  await expect(sql.unsafe("select 'Dana Marsh' from nowhere")).rejects.toMatchObject({ code: "42P01" });

  const log = await readFile(join(folder, "pg/log/kept.log"), "utf8");
  expect(log).toContain("database system is ready");
  expect(log).not.toMatch(/Dana|Marsh|Nobody|Atall|insert into|nowhere/i);
});
