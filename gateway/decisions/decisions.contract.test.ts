import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LoggedBasis } from "#policies/logged-basis.ts";
import { policiesOf } from "#policies/made-up-policies.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { type ReplayedDecision, replayDecision } from "#policies/replay-decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { eventually } from "#test/eventually.ts";
import { type GatewayAtWork, held, type SeededRecord, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { readFolder } from "../agreements/read-folder.ts";
import { schemeTerms } from "../agreements/scheme-terms.ts";

const PURPOSE = "iom-case-management";
const AS_TEAM = { actor: "sgt-01", purpose: PURPOSE };
const AS_HOUSING = { actor: "hous-01", purpose: PURPOSE };

const dana: SeededRecord = {
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": [...held("hampshire-police", "Marsh"), ...held("solent-probation", "Marsh")],
    "identity.dateOfBirth": held("hampshire-police", "1990-03-04"),
    "police.pncId": held("hampshire-police", "2010/9999999X"),
    "police.offendingHistory": [
      ...held("hampshire-police", { hoCode: "028/01" }, { itemKey: "OFF-1" }),
      ...held("hampshire-police", { hoCode: "030/02" }, { itemKey: "OFF-2" }),
    ],
    "treatment.engagement": held("solent-drug-services", "engaged"),
    "iom.ragStatus": held("iom-team", "amber"),
    "iom.ragReasons": held("iom-team", "Missed appointments", { itemKey: "R-1" }),
  },
};

let hub: GatewayAtWork;
let gateway: Sql;
let policies: PolicySet;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  gateway = openDatabase({
    url: hub.servers.databaseUrlFor("hub_gateway"),
    applicationName: "test",
    maxConnections: 2,
  });
  const documents = await readFolder(`${packageRoot()}/policies/agreements`);
  const scheme = await demonstrationScheme();
  policies = { ...policiesOf(documents.map((document) => ({ document }))), ...schemeTerms(scheme) };
});
afterAll(async () => {
  await closeDatabase(gateway);
  await hub[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await hub.owner`delete from gateway.decision`;
  person = await hub.addPerson(dana);
});

const read = async (agencyId: string, who: typeof AS_TEAM, query = "") =>
  hub.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, person)}${query}`, who);

type Kept = {
  readonly receipt_id: string;
  readonly person_id: string;
  readonly party: string;
  readonly outlet: string;
  readonly at: Date;
  readonly basis: Omit<LoggedBasis, "outlet">;
  readonly given: Readonly<Record<string, readonly string[]>>;
  readonly detail: LedgerDetail;
};

/** What the ledger's own committed detail says of the same disclosure. */
type LedgerDetail = {
  readonly fields?: Readonly<Record<string, readonly { readonly form: string; readonly originator: string }[]>>;
};

async function kept(): Promise<readonly Kept[]> {
  const rows = await hub.owner<(Omit<Kept, "detail"> & { readonly detail: Buffer })[]>`
    select receipt_id, decision.person_id, party, outlet, at, kept.basis, given, detail
    from gateway.decision join gateway.decision_basis as kept on kept.digest = decision.basis
    join ledger.entry_secret using (receipt_id) where decision.person_id = ${person} order by at`;
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail.toString("utf8")) }));
}

function replayed({ basis, outlet, at }: Kept): ReplayedDecision {
  const agreement = policies.agreements.find(({ document }) => document.id === basis.agreement);
  if (agreement === undefined) throw new Error(`no agreement ${basis.agreement}`);
  return replayDecision({ ...basis, outlet }, { agreement, at, precedence: policies.precedence });
}

/** Of each field that left, the cells it was made from, as the ledger keeps them. */
function releasedBy(decision: ReplayedDecision) {
  const fields = Object.entries(decision).map(([field, { cells, chosen }]) => {
    const used = chosen === undefined ? cells : cells.slice(chosen, chosen + 1);
    const all = used.flatMap(({ verdict, count }) => Array.from({ length: count }, () => verdict));
    const released = all
      .filter(({ form }) => form !== "withhold")
      .map(({ originator, form, reason, rule, limitedBy, clause }) => ({
        originator,
        form,
        reason,
        rule,
        limitedBy,
        clause,
      }));
    return [field, released] as const;
  });
  return Object.fromEntries(fields.filter(([, released]) => released.length > 0));
}

test("P8: a reading is decided again from its log exactly as the ledger has it", async () => {
  expect((await read("solent-housing", AS_HOUSING)).status).toBe(200);
  expect((await read("iom-team", AS_TEAM)).status).toBe(200);
  expect((await read("iom-team", AS_TEAM, "?fields=identity.firstName")).status).toBe(200);

  const rows = await kept();
  expect(rows.map(({ party, outlet }) => [party, outlet])).toEqual([
    ["solent-housing", "people.read"],
    ["iom-team", "people.read"],
    ["iom-team", "people.read"],
  ]);
  for (const row of rows) {
    expect(releasedBy(replayed(row))).toEqual(row.detail.fields);
  }
});

test("what was withheld is in the basis as well, and no value, id or item key is", async () => {
  const answer = await read("solent-housing", AS_HOUSING);
  expect(Object.keys((answer.body as { fields: object }).fields)).not.toContain("police.pncId");

  const [row] = await kept();
  expect(row?.basis.cells).toContainEqual({
    field: "police.pncId",
    originator: "hampshire-police",
    facts: {},
    count: 1,
  });
  expect(row?.basis.cells).toContainEqual({
    field: "police.offendingHistory",
    originator: "hampshire-police",
    facts: {},
    count: 2,
  });
  const text = JSON.stringify(row?.basis);
  for (const secret of ["Dana", "Marsh", "1990", "2010/9999999X", "OFF-1", "R-1", person]) {
    expect(text).not.toContain(secret);
  }
});

test("what left and whose it was stands beside the basis; the recipient's own does not", async () => {
  await read("iom-team", AS_TEAM, "?fields=identity.firstName,iom.ragStatus");
  const [row] = await kept();
  expect(row?.given).toEqual({ "identity.firstName": ["hampshire-police"] });
});

test("P8: a search hit is a decision on what it shows", async () => {
  await hub.client("iom-team").call("POST", "/v1/searches", {
    ...AS_TEAM,
    body: { match: { "identity.firstName": "Dana", "police.pncId": "2010/9999999X" } },
  });
  const [row, ...more] = await kept();
  expect(more).toEqual([]);
  expect(row?.outlet).toBe("searches");
  expect(row && releasedBy(replayed(row))).toEqual(row?.detail.fields);
});

test("P8: an update is a decision on what changed", async () => {
  const pull = () => hub.client("iom-team").call("GET", "/v1/events", AS_TEAM);
  await pull();
  await hub.owner`delete from gateway.decision`;
  const changed = { values: { ...dana.values, "police.pncId": held("hampshire-police", "2011/1234567Y") } };
  await hub.changePerson(person, changed, { fields: ["police.pncId"] as FieldPath[] });
  await eventually(async () => {
    await pull();
    expect(await kept()).toHaveLength(1);
  });
  const [row] = await kept();
  expect(row?.outlet).toBe("updates");
  expect(row && releasedBy(replayed(row))).toEqual(row?.detail.fields);
  expect(row?.given).toEqual({ "police.pncId": ["hampshire-police"] });
});

test("that there was nothing to share is a decision too; that somebody is unknown or kept out of sight is none", async () => {
  const asked = await read("solent-housing", AS_HOUSING, "?fields=police.pncId");
  expect(asked.status).toBe(404);
  const [row] = await kept();
  expect(row?.given).toEqual({});
  expect(row && releasedBy(replayed(row))).toEqual({});

  await hub.owner`delete from gateway.decision`;
  await hub.changePerson(person, { ...dana, accessRestriction: { excluded: ["solent-housing"], restricted: [] } }, {});
  expect((await read("solent-housing", AS_HOUSING)).status).toBe(404);
  const nobody = "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
  expect((await hub.client("solent-housing").call("GET", nobody, AS_HOUSING)).status).toBe(404);
  expect(await hub.owner`select 1 from gateway.decision`).toHaveLength(0);
});

test.each(["decision", "decision_basis"])("without a %s there is no answer", async (table) => {
  await hub.owner`delete from gateway.decision_basis`;
  await hub.owner`revoke insert on gateway.${hub.owner(table)} from hub_gateway`;
  try {
    for (const query of ["", "?fields=police.pncId"]) {
      const answer = await read("solent-housing", AS_HOUSING, query);
      expect(answer).toMatchObject({ status: 503, body: { code: "log-unavailable" } });
    }
  } finally {
    await hub.owner`grant insert on gateway.${hub.owner(table)} to hub_gateway`;
  }
  expect((await read("solent-housing", AS_HOUSING)).status).toBe(200);
});

test("a basis is kept once, however many decisions rest on it", async () => {
  await hub.owner`delete from gateway.decision_basis`;
  await Promise.all(Array.from({ length: 12 }, () => read("solent-housing", AS_HOUSING)));
  const [counted] = await hub.owner`
    select (select count(*)::int from gateway.decision) as decisions, (select count(*)::int from gateway.decision_basis) as bases`;
  expect(counted).toEqual({ decisions: 12, bases: 1 });
});

test("the gateway may keep and forget decisions, and never change one", async () => {
  await expect(gateway`update gateway.decision set at = now()`).rejects.toThrow("permission denied");
  await expect(gateway`update gateway.decision_basis set basis = '{}'`).rejects.toThrow("permission denied");
});
