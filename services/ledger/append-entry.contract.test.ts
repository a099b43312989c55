import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Sql } from "#services/platform/database/database.ts";
import { startTestServers, type TestServers } from "#test/servers.ts";
import { appendEntry, LedgerUnavailableError, leafHash } from "./append-entry.ts";
import type { LedgerEntryInput } from "./entry.ts";

const PERSON = "6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
const SECRETS = ["Dana", "Marsh", "1990-03-04", "2010/9999999X", PERSON, "@target-uri"];

const disclosure: LedgerEntryInput = {
  kind: "disclosure",
  time: new Date("2026-11-21T12:00:00Z"),
  agency: "solent-housing",
  actor: "hous-01",
  recipients: ["solent-housing"],
  purpose: "iom-case-management",
  resource: "person",
  personId: PERSON,
  fields: ["identity.firstName", "identity.dateOfBirth"],
  request: { keyid: "k".repeat(43), nonce: "n".repeat(22), signature: "hub=:c2ln:", signatureBase: '"@target-uri": x' },
  response: { status: 200, disclosed: { "identity.firstName": { value: "Dana" }, dob: "1990-03-04" } },
  detail: { personId: PERSON, name: "Marsh", pnc: "2010/9999999X" },
};

let servers: TestServers;
let owner: Sql;
let gateway: Sql;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger"] });
  owner = openDatabase({ url: servers.ownerUrl, applicationName: "test" });
  gateway = openDatabase({ url: servers.databaseUrlFor("hub_gateway"), applicationName: "test" });
});
afterAll(async () => {
  await owner.end();
  await gateway.end();
  await servers[Symbol.asyncDispose]();
});

const append = (input: LedgerEntryInput = disclosure) => gateway.begin((tx) => appendEntry(tx, input));

test.each([
  ["update", () => gateway`update ledger.entry set entry = '{}'`],
  ["delete", () => gateway`delete from ledger.entry`],
  ["truncate", () => gateway`truncate ledger.entry cascade`],
  ["read back the detail", () => gateway`select detail from ledger.entry_secret`],
  ["read what opens an entry, as the core", () => coreReads()],
])("no part may %s", async (_what, act) => {
  await append();
  await expect(act()).rejects.toMatchObject({ code: "42501" });
});

async function coreReads(): Promise<unknown> {
  const core = openDatabase({ url: servers.databaseUrlFor("hub_core"), applicationName: "test" });
  try {
    return await core`select detail from ledger.entry_secret`;
  } finally {
    await core.end();
  }
}

test.each([
  ["rewrite", () => owner`update ledger.entry set leaf = sha256('x')`],
  ["delete", () => owner`delete from ledger.entry`],
  [
    "number again",
    () => owner`update ledger.entry set log_index = coalesce(log_index, 0) + 7 where log_index is not null`,
  ],
])("not even the owner of the tables may %s an entry", async (what, act) => {
  const { receiptId } = await append();
  if (what === "number again") {
    const [top] = await owner<
      { next: number }[]
    >`select coalesce(max(log_index), -1)::int + 1 as next from ledger.entry`;
    await owner`update ledger.entry set log_index = ${top?.next ?? 0} where receipt_id = ${receiptId}`;
  }
  await expect(act()).rejects.toMatchObject({ code: "23001" });
});

test("an append that fails takes the caller's transaction with it", async () => {
  const tooLarge = { ...disclosure, recipients: Array.from({ length: 400 }, (_, at) => `agency-${at}-of-many`) };
  const before = await owner`select 1 from ledger.entry`;
  const act = gateway.begin(async (tx) => {
    await appendEntry(tx, disclosure);
    await appendEntry(tx, tooLarge);
  });
  await expect(act).rejects.toBeInstanceOf(LedgerUnavailableError);
  expect(await owner`select 1 from ledger.entry`).toHaveLength(before.length);
});

test("an entry that was rolled back was never there", async () => {
  const before = await owner`select 1 from ledger.entry`;
  const act = gateway.begin(async (tx) => {
    await appendEntry(tx, disclosure);
    throw new Error("the effect failed");
  });
  await expect(act).rejects.toThrow("the effect failed");
  expect(await owner`select 1 from ledger.entry`).toHaveLength(before.length);
});

test("no personal value is in any stored entry, and the receipt's leaf is the hash of its bytes", async () => {
  const { receiptId, leaf, logIndex } = await append();
  const rows = await owner<
    { receipt_id: string; entry: Buffer; leaf: Buffer }[]
  >`select receipt_id, entry, leaf from ledger.entry`;
  for (const { entry } of rows) {
    for (const secret of SECRETS) {
      expect(entry.toString("utf8")).not.toContain(secret);
    }
  }
  const own = rows.find((row) => row.receipt_id === receiptId);
  expect(own?.leaf.equals(leaf)).toBe(true);
  expect(leafHash(own?.entry ?? new Uint8Array()).equals(leaf)).toBe(true);
  expect(logIndex).toBeNull();
});

test("an agency's entries about one person stay together, made at once or one after the other", async () => {
  const somebody = { ...disclosure, personId: "7a1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11" };
  const receipts = await Promise.all(Array.from({ length: 6 }, () => append(somebody)));
  const rows = await owner<{ entry: Buffer }[]>`
    select entry from ledger.entry where receipt_id = any(${receipts.map(({ receiptId }) => receiptId)})`;
  const commits = rows.map(({ entry }) => JSON.parse(entry.toString("utf8")).subject_commit);
  expect(new Set(commits).size).toBe(1);
  expect(commits).toHaveLength(6);
});
