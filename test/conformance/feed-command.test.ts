import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runCommand } from "#services/cli/run-command.ts";
import { type GatewayAtWork, held } from "../gateway-at-work.ts";
import { DANA, PURPOSE, startUpdates, type UpdatesAtWork } from "../updates-at-work.ts";

let at: UpdatesAtWork;
let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  at = await startUpdates();
  ({ hub } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  person = await at.begin();
});

const AS_HOUSING = { actor: "hous-01", purpose: PURPOSE };
const BY = ["--operator", "night-shift"];
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

async function run(...args: readonly string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    env: { DATABASE_URL: hub.servers.databaseUrlFor("hub_core") },
    signal: new AbortController().signal,
    now: hub.clock.now,
  };
  return { status: await runCommand(["feed", ...args], terminal), out, err };
}

const mark = (state: "broken" | "whole", agency = "solent-probation") =>
  run("mark", agency, `--${state}`, "--operator", "night-shift", "--reason", REASON);
const REASON = "Nothing has come since the service was moved.";

const read = async (personId: string) => {
  const { status, body } = await hub.client("solent-housing").call("GET", `/v1/people/${personId}`, AS_HOUSING);
  return { status, body: { ...(body as object), request_id: null } };
};

async function found(): Promise<number> {
  const match = { "identity.firstName": "Dana" };
  const { body } = await hub.client("solent-housing").call("POST", "/v1/searches", { ...AS_HOUSING, body: { match } });
  return (body as { readonly people: readonly unknown[] }).people.length;
}

test("while a probation feed is marked broken nobody is shared with anybody, and once it is whole everything goes on", async () => {
  const own = await hub.idFor("solent-housing", person);
  expect(await read(own)).toMatchObject({ status: 200 });
  expect(await found()).toBeGreaterThan(0);
  // A change that waits for housing while the feed is marked.
  await at.change({ "iom.ragStatus": held("iom-team", "green") }, ["iom.ragStatus"]);
  expect(await mark("broken")).toEqual({
    status: 0,
    out: "The feed of solent-probation is marked broken.\n",
    err: "",
  });
  await at.change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);

  expect(await read(own)).toEqual(await read(UNKNOWN));
  expect(await found()).toBe(0);
  const during = await at.pull("solent-housing");
  expect(during.filter(({ type }) => type === "hub.person.updated")).toEqual([]);

  expect(await mark("broken")).toMatchObject({
    status: 1,
    out: "The feed of solent-probation stood as broken already.\n",
  });
  expect(await mark("whole")).toMatchObject({ status: 0, out: "The feed of solent-probation is marked whole.\n" });

  expect(await read(own)).toMatchObject({ status: 200, body: { fields: { "iom.ragStatus": { value: "red" } } } });
  expect(await found()).toBeGreaterThan(0);
  const after = await at.pull("solent-housing");
  expect(after.some(({ type }) => type === "hub.person.updated")).toBe(true);
  const entries = await hub.owner<{ entry: object }[]>`
    select convert_from(entry, 'UTF8')::json as entry from ledger.entry
    where convert_from(entry, 'UTF8')::json ->> 'kind' like 'policy.feed-%' order by arrival`;
  expect(entries.map(({ entry }) => entry)).toMatchObject([
    { kind: "policy.feed-marked-broken", actor_ref: "night-shift" },
    { kind: "policy.feed-marked-whole", actor_ref: "night-shift" },
  ]);
});

test("what was waiting is taken back, and whoever went past it while the feed was broken is told once it is whole", async () => {
  const { changePerson } = hub;
  const red = { ...DANA, "iom.ragStatus": held("iom-team", "red") };
  const accessRestriction = { excluded: ["sergeant@iom.example"], restricted: [] };
  await changePerson(person, { values: red, accessRestriction }, { fields: ["iom.ragStatus"] });
  // An officer who is kept out has the change made up for delivery without being given it.
  await at.pull("iom-team");
  expect(await waiting()).toHaveLength(1);

  await mark("broken");
  expect((await at.pull("iom-team", "lead-01")).map(({ type }) => type)).not.toContain("hub.person.updated");
  expect(await waiting()).toEqual([]);

  await mark("whole");
  const told = (await at.pull("iom-team", "lead-01")).map(({ data }) => data["changed"]);
  expect(told).toContainEqual(expect.objectContaining({ "iom.ragStatus": expect.objectContaining({ value: "red" }) }));
});

const waiting = () => hub.owner`
  select seq from gateway.delivery join gateway.subscription using (subscription_id)
  where person_id = ${person} and agency_id = 'iom-team' and handed_out_at is null and jws is not null`;

test("how each feed stands is listed with since when, by whom and why", async () => {
  await mark("broken");
  expect(await run("list")).toEqual({
    status: 1,
    out:
      `solent-probation: broken since ${hub.clock.now().toISOString()}, by night-shift: ${REASON}\n` +
      "The hub shares nobody with anybody until every one is whole.\n",
    err: "",
  });
  await mark("whole");
  const { status, out } = await run("list", "--json");
  const standing = { agencyId: "solent-probation", state: "whole", operator: "night-shift", reason: REASON };
  expect([status, JSON.parse(out)]).toMatchObject([
    0,
    { sharing: "on", feeds: [{ agencyId: "solent-probation", mark: standing }] },
  ]);
});

test.each([[[]], [["--help"]], [["mark", "--help"]], [["list", "--help"]]])(
  "feed %j says how it is used",
  async (args) => {
    expect(await run(...args)).toMatchObject({ status: 0, out: expect.stringMatching(/^concordat feed /), err: "" });
  },
);

test.each([
  ["another command", ["break"], "There is no command feed break; there are mark and list.\n"],
  ["a list of something", ["list", "solent-probation"], "Say concordat feed list, and no more; --help tells more.\n"],
  ["no agency", ["mark"], "Say concordat feed mark <agency>, with --broken or --whole; --help tells more.\n"],
  [
    "nobody who says so",
    ["mark", "solent-probation", "--broken", "--reason", "Why"],
    "Say who you are with --operator: letters, digits, dots, hyphens and underscores, up to 64.\n",
  ],
  ["neither state", ["mark", "solent-probation", "--reason", "Why"], "Say either --broken or --whole.\n"],
  [
    "no reason",
    ["mark", "solent-probation", "--broken", ...BY],
    "Give the reason with --reason, in 1 to 500 characters.\n",
  ],
  [
    "nobody of the scheme",
    ["mark", "nobody", "--broken", ...BY, "--reason", "Why"],
    "The scheme has no agency nobody.\n",
  ],
  [
    "a feed without restrictions",
    ["mark", "solent-housing", "--broken", ...BY, "--reason", "Why"],
    "solent-housing is no probation service: restrictions do not come by its feed, so it is not marked.\n",
  ],
])("%s is one sentence, and nothing is marked", async (_what, args, err) => {
  expect(await run(...args)).toEqual({ status: 2, out: "", err });
});
