import { generateKeyPairSync, verify } from "node:crypto";
import { expect, test } from "vitest";
import { signUpdate } from "./sign-update.ts";
import { makeTombstone } from "./tombstone.ts";
import { updateId } from "./update-id.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const publicJwk = { kty: "OKP", crv: "Ed25519", x: String(publicKey.export({ format: "jwk" }).x) } as const;
const eventKey = { keyid: "the-key", privateKey, publicKey, publicJwk };
const signer = { origin: "https://hub.example", eventKey };
const time = new Date("2026-11-21T12:00:00Z");

const parts = (jws: string) => {
  const [header = "", payload = "", signature = ""] = jws.split(".");
  const read = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  return { header: read(header), payload: read(payload), signed: `${header}.${payload}`, signature };
};

test("an update is a JWS by the event key over canonical bytes, tied to its leaf", () => {
  const payload = {
    id: updateId(time),
    type: "hub.person.updated",
    time,
    subject: "/v1/people/x",
    sequence: 7,
    data: {},
  } as const;
  const receipt = { receiptId: "r", leaf: new Uint8Array(32), logIndex: null };
  const { header, payload: read, signed, signature } = parts(signUpdate(signer, payload, receipt));

  expect(header).toEqual({
    alg: "Ed25519",
    kid: eventKey.keyid,
    typ: "iom-hub-event+jws",
    hub_log: `hub.example/log/2026 pending ${Buffer.alloc(32).toString("base64")}`,
  });
  expect(read).toMatchObject({ specversion: "1.0", source: "hub.example", sequence: "7" });
  expect(verify(null, Buffer.from(signed), publicKey, Buffer.from(signature, "base64url"))).toBe(true);
});

test("a tombstone has its number and nothing about anybody", () => {
  const { payload } = parts(makeTombstone(signer, 7, time));
  expect(payload).toEqual({
    specversion: "1.0",
    id: expect.any(String),
    source: "hub.example",
    type: "hub.update.withdrawn",
    time: time.toISOString(),
    sequence: "7",
    datacontenttype: "application/json",
    data: { mode: "control" },
  });
});

test("an update's id is a UUID of version 7 that sorts by time", () => {
  const earlier = updateId(new Date(1_000_000));
  const later = updateId(new Date(2_000_000));
  expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(earlier < later).toBe(true);
});
