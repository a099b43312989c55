import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { issueErasureNotices } from "#gateway/erasure/issue-erasure-notices.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import { type GatewayAtWork, NOW } from "#test/gateway-at-work.ts";
import { DANA, PURPOSE, startUpdates, type UpdatesAtWork } from "#test/updates-at-work.ts";

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
  await hub.owner`delete from gateway.disclosed`;
});

const agreement = readDraft("agreements/solent-iom.isa.yaml");

/** Housing reads her, and an agreement that is narrowed then takes the colour from it. */
async function narrow(): Promise<void> {
  const path = `/v1/people/${await hub.idFor("solent-housing", person)}`;
  const asHousing = { actor: "hous-01", purpose: PURPOSE };
  expect((await hub.client("solent-housing").call("GET", path, asHousing)).status).toBe(200);
  const lost = new Map([["solent-housing", ["iom.ragStatus" as const]]]);
  await hub.owner.begin((tx) => issueErasureNotices(tx, { agreement, reason: "narrowed", lost, now: NOW }));
}

test("a notice to erase what an agreement no longer gives comes where its receiver listens, once, and to nobody else", async () => {
  await narrow();
  const [recall, ...others] = await at.pull("solent-housing");

  expect(others).toEqual([]);
  expect(recall).toMatchObject({
    type: "hub.recall",
    subject: `/v1/people/${await hub.idFor("solent-housing", person)}`,
    data: { mode: "control", purpose: PURPOSE, fields: ["iom.ragStatus"], receipt: { id: expect.any(String) } },
  });
  expect(JSON.stringify(recall?.data)).not.toContain("amber");
  expect(await at.pull("solent-housing")).toEqual([]);
  expect(await at.pull("solent-probation")).toEqual([]);
});

test("a receiver that is kept from the person since is told nothing, and a receiver of another agreement neither", async () => {
  await narrow();
  const kept = { values: DANA, accessRestriction: { excluded: ["solent-housing"], restricted: [] } };
  await hub.changePerson(person, kept, { kind: "access-restricted" });
  expect(await at.pull("solent-housing")).toEqual([]);

  await hub.changePerson(person, { values: DANA }, { kind: "access-restricted" });
  const lost = new Map([["solent-housing", ["iom.ragStatus" as const]]]);
  // Given before agreements were kept with it, so that it counts under any.
  await hub.owner`update gateway.disclosed set agreement_id = ''`;
  const other = { ...agreement, id: "another" };
  const issued = await hub.owner.begin((tx) =>
    issueErasureNotices(tx, { agreement: other, reason: "narrowed", lost, now: NOW }),
  );
  expect(issued).toBe(1);
  expect(await at.pull("solent-housing")).toEqual([]);
});
