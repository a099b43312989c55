import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { startTestServers, type TestServers } from "#test/servers.ts";
import { type Enrolment, registerAgencyKey } from "./agency-keys.ts";
import { type KeyDirectory, openKeyDirectory } from "./key-directory.ts";

let servers: TestServers;
let sql: Sql;
let keys: KeyDirectory & AsyncDisposable;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  sql = openDatabase({ url: servers.databaseUrlFor("hub_gateway"), applicationName: "keys test", maxConnections: 2 });
  keys = await openKeyDirectory({ sql, log: createLogger({ part: "test", level: "silent" }), pollMs: 3_600_000 });
});

afterAll(async () => {
  await keys?.[Symbol.asyncDispose]();
  await (sql && closeDatabase(sql));
  await servers?.[Symbol.asyncDispose]();
});

const enrolment = (publicJwk: Enrolment["publicJwk"], more: Partial<Enrolment> = {}): Enrolment => ({
  agencyId: "hampshire-police",
  use: "request",
  publicJwk,
  notBefore: new Date("2026-01-01T00:00:00Z"),
  notAfter: new Date("2027-01-01T00:00:00Z"),
  ...more,
});
const newJwk = () => generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });

test("a key is found as soon as it is enrolled, and no more once it is revoked, by notice alone", async () => {
  const keyid = await registerAgencyKey(sql, enrolment(newJwk()));
  await expect.poll(() => keys.find(keyid)?.agencyId).toBe("hampshire-police");
  let changes = 0;
  const stop = keys.onChange(() => {
    changes += 1;
  });
  await sql`update gateway.agency_key set state = 'revoked' where keyid = ${keyid}`;
  await expect.poll(() => keys.find(keyid)).toBeUndefined();
  stop();
  expect(changes).toBeGreaterThan(0);
});

test("where notices are lost, the poll finds out", async () => {
  const log = createLogger({ part: "test", level: "silent" });
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "silences notices", maxConnections: 1 });
  const polling = await openKeyDirectory({ sql, log, pollMs: 50 });
  await owner`alter table gateway.agency_key disable trigger agency_key_told`;
  try {
    const keyid = await registerAgencyKey(sql, enrolment(newJwk()));
    await expect.poll(() => polling.find(keyid)?.keyid).toBe(keyid);
    expect(keys.find(keyid)).toBeUndefined();
  } finally {
    await owner`alter table gateway.agency_key enable trigger agency_key_told`;
    await closeDatabase(owner);
    await polling[Symbol.asyncDispose]();
  }
});

test("enrolling the same key for the same holder again changes nothing", async () => {
  const jwk = newJwk();
  const first = await registerAgencyKey(sql, enrolment(jwk));
  expect(await registerAgencyKey(sql, enrolment(jwk, { notAfter: new Date("2030-01-01T00:00:00Z") }))).toBe(first);
  const [row] = await sql`select not_after from gateway.agency_key where keyid = ${first}`;
  expect(row?.["not_after"]).toEqual(new Date("2027-01-01T00:00:00Z"));
});

test.each([
  ["KEY-15: another agency", { agencyId: "solent-housing" }],
  ["KEY-16: another environment", { environment: "sandbox" }],
  ["another use", { use: "officer" }],
] as const)("%s cannot have a key that is enrolled", async (_who, more) => {
  const jwk = newJwk();
  await registerAgencyKey(sql, enrolment(jwk));
  await expect(registerAgencyKey(sql, enrolment(jwk, more))).rejects.toMatchObject({ code: "key-already-enrolled" });
});

test.each([
  ["RSA", generateKeyPairSync("rsa", { modulusLength: 1024 })],
  ["RSA with exponent 3", generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 })],
  ["secp256k1", generateKeyPairSync("ec", { namedCurve: "secp256k1" })],
  ["Ed448", generateKeyPairSync("ed448")],
  ["P-521", generateKeyPairSync("ec", { namedCurve: "P-521" })],
])("KEY-10: a key of kind %s cannot be enrolled", async (_kind, { publicKey }) => {
  await expect(registerAgencyKey(sql, enrolment(publicKey.export({ format: "jwk" })))).rejects.toMatchObject({
    code: "key-type-not-accepted",
  });
});

test("of a private key only the public half is kept", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keyid = await registerAgencyKey(sql, enrolment(privateKey.export({ format: "jwk" })));
  const [row] = await sql`select public_jwk from gateway.agency_key where keyid = ${keyid}`;
  expect(Object.keys(row?.["public_jwk"]).toSorted()).toEqual(["crv", "kty", "x", "y"]);
});
