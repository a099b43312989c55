import { afterAll, beforeAll, expect, test } from "vitest";
import { policiesOf } from "#policies/made-up-policies.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { versionWithout } from "#test/policy-moves.ts";
import { callerOf } from "#test/verified-caller.ts";
import { officerRegister } from "../disclosure/officer-register.ts";
import { openPseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";
import { createSearch, type Search } from "./run-search.ts";

const opened = new OpenedThings();
let hub: GatewayAtWork;
let search: Search;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  opened.add(() => hub[Symbol.asyncDispose]());
  const sql = openDatabase({ url: hub.servers.databaseUrlFor("hub_gateway"), applicationName: "test" });
  opened.add(() => closeDatabase(sql));
  await hub.addPerson({
    values: {
      "identity.firstName": held("hampshire-police", "Dana"),
      "iom.cohort": held("hampshire-police", "fixed"),
    },
  });
  const pseudonyms = await openPseudonymKeys(sql);
  opened.add(() => pseudonyms[Symbol.asyncDispose]());
  search = createSearch({
    sql,
    clock: hub.clock,
    engine: { policies: anotherEachTime(), pseudonyms, onTransformFailed: () => undefined },
    officers: officerRegister(await demonstrationScheme()),
    cursorSecret: new Uint8Array(32),
  });
});
afterAll(() => opened.close());

/** As if a reload came between any two questions: the version that lets the cohort be searched on, then the one that does not. */
function anotherEachTime() {
  const versions = [versionWithout("iom.ragStatus", 2), versionWithout("iom.cohort", 3)];
  const [first, second] = versions.map((document) => policiesOf([{ document }]));
  let asked = 0;
  return () => {
    asked += 1;
    const policies = asked % 2 === 1 ? first : second;
    if (policies === undefined) throw new Error("two versions were made");
    return policies;
  };
}

test("a search asks for the policy once, so that a reload in the middle of it changes nothing of it", async () => {
  const ask = () => search(callerOf(hub, "solent-housing", "hous-01"), { match: { "iom.cohort": "fixed" } });
  const found = await ask();
  expect(found).toMatchObject({ outcome: "found", body: { agreements: [{ id: "solent-iom", version: 2 }] } });
  expect(found.outcome === "found" && found.body.people).toHaveLength(1);
  expect(await ask()).toMatchObject({ outcome: "field-not-queryable", field: "iom.cohort" });
});
