import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { forgetOldDecisions } from "./forget-decisions.ts";
import { type CountedBasis, readDecisions } from "./read-decisions.ts";

const PURPOSE = "iom-case-management";
const AS_TEAM = { actor: "sgt-01", purpose: PURPOSE };
const AS_HOUSING = { actor: "hous-01", purpose: PURPOSE };
const AGREEMENT = "solent-iom";
const DAY_MS = 86_400_000;

const dana = {
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": held("hampshire-police", "Marsh"),
    "iom.ragStatus": held("iom-team", "amber"),
  },
};

let hub: GatewayAtWork;
let gateway: Sql;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  gateway = openDatabase({
    url: hub.servers.databaseUrlFor("hub_gateway"),
    applicationName: "test",
    maxConnections: 2,
  });
});
afterAll(async () => {
  await closeDatabase(gateway);
  await hub[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await hub.owner`delete from gateway.decision`;
  await hub.owner`delete from gateway.decision_basis`;
  person = await hub.addPerson(dana);
});

const read = async (agencyId: string, who: typeof AS_TEAM, personId = person) =>
  hub.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, personId)}`, who);

async function readAll(since = new Date(NOW.getTime() - DAY_MS)): Promise<readonly CountedBasis[]> {
  const all: CountedBasis[] = [];
  const until = new Date(NOW.getTime() + DAY_MS);
  for await (const one of readDecisions(gateway, { agreementId: AGREEMENT, since, until })) all.push(one);
  return all;
}

test("decisions are read back counted by what they rest on, and nobody is named", async () => {
  const other = await hub.addPerson(dana);
  await read("solent-housing", AS_HOUSING);
  await read("solent-housing", AS_HOUSING);
  await read("solent-housing", AS_HOUSING, other);
  await read("iom-team", AS_TEAM);

  const counted = (await readAll()).map(({ basis, decisions, people, times, firstAt }) => ({
    party: basis.party,
    outlet: basis.outlet,
    decisions,
    people: people.length,
    times: times.toSorted(),
    firstAt,
  }));
  const common = { outlet: "people.read", firstAt: NOW };
  expect(counted.toSorted((a, b) => (a.party < b.party ? -1 : 1))).toEqual([
    { party: "iom-team", decisions: 1, people: 1, times: [1], ...common },
    { party: "solent-housing", decisions: 3, people: 2, times: [1, 2], ...common },
  ]);
  expect(await readAll(new Date(NOW.getTime() + 1))).toEqual([]);
});

const OTHER_SERGEANT = { actor: "lead-01", purpose: PURPOSE };

/** Which officers asked, as numbers, by party. */
async function askersOf(party: string) {
  const all = (await readAll()).filter(({ basis }) => basis.party === party);
  return all.flatMap(({ askers, times }) => askers.map((asker, at) => [asker, times[at]] as const));
}

test("officers are told apart and counted, and none is named", async () => {
  await read("iom-team", AS_TEAM);
  await read("iom-team", AS_TEAM);
  await read("iom-team", OTHER_SERGEANT);
  await read("solent-housing", AS_HOUSING);

  const team = await askersOf("iom-team");
  expect(team.map(([, times]) => times).toSorted()).toEqual([1, 2]);
  expect(new Set(team.map(([asker]) => asker)).size).toBe(2);
  expect(await askersOf("solent-housing")).toHaveLength(1);
  const rows = await hub.owner`
    select made.*, kept.* from gateway.decision as made join gateway.decision_basis as kept on kept.digest = made.basis`;
  expect(JSON.stringify(rows)).not.toMatch(/sgt-01|lead-01|hous-01/);
});

test("one name in two agencies is two officers, and the gateway cannot read the key they are told apart by", async () => {
  const [row] = await gateway`
    select gateway.asker_of('iom-team', 'sgt-01') = gateway.asker_of('iom-team', 'sgt-01') as same,
      gateway.asker_of('iom-team', 'sgt-01') = gateway.asker_of('solent-housing', 'sgt-01') as elsewhere,
      gateway.asker_of('iom-team', null) as nobody`;
  expect(row).toEqual({ same: true, elsewhere: false, nobody: null });
  await expect(gateway`select key from gateway.asker_key`).rejects.toThrow(/permission denied/);
});

test("of decisions from before officers were counted it is not known who asked", async () => {
  await read("iom-team", AS_TEAM);
  await hub.owner`update gateway.decision set asker = null`;
  expect(await askersOf("iom-team")).toEqual([[null, 1]]);
});

test("a refusal that rests on a decision and one that does not keep as much of who asked", async () => {
  const nothing = await hub.addPerson({ values: { "iom.ragReasons": held("iom-team", "None", { itemKey: "R-1" }) } });
  const sealed = await hub.addPerson({ ...dana, hubStop: "sealed" });
  await hub.owner`delete from gateway.decision_of_nobody`;
  const statuses = [
    await read("solent-housing", AS_HOUSING, nothing),
    await read("solent-housing", AS_HOUSING, sealed),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([404, 404]);
  const [kept] = await hub.owner`select octet_length(asker) as bytes from gateway.decision`;
  const [ofNobody] = await hub.owner`select octet_length(asker) as bytes from gateway.decision_of_nobody`;
  expect([kept, ofNobody]).toEqual([{ bytes: 16 }, { bytes: 16 }]);
});

test("decisions are forgotten after 400 days, and their bases with them", async () => {
  await read("solent-housing", AS_HOUSING);
  await read("iom-team", AS_TEAM);
  await hub.owner`update gateway.decision set at = ${new Date(NOW.getTime() - 401 * DAY_MS)} where party = 'iom-team'`;

  expect(await forgetOldDecisions(gateway, NOW)).toBe(1);

  expect(await hub.owner`select party from gateway.decision`).toEqual([{ party: "solent-housing" }]);
  expect(await hub.owner`select 1 from gateway.decision_basis`).toHaveLength(1);
});
