import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type Dpo, dpoAt, must, nextText, proposeAndSign, withForm } from "#test/dpo-at-work.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const AS_HOUSING = { actor: "hous-01", purpose: "iom-case-management" };
const HOUR_MS = 3_600_000;

let hub: GatewayAtWork;
let yot: Dpo;
let probation: Dpo;
let housing: Dpo;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  yot = dpoAt(hub, "solent-yot");
  probation = dpoAt(hub, "solent-probation");
  housing = dpoAt(hub, "solent-housing");
  person = await hub.addPerson({
    values: {
      "identity.firstName": held("hampshire-police", "Dana"),
      "probation.mappa": held("solent-probation", { category: 1, level: 2 }),
    },
  });
  // Housing no longer hears that there is a MAPPA case.
  const document = await nextText(yot, 1, (text) => withForm(text, "P17", "probation.mappa", null));
  must(await yot.move("drafts", { document }));
});
afterAll(() => hub?.[Symbol.asyncDispose]());

const read = async () =>
  must(
    await hub
      .client("solent-housing")
      .call("GET", `/v1/people/${await hub.idFor("solent-housing", person)}`, AS_HOUSING),
  );

test("reach tells an officer what their party may receive and what may be seen of what it gives, and nothing else", async () => {
  const { body } = must(await housing.call("GET", "/v1/agreements/reach"));
  const { agreements } = body as Exchanges["agreement-reach"];
  expect(agreements.map(({ id, version }) => [id, version])).toEqual([["solent-iom", 1]]);
  const cells = agreements.flatMap((one) => one.cells);
  expect(cells.length).toBeGreaterThan(100);
  const others = cells.filter(
    ({ party, steps }) =>
      party !== "solent-housing" && !steps.every(({ originators }) => originators.includes("solent-housing")),
  );
  expect(others).toEqual([]);
  expect(cells).toContainEqual(
    expect.objectContaining({
      party: "solent-housing",
      role: "housingOfficer",
      purpose: "iom-case-management",
      field: "probation.mappa",
      highest: "mask",
      lowest: "withhold",
    }),
  );
  const total = Object.values(agreements[0]?.totals ?? {}).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(cells.length);
});

test.each(["reach", "solent-iom/versions/1/shadow"])("only an officer may ask for %s", async (path) => {
  const asked = await housing.call("GET", `/v1/agreements/${path}`, { actor: "hous-01" });
  expect(asked).toMatchObject({ status: 403, body: { code: "actor-not-permitted" } });
});

test("a check says how the reach becomes another", async () => {
  const { change } = await yot.check(2);
  const lost = { before: { highest: "mask", lowest: "withhold" }, after: { highest: "withhold", lowest: "withhold" } };
  const common = { purpose: "iom-case-management", field: "probation.mappa", ...lost };
  expect(change?.reach).toEqual([
    { party: "solent-housing", role: "housingOfficer", ...common },
    { party: "solent-drug-services", role: "drugWorker", ...common },
  ]);
});

test("a check is in the log, so that it is known who saw which summary", async () => {
  const counted = async () => {
    const [row] = await hub.owner<{ n: number }[]>`
      select count(*)::int as n from ledger.entry where convert_from(entry, 'UTF8')::json->>'kind' = 'agreement.checked'`;
    return row?.n ?? 0;
  };
  const before = await counted();
  await yot.check(2);
  expect(await counted()).toBe(before + 1);
});

test("a simulation tells of the days gone by what would have been otherwise, and names nobody", async () => {
  await read();
  await read();
  const { body } = must(await yot.move("simulations", { version: 2, days: 7 }));
  expect(body).toEqual({
    id: "solent-iom",
    version: 2,
    base: 1,
    since: new Date(NOW.getTime() - 7 * 24 * HOUR_MS).toISOString(),
    until: NOW.toISOString(),
    decisions: 0,
    changed: 0,
    undecided: 0,
    says: "Of 0 disclosures none would change. None gains. None loses. Cannot tell: 0.",
    changes: [],
    cannotTell: [],
  });
  hub.clock.set(new Date(NOW.getTime() + HOUR_MS));
  const { body: later } = must(await yot.move("simulations", { version: 2 }));
  hub.clock.set(NOW);
  expect(later).toMatchObject({
    decisions: 2,
    changed: 2,
    undecided: 0,
    changes: [
      {
        party: "solent-housing",
        role: "housingOfficer",
        field: "probation.mappa",
        direction: "loss",
        from: "mask",
        to: "withhold",
        decisions: 2,
        people: 1,
        practitioners: 1,
        askerUnknown: 0,
      },
    ],
  });
  expect((later as Exchanges["agreement-simulation-answer"]).says).toContain("(1 person, 1 practitioner)");
  expect(JSON.stringify(later)).not.toMatch(/Dana|hous-01/);
});

test("a simulation is of the text that was read, by its digest alone or with its version", async () => {
  const { digest } = await yot.version(2);
  const other = `sha256:${"0".repeat(64)}`;
  const simulated = { status: 200, body: { version: 2, base: 1 } };
  expect(await yot.move("simulations", { digest })).toMatchObject(simulated);
  expect(await yot.move("simulations", { version: 2, digest })).toMatchObject(simulated);
  expect(await yot.move("simulations", { version: 2, digest: other })).toMatchObject({
    status: 409,
    body: { guard: "digest-is-current" },
  });
  expect(await yot.move("simulations", { digest: other })).toMatchObject({ status: 404 });
  expect(await yot.move("simulations", { version: 7, digest })).toMatchObject({ status: 404 });
  expect(await yot.move("simulations", {})).toMatchObject({
    status: 422,
    body: { errors: [{ message: "Give version, digest or both." }] },
  });
});

test("a shadow is of the decisions made since the start was fixed, and there is none without a start", async () => {
  const none = await yot.call("GET", "/v1/agreements/solent-iom/versions/2/shadow");
  expect(none).toMatchObject({ status: 404, body: { code: "not-found" } });
  hub.clock.set(new Date(NOW.getTime() + 2 * HOUR_MS));
  const digest = await proposeAndSign(yot, 2, [probation]);
  must(await yot.move("activation", { version: 2, digest, shadow: true }));
  await read();
  hub.clock.set(new Date(NOW.getTime() + 3 * HOUR_MS));
  const { body } = must(await yot.call("GET", "/v1/agreements/solent-iom/versions/2/shadow"));
  hub.clock.set(NOW);
  expect(body).toMatchObject({ base: 1, decisions: 1, changed: 1, changes: [{ field: "probation.mappa", people: 1 }] });
});
