import { afterAll, beforeAll, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { client, consent, register } from "#test/made-up-feeds.ts";

const GIVEN_AT = "2026-06-08T10:00:00Z";
const WITHDRAWN_AT = "2026-11-18T14:25:00Z";

let core: CoreAtWork;
let kyle: string;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(register("Kyle", "Brennan", "1994-02-03", "2012/9002003K", "X900002"));
  kyle = await personOf(core, "X900002");
  // A human has said before whose record of the drug service this is.
  await core.owner`
    insert into core.identifier (person_id, type, value, scope, valid, verified_by, verified_at)
    values (${kyle}, 'LOCAL', 'SR-20417', 'solent-drug-services', true, 'iom-team', now())`;
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

test("a withdrawal without terms keeps those the consent had, and whoever had it is told", async () => {
  await core.takeIn(consent("SR-20417", "CN-1", GIVEN_AT), bareWithdrawal("CN-1"));

  const terms = { fields: ["treatment.engagement"], recipients: ["hampshire-police"] };
  const record = await core.read(kyle);
  expect(record?.consents).toMatchObject([{ consentId: "CN-1", ...terms, withdrawnAt: WITHDRAWN_AT }]);
  expect(record?.values["treatment.consent"]?.map(({ value }) => value)).toMatchObject([
    { consentId: "CN-1", ...terms, withdrawnAt: WITHDRAWN_AT },
  ]);
  expect(await toldOf("CN-1")).toEqual([{ consentId: "CN-1", takenBy: "solent-drug-services", ...terms }]);
});

test("a withdrawal of a consent never seen is kept without terms, and is final when the consent comes after all", async () => {
  await core.takeIn(bareWithdrawal("CN-2"));
  const held = async () => {
    const { consents = [] } = (await core.read(kyle)) ?? {};
    return consents === "unreadable" ? [] : consents.filter(({ consentId }) => consentId === "CN-2");
  };
  expect(await held()).toMatchObject([{ fields: [], recipients: [], purposes: [], withdrawnAt: WITHDRAWN_AT }]);

  await core.takeIn(consent("SR-20417", "CN-2", GIVEN_AT));
  expect(await held()).toMatchObject([{ recipients: ["hampshire-police"], withdrawnAt: WITHDRAWN_AT }]);
  expect(await toldOf("CN-2")).toHaveLength(1);
});

function bareWithdrawal(consentId: string) {
  return client("SR-20417", {}, "consent.withdrawn", { consentId, withdrawnAt: WITHDRAWN_AT }, WITHDRAWN_AT);
}

async function toldOf(consentId: string): Promise<readonly unknown[]> {
  const rows = await core.owner<{ detail: unknown }[]>`
    select detail from core.change_feed where kind = 'consent-withdrawn' and detail ->> 'consentId' = ${consentId}`;
  return rows.map(({ detail }) => detail);
}
