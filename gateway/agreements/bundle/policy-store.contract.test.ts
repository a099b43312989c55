import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "#test/eventually.ts";
import { type GatewayAtWork, type GatewayNode, held, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { activate, resealed, resume, suspend, versionWithout } from "#test/policy-moves.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
const LEASE_MS = 15 * 60_000;

let hub: GatewayAtWork;
let node: GatewayNode;
let path: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const [first] = hub.nodes;
  if (first === undefined) throw new Error("no gateway");
  node = first;
  const person = await hub.addPerson({ values: { "iom.ragStatus": held("iom-team", "amber") } });
  path = `/v1/people/${await hub.idFor("iom-team", person)}`;
});
afterAll(() => hub[Symbol.asyncDispose]());

const read = () => node.client("iom-team").call("GET", path, AS_TEAM);
const ready = async (at: GatewayNode = node) => {
  const answer = await fetch(`${at.origin}/readyz`);
  return { ...((await answer.json()) as object), status: answer.status };
};
const alarms = (at: GatewayNode = node) => at.logged().filter(({ msg }) => msg.startsWith("the policy could not"));
const lookNow = () => hub.owner`select pg_notify('gateway_policy', '')`;
const refusals = async () => {
  const rows = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  return rows.map(({ entry }) => JSON.parse(entry.toString("utf8")).decision_ref);
};

/** As whoever has the database itself could: past every trigger that keeps it append-only. */
async function rewrite(statement: string): Promise<void> {
  await hub.owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(statement);
  });
}

const NEWEST = "epoch = (select max(epoch) from gateway.policy_bundle)";

const byteOf = (column: string, from: string, to: string) => ({
  change: `set ${column} = replace(${column}, '${from}', '${to}')`,
  undo: `set ${column} = replace(${column}, '${to}', '${from}')`,
});

test.each([
  ["a document", "document", "agreement_document", byteOf("document", "Hampshire Police", "Hampshire Polics")],
  ["an event", "events", "agreement_event", byteOf("kind", "activated", "suspended")],
  ["the manifest", "signature", "policy_bundle", byteOf("manifest", "PolicyBundle", "PolicyBundlf")],
  [
    "the signature",
    "signature",
    "policy_bundle",
    { change: "set signature = reverse(signature)", undo: "set signature = reverse(signature)" },
  ],
])("with a byte of %s changed the old policy is kept until its lease is over", async (_what, fault, table, bytes) => {
  const before = alarms().length;
  await rewrite(`update gateway.${table} ${bytes.change}`);
  await lookNow();
  await until(() => alarms().length > before);
  expect(alarms().at(-1)).toMatchObject({ level: 50, fault, epoch: expect.any(Number), heldEpoch: expect.any(Number) });
  expect((await read()).status).toBe(200);
  expect(await ready()).toMatchObject({ status: 200, policy: { lease: "held" } });

  node.machine.skip(LEASE_MS);
  expect(await read()).toMatchObject({ status: 503, body: { code: "policy-unavailable" } });
  expect(await refusals()).toEqual(["AGREEMENT_STATUS_STALE"]);
  expect(await ready()).toMatchObject({ status: 503, policy: { epoch: expect.any(Number), lease: "over" } });
  await lookNow();
  await lookNow();
  expect(alarms()).toHaveLength(before + 1);
  // Whether a subscription is suspended is for those to say who know.
  expect((await node.client("iom-team").call("GET", "/v1/events", AS_TEAM)).status).toBe(503);
  const states = await hub.owner<{ state: string }[]>`select distinct state from gateway.subscription`;
  expect(states.map(({ state }) => state)).toEqual(["active"]);

  await rewrite(`update gateway.${table} ${bytes.undo}`);
  await lookNow();
  await until(async () => (await read()).status === 200);
});

test("a refusal for want of policy says when to come again, to everybody alike", async () => {
  node.machine.skip(LEASE_MS);
  expect((await ready()).status).toBe(503);
  const housing = node.client("solent-housing").call("GET", "/v1/people/none", { ...AS_TEAM, actor: "hous-01" });
  expect(await housing).toMatchObject({ status: 503, body: { code: "policy-unavailable" } });
  await lookNow();
  await until(async () => (await ready()).status === 200);
});

test("an epoch that went back is refused, and one that comes next is taken", async () => {
  await suspend(hub);
  await until(async () => (await read()).status === 403);
  const kept = await hub.owner`select * from gateway.policy_bundle where ${hub.owner.unsafe(NEWEST)}`;
  await rewrite(`delete from gateway.policy_bundle where ${NEWEST}`);
  const before = alarms().length;
  await lookNow();
  await until(() => alarms().length > before);
  expect(alarms().at(-1)).toMatchObject({ fault: "rolled-back" });
  expect(await read()).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });

  await hub.owner`insert into gateway.policy_bundle ${hub.owner(kept)}`;
  await resume(hub);
  await until(async () => (await read()).status === 200);
});

test("another bundle of the same epoch is refused, though it is well signed", async () => {
  const [held] = await hub.owner<{ manifest: string; signature: string }[]>`
    select manifest, signature from gateway.policy_bundle where ${hub.owner.unsafe(NEWEST)}`;
  const other = await resealed(hub, held?.manifest ?? "");
  await rewrite(
    `update gateway.policy_bundle set manifest = '${other.manifest}', signature = '${other.signature}' where ${NEWEST}`,
  );
  const before = alarms().length;
  await lookNow();
  await until(() => alarms().length > before);
  expect(alarms().at(-1)).toMatchObject({ fault: "forked" });
  await rewrite(
    `update gateway.policy_bundle set manifest = '${held?.manifest}', signature = '${held?.signature}' where ${NEWEST}`,
  );
  await lookNow();
});

const NONE = `sha256:${"0".repeat(64)}`;

test.each([
  ["made for other fields than this build has", "catalogue", { catalogue: NONE }, 1],
  ["that leaves out a version of which there are events", "versions", { agreements: [] }, 1],
  ["that leaves out events", "events", { events: { upTo: 0, digest: NONE } }, 1],
  ["that stands under another number than its own", "signature", {}, 2],
])("a well-signed bundle %s is refused", async (_what, fault, change, ahead) => {
  const [held] = await hub.owner<{ manifest: string; epoch: string }[]>`
    select manifest, epoch from gateway.policy_bundle where ${hub.owner.unsafe(NEWEST)}`;
  const epoch = Number(held?.epoch);
  const other = await resealed(hub, held?.manifest ?? "", { ...change, epoch: epoch + 1 });
  const before = alarms().length;
  await hub.owner`
    insert into gateway.policy_bundle (epoch, manifest, signature, made_at)
    values (${epoch + ahead}, ${other.manifest}, ${other.signature}, now())`;
  await until(() => alarms().length > before);
  expect(alarms().at(-1)).toMatchObject({ fault, epoch: epoch + ahead, heldEpoch: epoch });
  await rewrite(`delete from gateway.policy_bundle where ${NEWEST}`);
  await lookNow();
  await until(() => node.logged().at(-1)?.msg === "the policy can be verified again");
});

test("a bundle with a document whose stored examples do not hold is refused whole", async () => {
  const failing = versionWithout("iom.registeredOn", 2);
  const [example] = failing.examples;
  if (example === undefined) throw new Error("the agreement has no example");
  const examples = [{ ...example, expect: { "identity.lastName": "mask" as const } }];
  const before = alarms().length;
  await activate(hub, { ...failing, examples });
  await until(() => alarms().length > before);
  expect(alarms().at(-1)).toMatchObject({ fault: "unsound" });
  expect(await read()).toMatchObject({ status: 200, body: { agreements: [{ version: 1 }] } });
  await rewrite(`delete from gateway.policy_bundle where ${NEWEST}`);
  await rewrite("delete from gateway.agreement_event where version = 2");
  await rewrite("delete from gateway.agreement_document where version = 2");
  await lookNow();
  await until(() => node.logged().at(-1)?.msg === "the policy can be verified again");
});

test("nothing is signed over tables that were changed behind the hub's back", async () => {
  await rewrite(
    "update gateway.agreement_event set detail = detail || '{\"note\":\"changed\"}' where kind = 'approved'",
  );
  await expect(suspend(hub)).rejects.toMatchObject({ code: "policy-unavailable" });
  expect((await read()).status).toBe(200);
  await rewrite(
    "update gateway.agreement_event set detail = detail || '{\"note\":\"demonstration\"}' where kind = 'approved'",
  );
});

test("a gateway that starts where nothing can be verified shares nothing, and says so", async () => {
  await rewrite("update gateway.policy_bundle set signature = reverse(signature)");
  const late = await hub.startNode();
  expect(await ready(late)).toMatchObject({ status: 503, policy: { epoch: null, lease: "over" } });
  const answer = await late.client("iom-team").call("GET", path, AS_TEAM);
  expect(answer).toMatchObject({ status: 503, body: { code: "policy-unavailable" } });
  expect(await refusals()).toEqual(["POLICY_INVALID"]);
  expect(alarms(late)).toMatchObject([{ fault: "signature", heldEpoch: null }]);
  await rewrite("update gateway.policy_bundle set signature = reverse(signature)");
  await lookNow();
  await until(async () => (await late.client("iom-team").call("GET", path, AS_TEAM)).status === 200);
});

test("a wall clock set back an hour does not lengthen a lease, and one set on an hour ends it", async () => {
  await hub.owner`revoke select on gateway.policy_bundle from hub_gateway`;
  node.machine.skip(-3_600_000, "wall");
  node.machine.skip(LEASE_MS - 60_000);
  expect((await read()).status).toBe(200);
  node.machine.skip(60_000);
  expect(await read()).toMatchObject({ status: 503, body: { code: "policy-unavailable" } });

  await hub.owner`grant select on gateway.policy_bundle to hub_gateway`;
  await lookNow();
  await until(async () => (await read()).status === 200);
  await hub.owner`revoke select on gateway.policy_bundle from hub_gateway`;
  node.machine.skip(3_600_000, "wall");
  expect(await read()).toMatchObject({ status: 503, body: { code: "policy-unavailable" } });
  await hub.owner`grant select on gateway.policy_bundle to hub_gateway`;
  await lookNow();
  await until(async () => (await read()).status === 200);
});

test("while the database is away nothing is shared, and when it is back the node goes on by what then holds", async () => {
  hub.servers.kill("postgres");
  const answers = new Set<number>();
  await until(async () => {
    const { status } = await read();
    answers.add(status);
    return status === 503;
  });
  expect([...answers].filter((status) => status !== 200)).toEqual([503]);
  await until(async () => (await read()).status === 200, { maxMs: 30_000 });
  expect(await ready()).toMatchObject({ status: 200, policy: { lease: "held" } });
  await suspend(hub);
  await until(async () => (await read()).status === 403);
  await resume(hub);
});

test("a gateway does not vouch for a history that no bundle vouches for", async () => {
  const kept = await hub.owner`select * from gateway.policy_bundle`;
  await rewrite("delete from gateway.policy_bundle");
  const late = await hub.startNode();
  expect(await ready(late)).toMatchObject({ status: 503, policy: { epoch: null } });
  expect(alarms(late)).toMatchObject([{ fault: "none", heldEpoch: null }]);
  await expect(suspend(hub)).rejects.toMatchObject({ code: "policy-unavailable" });
  await hub.owner`insert into gateway.policy_bundle ${hub.owner(kept)}`;
});

test("a suspension taken out of the history stays in force, however many bundles are signed after it", async () => {
  await suspend(hub);
  await until(async () => (await read()).status === 403);
  const [before] = await hub.owner<{ epoch: string }[]>`select max(epoch) as epoch from gateway.policy_bundle`;
  await rewrite(`delete from gateway.policy_bundle where ${NEWEST}`);
  await rewrite(
    "delete from gateway.agreement_event where event_no = (select max(event_no) from gateway.agreement_event)",
  );
  while ((await resume(hub)) <= Number(before?.epoch));
  await until(() => alarms().at(-1)?.["epoch"] === Number(before?.epoch) + 1);
  expect(alarms().at(-1)).toMatchObject({ fault: "forked" });
  expect(await read()).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
});
