import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type GatewayAtWork, held } from "#test/gateway-at-work.ts";
import { DANA, PURPOSE, startUpdates, type UpdatesAtWork } from "#test/updates-at-work.ts";

let at: UpdatesAtWork;
let hub: GatewayAtWork;
let cursors: UpdatesAtWork["cursors"];
let pull: UpdatesAtWork["pull"];
let change: UpdatesAtWork["change"];
let person: string;

beforeAll(async () => {
  at = await startUpdates();
  ({ hub, cursors, pull, change } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  person = await at.begin();
});

test("a restriction that keeps others out leaves no trace with those it leaves in, whatever waits for them", async () => {
  const red = { ...DANA, "iom.ragStatus": held("iom-team", "red") };
  await hub.addPerson({ values: DANA });
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  // One page of one update settles both changes, and the second waits.
  const path = `/v1/events?limit=1&after=${cursors.get("solent-housing")}`;
  const asHousing = { actor: "hous-01", purpose: PURPOSE };
  const page = await hub.client("solent-housing").call("GET", path, asHousing);
  cursors.set("solent-housing", (page.body as { readonly cursor: string }).cursor);
  const made = () => hub.owner<{ seq: string; jws: string | null }[]>`
    select seq, jws from gateway.delivery join gateway.subscription using (subscription_id)
    where person_id = ${person} and agency_id = 'solent-housing' order by seq desc limit 1`;
  const before = await made();
  const others = { excluded: ["winchester-prison"], restricted: [] };
  await hub.changePerson(person, { values: red, accessRestriction: others }, { kind: "access-restricted" });

  const updates = await pull("solent-housing");

  expect(updates.map(({ type, sequence: seq, jws }) => ({ type, seq, jws }))).toEqual([
    { type: "hub.person.updated", seq: before[0]?.seq, jws: before[0]?.jws },
  ]);
});

test("a change of a value that is hidden brings forward no value of another originator that waits", async () => {
  const other = await hub.addPerson({ values: DANA });
  await pull("solent-housing");
  const known = { ...DANA, "identity.gender": held("hampshire-police", "F") };
  // The drug service gives housing no gender, and the police do.
  const both = [...held("hampshire-police", "F"), ...held("solent-drug-services", "M")];
  const by = (agencyId: string) => ({ detail: { originators: [agencyId] }, fields: ["identity.gender"] }) as const;
  await hub.changePerson(person, { values: { ...known, "identity.gender": both } }, by("solent-drug-services"));
  await hub.changePerson(other, { values: known }, by("hampshire-police"));
  await hub.changePerson(person, { values: { ...known, "identity.gender": both } }, by("hampshire-police"));

  const subjects = (await pull("solent-housing")).map(({ subject }) => subject);

  const idOf = (personId: string) => hub.idFor("solent-housing", personId);
  expect(subjects).toEqual([`/v1/people/${await idOf(other)}`, `/v1/people/${await idOf(person)}`]);
});
