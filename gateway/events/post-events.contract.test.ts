import { jetstreamManager } from "@nats-io/jetstream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { type GatewayAtWork, startGatewayAtWork } from "#test/gateway-at-work.ts";

const AS_POLICE = { actor: "HC3380", purpose: "iom-case-management" };

let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const manager = await jetstreamManager(hub.coreBus);
  await manager.streams.add({ name: "FEED", subjects: ["feed.>"] });
});
afterAll(() => hub[Symbol.asyncDispose]());

const event = (id: string, change: Partial<AgencyEvent> = {}): AgencyEvent => ({
  specversion: "1.0",
  id: `rms-${id}`,
  source: "/agencies/hampshire-police/rms",
  type: "police.wanted-status.changed",
  time: "2026-11-21T09:00:00Z",
  datacontenttype: "application/json",
  dataschema: "/schemas/police.wanted-status.changed/1",
  agencyid: "hampshire-police",
  recordedtime: "2026-11-21T09:00:05Z",
  gscmarking: "OFFICIAL-SENSITIVE",
  data: {
    version: 1,
    sourceRecordRef: "HC0010099",
    personReference: { identifiers: [{ type: "PNC", value: "2013/9022013H", valid: true }] },
    dataSubjectCategory: "convicted",
    assertion: "fact",
    additionalInformation: { status: "wanted" },
  },
  ...change,
});

const post = (body: unknown, more: { idempotencyKey?: string; agencyId?: string } = {}) => {
  const { agencyId = "hampshire-police", idempotencyKey } = more;
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return hub.client(agencyId).call("POST", "/v1/events", { ...AS_POLICE, body: bytes, ...key });
};

const stored = async () => (await (await jetstreamManager(hub.coreBus)).streams.info("FEED")).state.messages;

test.each([
  ["a __proto__ member", '{"specversion":"1.0","__proto__":{"polluted":true}}', 400, "json-not-acceptable"],
  ["a duplicate member", '{"id":"a","id":"b"}', 400, "json-duplicate-member"],
  ["no JSON", "{", 400, "json-not-acceptable"],
  ["an empty list", "[]", 422, "validation-failed"],
  ["over 500 events", JSON.stringify(Array.from({ length: 501 }, () => ({}))), 422, "validation-failed"],
  ["a string", '"event"', 422, "validation-failed"],
])("%s is refused with one clear error, and nothing is stored", async (_what, body, status, code) => {
  const before = await stored();
  expect(await post(body)).toMatchObject({ status, body: { code } });
  expect(await stored()).toBe(before);
});

test("a body over 1 MiB is refused before anything of it is read", async () => {
  await expect(post(`"${"a".repeat(1_048_577)}"`)).rejects.toMatchObject({ unverified: { status: 413 } });
});

test("an event in another agency's name is refused, and the answer quotes nothing of it", async () => {
  const answer = await post(event("other-1"), { agencyId: "solent-housing" });
  expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  expect(answer.body).toMatchObject({
    errors: [expect.objectContaining({ pointer: "/agencyid" }), expect.objectContaining({ pointer: "/type" })],
  });
  expect(JSON.stringify(answer.body)).not.toContain("2013/9022013H");
});

test("a fault is told by its pointer and never by its value", async () => {
  const bad = event("bad-1", { time: "yesterday at Dana's" });
  const answer = await post(bad);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/time" }] } });
  expect(JSON.stringify(answer.body)).not.toContain("Dana");
});

test("of a list the good events are taken in and the bad one is told, with its place", async () => {
  const before = await stored();
  const answer = await post([event("list-1"), event("list-2", { type: "police.nothing.happened" }), event("list-3")]);
  expect(answer).toMatchObject({
    status: 202,
    body: {
      results: [
        { index: 0, id: "rms-list-1", outcome: "accepted" },
        { index: 1, outcome: "refused", code: "validation-failed", errors: [{ pointer: "/type" }] },
        { index: 2, id: "rms-list-3", outcome: "accepted" },
      ],
    },
  });
  expect(await stored()).toBe(before + 2);
});

test("an accepted event is on the bus under the agency's own subject, with its source", async () => {
  const answer = await post(event("one-1"));
  expect(answer).toMatchObject({ status: 202, body: { results: [{ outcome: "accepted" }] } });
  const manager = await jetstreamManager(hub.coreBus);
  const message = await manager.streams.getMessage("FEED", {
    last_by_subj: "feed.police.hampshire-police.wanted-status.changed",
  });
  expect(message?.header.get("Nats-Msg-Id")).toBe("hampshire-police:rms-one-1");
  expect(message?.header.get("Hub-Source")).toMatch(/^api:/);
  expect(message?.header.get("Hub-Source-Seq")).toBe("1");
  expect(message?.json<AgencyEvent>().id).toBe("rms-one-1");
});

test("the same call under the same key is answered from memory; another body is refused", async () => {
  const idempotencyKey = "6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
  const first = await post(event("again-1"), { idempotencyKey });
  const before = await stored();
  const second = await post(event("again-1"), { idempotencyKey });
  expect(second).toMatchObject({ status: 202, body: first.body as object });
  expect(await stored()).toBe(before);
  const [newest] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  expect(JSON.parse(newest?.entry.toString("utf8") ?? "")).toMatchObject({ kind: "replay", resource: "event" });

  expect(await post(event("again-2"), { idempotencyKey })).toMatchObject({
    status: 422,
    body: { code: "idempotency-key-reused" },
  });
});

test("when the bus is not there nothing is accepted, and the same key may be tried again", async () => {
  const manager = await jetstreamManager(hub.coreBus);
  const idempotencyKey = "7a1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
  await manager.streams.delete("FEED");
  const refused = await post(event("away-1"), { idempotencyKey });
  await manager.streams.add({ name: "FEED", subjects: ["feed.>"] });

  expect(refused).toMatchObject({ status: 503, body: { code: "feed-unavailable" } });
  expect((await post(event("away-1"), { idempotencyKey })).status).toBe(202);
});
