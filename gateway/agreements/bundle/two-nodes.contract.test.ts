import { afterAll, beforeAll, expect, test } from "vitest";
import type { Update } from "#gateway/client/verify-update.ts";
import { dpoAt, NOTE } from "#test/dpo-at-work.ts";
import { until } from "#test/eventually.ts";
import { type GatewayAtWork, type GatewayNode, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { activate, resume, suspend, terminate, versionWithout } from "#test/policy-moves.ts";
import { followToEnd } from "#test/streams-at-work.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
const AS_HOUSING = { actor: "hous-01", purpose: "iom-case-management" };
const UNTIL_LAST_BYTE_MAX_MS = 5_000;
/** A stream that was let go is asked for again after as long as the hub says, at most this; only then is the refusal seen. */
const UNTIL_REFUSED_MAX_MS = UNTIL_LAST_BYTE_MAX_MS + 3_000;

let hub: GatewayAtWork;
let person: string;

const valued = (rag: string) => ({
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": held("hampshire-police", "Marsh"),
    "iom.ragStatus": held("iom-team", rag),
    "iom.cohort": held("iom-team", "fixed"),
  },
});

beforeAll(async () => {
  hub = await startGatewayAtWork({ nodes: 2 });
  person = await hub.addPerson(valued("amber"));
});
afterAll(() => hub[Symbol.asyncDispose]());

const change = (rag: string) => hub.changePerson(person, valued(rag), { fields: ["iom.ragStatus"] });
const read = async (node: GatewayNode, agencyId = "solent-housing", who = AS_HOUSING) =>
  node.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, person)}`, who);
const pull = (agencyId = "solent-housing", who = AS_HOUSING) => hub.client(agencyId).pullAll(who);
const stateOf = async (agencyId: string) => {
  const [row] = await hub.owner<{ state: string }[]>`
    select state from gateway.subscription where agency_id = ${agencyId}`;
  return row?.state;
};

/** An officer of the police suspends or resumes sharing by a call to the first gateway, which then shares by it already. */
async function throughFirst(body: Readonly<Record<string, unknown>>): Promise<void> {
  expect((await dpoAt(hub, "hampshire-police").move("suspension", { version: 1, ...body })).status).toBe(200);
  expect((await read(hub.nodes[0] ?? never())).status).toBe(body["resume"] === true ? 200 : 403);
}

/** Until every node shares by that bundle. */
const everywhere = (epoch: number) =>
  until(async () => {
    const held = await Promise.all(hub.nodes.map(async ({ origin }) => (await fetch(`${origin}/readyz`)).json()));
    return held.every((one) => (one as { policy: { epoch: number } }).policy.epoch >= epoch);
  });

test("a suspension reaches every node, and streams open on each end in time; resumed, all goes on and the reader is told", async () => {
  await pull();
  const streams = hub.nodes.map((node) => followToEnd(node.client("solent-housing"), AS_HOUSING));
  await change("red");
  await until(() => streams.every(({ updates }) => updates().length > 0));

  const suspendedAt = performance.now();
  await throughFirst({ reason: NOTE });
  const ends = await Promise.all(streams.map(({ ended }) => ended));
  for (const end of ends) {
    expect(end.error).toMatchObject({
      name: "StreamRefused",
      status: 403,
      problem: expect.stringContaining("agreement-not-in-force"),
    });
    expect(end.lastUpdateAt - suspendedAt).toBeLessThan(UNTIL_LAST_BYTE_MAX_MS);
    expect(end.endedAt - suspendedAt).toBeLessThan(UNTIL_REFUSED_MAX_MS);
  }
  for (const node of hub.nodes) {
    expect(await read(node)).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
  }
  // Also of an agency that nobody reads for.
  await until(async () => (await stateOf("solent-yot")) === "suspended");

  await change("green");
  await throughFirst({ reason: NOTE, resume: true });
  await until(async () =>
    (await Promise.all(hub.nodes.map((node) => read(node)))).every(({ status }) => status === 200),
  );
  await until(async () => (await stateOf("solent-yot")) === "active");
  const { updates } = await pull();
  const news = updates.slice(-2);
  expect(news.map(({ type }) => type)).toEqual(["hub.agreement.changed", "hub.person.updated"]);
  expect(news[0]?.data).toEqual({
    mode: "control",
    purpose: "iom-case-management",
    agreement: "solent-iom@1",
    receipt: { id: expect.any(String) },
  });
});

test("a waiting pull is answered at once when the agreement is suspended", async () => {
  const { cursor } = await pull();
  const waiting = hub.client("solent-housing").call("GET", `/v1/events?after=${cursor}&wait=25`, AS_HOUSING);
  const startedAt = performance.now();
  await suspend(hub);
  expect(await waiting).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
  expect(performance.now() - startedAt).toBeLessThan(UNTIL_LAST_BYTE_MAX_MS);
  await everywhere(await resume(hub));
});

test.each([
  ["by the pointer on the bus alone", () => hub.coreBus.publish("hub.agreement.changed"), 2_000],
  ["by looking for itself, with neither notice nor pointer", () => undefined, UNTIL_LAST_BYTE_MAX_MS],
])("a node hears of a move %s", async (_how, point, maxMs) => {
  await hub.owner`alter table gateway.policy_bundle disable trigger policy_told`;
  const movedAt = performance.now();
  const epoch = await suspend(hub);
  point();
  await everywhere(epoch);
  expect(performance.now() - movedAt).toBeLessThan(maxMs);
  for (const node of hub.nodes) {
    expect((await read(node)).status).toBe(403);
  }
  await hub.owner`alter table gateway.policy_bundle enable trigger policy_told`;
  await everywhere(await resume(hub));
});

test("a reader is told of a new version when it changes what it may see, and of none that does not", async () => {
  const cursors = new Map<string, string>();
  const news = async (agencyId: string, who: typeof AS_TEAM): Promise<readonly Update[]> => {
    const after = cursors.get(agencyId);
    const { updates, cursor } = await hub
      .client(agencyId)
      .pullAll({ ...who, ...(after === undefined ? {} : { after }) });
    cursors.set(agencyId, cursor);
    return updates;
  };
  const AS_PRISON = { actor: "pris-01", purpose: "iom-case-management" };
  await news("solent-housing", AS_HOUSING);
  await news("winchester-prison", AS_PRISON);

  await everywhere(await activate(hub, versionWithout("iom.cohort", 2)));
  expect(await news("solent-housing", AS_HOUSING)).toMatchObject([
    { type: "hub.agreement.changed", data: { agreement: "solent-iom@2" } },
  ]);
  // Nothing was given to the prison by the rule that changed.
  expect(await news("winchester-prison", AS_PRISON)).toEqual([]);
});

test("what waited to be handed out under the version before is decided again under the next", async () => {
  const { cursor } = await pull();
  await change("red");
  await pull();
  await everywhere(await activate(hub, versionWithout("iom.ragStatus", 3)));
  const { updates } = await hub.client("solent-housing").pullAll({ ...AS_HOUSING, after: cursor });
  expect(updates.map(({ type }) => type)).toEqual(["hub.update.withdrawn", "hub.agreement.changed"]);
});

test("a version scheduled for later holds from its instant, without any further move", async () => {
  const instant = new Date(NOW.getTime() + 3_600_000);
  await everywhere(await activate(hub, versionWithout("iom.registeredOn", 4), instant));
  expect(versionIn(await read(hub.nodes[0] ?? never()))).toBe(3);
  hub.clock.set(instant);
  expect(versionIn(await read(hub.nodes[0] ?? never()))).toBe(4);
  expect(versionIn(await read(hub.nodes[1] ?? never()))).toBe(4);
});

test("an open stream notices an instant that passes, with nobody saying so", async () => {
  const stream = followToEnd(hub.nodes[1]?.client("solent-housing") ?? never(), AS_HOUSING);
  await until(() => stream.updates().length > 0);
  const instant = new Date(hub.clock.now().getTime() + 60_000);
  await everywhere(await terminate(hub, instant));
  expect((await read(hub.nodes[1] ?? never())).status).toBe(200);
  const passedAt = performance.now();
  hub.clock.set(instant);
  const end = await stream.ended;
  expect(end.error).toMatchObject({ name: "StreamRefused", status: 403 });
  expect(end.endedAt - passedAt).toBeLessThan(UNTIL_REFUSED_MAX_MS);
});

test("under a terminated agreement subscriptions close for good, and what waited is destroyed", async () => {
  await until(async () => (await stateOf("solent-housing")) === "closed");
  await until(async () => (await stateOf("solent-yot")) === "closed");
  const [{ kept } = { kept: -1 }] = await hub.owner<{ kept: number }[]>`
    select count(*)::int as kept from gateway.delivery d join gateway.subscription s using (subscription_id)
    where s.agreement_id = 'solent-iom'`;
  expect(kept).toBe(0);
  const answer = await hub.client("solent-housing").call("GET", "/v1/subscriptions/default", AS_HOUSING);
  expect(answer).toMatchObject({ status: 200, body: { state: "closed" } });

  // Termination is of the agreement and not of a version.
  await everywhere(await activate(hub, versionWithout("iom.cohort", 5)));
  for (const path of ["/v1/events", "/v1/events/stream"]) {
    const refused = await hub.client("solent-housing").call("GET", path, AS_HOUSING);
    expect(refused).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
  }
});

function versionIn({ body }: { readonly body: unknown }): number | undefined {
  return (body as { agreements?: { version: number }[] }).agreements?.[0]?.version;
}

function never(): never {
  throw new Error("there is no such gateway");
}
