import { afterAll, beforeAll, expect, test } from "vitest";
import type { Update } from "#gateway/client/verify-update.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };

let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  person = await hub.addPerson({ values: { "iom.ragStatus": held("iom-team", "amber") } });
});
afterAll(() => hub[Symbol.asyncDispose]());

/** Follows until the hub lets the stream go and refuses to open it again. */
async function endOf(agencyId: string, act: () => Promise<unknown>): Promise<unknown> {
  const stop = new AbortController();
  const stream = hub.client(agencyId).follow("/v1/events/stream", { ...AS_TEAM, signal: stop.signal });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  const ended = iterator.next();
  await act();
  try {
    return await ended;
  } catch (error) {
    return error;
  } finally {
    stop.abort();
  }
}

test("a follower who comes back after what is kept is told to read afresh, and where to start", async () => {
  const { cursor } = await hub.client("iom-team").pullAll(AS_TEAM);
  for (const rag of ["red", "green", "red"]) {
    await hub.changePerson(
      person,
      { values: { "iom.ragStatus": held("iom-team", rag) } },
      { fields: ["iom.ragStatus"] },
    );
    await hub.client("iom-team").pullAll(AS_TEAM);
  }
  await hub.owner`delete from gateway.delivery where seq < (select max(seq) from gateway.delivery)`;

  const pulled = await hub.client("iom-team").call("GET", `/v1/events?after=${cursor}`, AS_TEAM);
  expect(pulled).toMatchObject({ status: 410, body: { code: "cursor-expired", cursor: expect.any(String) } });

  const stop = new AbortController();
  const options = { ...AS_TEAM, signal: stop.signal, lastEventId: cursor };
  const stream = hub.client("iom-team").follow("/v1/events/stream", options)[Symbol.asyncIterator]();
  const reset = (await stream.next()).value as Update;
  stop.abort();
  expect(reset).toMatchObject({ type: "hub.stream.reset", data: { mode: "control" } });
  expect(reset.cursor).toBe((pulled.body as { cursor: string }).cursor);
});

test("a stream ends when the key that opened it is revoked", async () => {
  const keyid = hub.keyidOf("solent-yot");
  await hub.client("solent-yot").call("GET", "/v1/agreements", { actor: "yot-01" });
  const end = await endOf("solent-yot", async () => {
    await hub.owner`update gateway.agency_key set state = 'revoked' where keyid = ${keyid}`;
  });
  expect(end).toMatchObject({ name: "AnswerRefused", unverified: { status: 401 } });
});

test("a stream ends when the agreement does, and nothing is settled any more", async () => {
  await hub.owner`update gateway.agency_key set not_after = '2030-01-01'`;
  const end = await endOf("iom-team", async () => {
    hub.clock.set(new Date("2028-04-01T00:00:00Z"));
    await hub.owner`select pg_notify('hub_change', '')`;
  });
  expect(end).toMatchObject({ name: "StreamRefused", status: 403 });
  await hub.changePerson(
    person,
    { values: { "iom.ragStatus": held("iom-team", "amber") } },
    { fields: ["iom.ragStatus"] },
  );
  expect((await hub.client("iom-team").call("GET", "/v1/events", AS_TEAM)).status).toBe(403);
  const [{ state } = { state: null }] = await hub.owner<{ state: string }[]>`
    select state from gateway.subscription where agency_id = 'iom-team'`;
  expect(state).toBe("suspended");
  hub.clock.set(NOW);
});
