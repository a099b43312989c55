import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { type EmbeddedPostgres, startPostgres } from "../embedded/postgres.ts";
import { closeDatabase, openDatabase, type Sql } from "./database.ts";
import { migrateDatabase } from "./migrate.ts";

const ROLES = { hub_reader: "a-generated-password" };

type File = { readonly tag: string; readonly sql: string; readonly when?: number };
const FIRST: File = {
  tag: "0000_notes",
  sql: "create schema notes;\n--> statement-breakpoint\ncreate table notes.note (id int);",
};
const SECOND: File = { tag: "0001_text", sql: "alter table notes.note add column text text;" };

let folder: string;
let server: EmbeddedPostgres;
let ownerUrl: string;
let databases = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-migrate-"));
  await chmod(folder, 0o711);
  server = await startPostgres({ dataFolder: join(folder, "pg"), passwordFile: join(folder, "keys/owner.password") });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  databases += 1;
  await open(server.ownerUrl).unsafe(`create database hub_${databases}`);
  const url = new URL(server.ownerUrl);
  url.pathname = `/hub_${databases}`;
  ownerUrl = url.href;
});

function open(url: string): Sql {
  const sql = openDatabase({ url, applicationName: "test", maxConnections: 1 });
  onTestFinished(() => closeDatabase(sql));
  return sql;
}

function asReader(): Sql {
  const url = new URL(ownerUrl);
  url.username = "hub_reader";
  url.password = ROLES.hub_reader;
  return open(url.href);
}

async function migrateWith(...files: readonly File[]): Promise<void> {
  const path = await mkdtemp(join(folder, "migrations-"));
  await mkdir(join(path, "meta"));
  const entries = files.map(({ tag, when }, idx) => ({
    idx,
    version: "7",
    when: when ?? idx + 1,
    tag,
    breakpoints: true,
  }));
  await writeFile(join(path, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries }));
  for (const { tag, sql } of files) await writeFile(join(path, `${tag}.sql`), sql);
  await migrateDatabase({ ownerUrl, rolePasswords: ROLES, folders: [{ name: "notes", path }] });
}

function columns(): Promise<unknown> {
  return open(ownerUrl)`
    select column_name from information_schema.columns where table_name = 'note' order by 1`.values();
}

test("each migration is run once, and a later start runs only what is new", async () => {
  await migrateWith(FIRST);
  await migrateWith(FIRST);
  await migrateWith(FIRST, SECOND);

  expect(await columns()).toEqual([["id"], ["text"]]);
});

test("hubs that start at the same time migrate one after the other", async () => {
  await Promise.all([migrateWith(FIRST, SECOND), migrateWith(FIRST, SECOND), migrateWith(FIRST, SECOND)]);

  expect(await columns()).toEqual([["id"], ["text"]]);
});

test("a database that has seen a migration this code does not know is refused", async () => {
  await migrateWith(FIRST, SECOND);

  await expect(migrateWith(FIRST)).rejects.toThrow("it has 2 migrations and this code knows 1");
});

test("a migration that was rewritten after it was applied is refused", async () => {
  await migrateWith(FIRST);

  await expect(migrateWith({ ...FIRST, sql: "create schema other;" })).rejects.toThrow(
    "0000_notes was changed after it was applied",
  );
});

test("a migration slipped in before one that was applied is refused", async () => {
  await migrateWith({ ...FIRST, when: 5 });

  await expect(migrateWith({ ...SECOND, when: 4 }, { ...FIRST, when: 5 })).rejects.toThrow("the order was changed");
});

test("migrations whose times do not rise are refused, since the later would be passed over", async () => {
  await expect(migrateWith({ ...FIRST, when: 5 }, { ...SECOND, when: 5 })).rejects.toThrow("not in order of time");
});

test("a migration that fails leaves nothing of itself", async () => {
  await expect(
    migrateWith(FIRST, { tag: "0001_wrong", sql: "alter table notes.nothing add column x int;" }),
  ).rejects.toThrow("a migration of notes failed");

  expect(await columns()).toEqual([]);
});

test("a part's role may log in, and may do nothing that it was not granted", async () => {
  await migrateWith(FIRST);
  const sql = asReader();

  expect(await sql`select current_user`.values()).toEqual([["hub_reader"]]);
  for (const statement of [
    "create table public.mine (id int)",
    "create schema mine",
    "create temporary table mine (id int)",
    "select * from notes.note",
    'select * from migrations."notes"',
    "create role other",
  ]) {
    await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
  }
});

test("a part's statements cannot run for ever", async () => {
  await migrateWith(FIRST);

  const [limits] = await asReader()`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle`;

  expect(limits).toEqual({ statement: "30s", lock: "10s", idle: "1min" });
});

test("an owner that is no superuser, but may create roles, will do", async () => {
  const superuser = open(server.ownerUrl);
  await superuser.unsafe(`create role plain_owner_${databases} login createrole password 'plain'`);
  await superuser.unsafe(`create database plain_${databases} owner plain_owner_${databases}`);
  const url = new URL(server.ownerUrl);
  Object.assign(url, { username: `plain_owner_${databases}`, password: "plain", pathname: `/plain_${databases}` });
  ownerUrl = url.href;
  const role = `hub_role_${databases}`;
  const path = join(folder, `empty-${databases}`);
  await mkdir(join(path, "meta"), { recursive: true });
  await writeFile(join(path, "meta/_journal.json"), JSON.stringify({ entries: [] }));

  for (const _ of ["first start", "second start"]) {
    await migrateDatabase({ ownerUrl, rolePasswords: { [role]: "generated" }, folders: [{ name: "notes", path }] });
  }

  Object.assign(url, { username: role, password: "generated" });
  expect(await open(url.href)`select current_user`.values()).toEqual([[role]]);
});

test("a database that cannot be reached is said to be so", async () => {
  const nowhere = migrateDatabase({ ownerUrl: "postgres://a:b@127.0.0.1:1/x", rolePasswords: {}, folders: [] });

  await expect(nowhere).rejects.toThrow("the database cannot be reached");
});
