import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type GatewayAtWork, held } from "#test/gateway-at-work.ts";
import { changedIn, DANA, PURPOSE, sequence, startUpdates, type UpdatesAtWork } from "#test/updates-at-work.ts";

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

test("a change of hidden fields leaves no trace: no update, no gap, no version", async () => {
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  const [before] = await pull("solent-housing");
  await change({ "iom.ragStatus": held("iom-team", "red"), "police.pncId": held("hampshire-police", "x") }, [
    "police.pncId",
  ]);
  expect(await pull("solent-housing")).toEqual([]);
  await change({ "iom.ragStatus": held("iom-team", "green") }, ["iom.ragStatus", "police.pncId"]);
  const [after] = await pull("solent-housing");

  expect(changedIn(after)).toEqual(["iom.ragStatus"]);
  expect(sequence(after)).toBe(sequence(before) + 1);
  expect(after?.data["view_version"]).toBe(Number(before?.data["view_version"]) + 1);
});

test("the same value said again, or by a newer reading, is no update", async () => {
  await change({ "iom.ragStatus": held("iom-team", "amber", { asOf: "2026-11-21T11:00:00Z" }) }, ["iom.ragStatus"]);
  expect(await pull("iom-team")).toEqual([]);
});

test("an update carries exactly the changed fields the recipient may see, under its own id of the person", async () => {
  await change(
    { "police.pncId": held("hampshire-police", "2011/8888888Y"), "iom.ragStatus": held("iom-team", "red") },
    ["police.pncId", "iom.ragStatus"],
  );
  const [housing] = await pull("solent-housing");
  const [probation] = await pull("solent-probation");

  expect(housing).toMatchObject({
    type: "hub.person.updated",
    subject: `/v1/people/${await hub.idFor("solent-housing", person)}`,
    data: { mode: "projected", purpose: PURPOSE, agreement: "solent-iom@1", removed: [] },
  });
  expect(changedIn(housing)).toEqual(["iom.ragStatus"]);
  expect(changedIn(probation).toSorted()).toEqual(["iom.ragStatus", "police.pncId"]);
});

test("a field that became empty is named as removed, and one that may no longer be seen is not", async () => {
  const { "iom.ragStatus": _gone, ...rest } = DANA;
  await hub.changePerson(person, { values: rest }, { fields: ["iom.ragStatus"] });
  const [update] = await pull("solent-housing");
  expect(update?.data).toMatchObject({ changed: {}, removed: ["iom.ragStatus"] });

  const { "identity.firstName": _name, ...nameless } = rest;
  const stopped = { values: nameless, hubStop: "sealed" } as const;
  await hub.changePerson(person, stopped, { fields: ["identity.firstName"] });
  expect(await pull("solent-housing")).toEqual([]);
});

test("many changes that wait become one update with the latest values", async () => {
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  await change({ "iom.ragStatus": held("iom-team", "green") }, ["iom.ragStatus"]);
  const updates = await pull("iom-team");
  expect(updates).toHaveLength(1);
  expect(updates[0]?.data["changed"]).toMatchObject({ "iom.ragStatus": { value: "green" } });
});

test("a restriction after settling takes the waiting update back: a tombstone that names nobody stands in its place", async () => {
  const before = cursors.get("solent-probation");
  await change({ "iom.ragStatus": held("iom-team", "red") }, ["iom.ragStatus"]);
  const given = await pull("solent-probation");
  expect(given).toHaveLength(1);

  const restricted = { values: DANA, accessRestriction: { excluded: ["solent-probation"], restricted: [] } };
  await hub.changePerson(person, restricted, { kind: "access-restricted" });
  if (before !== undefined) {
    cursors.set("solent-probation", before);
  }
  const [again] = await pull("solent-probation");

  expect(again).toMatchObject({
    type: "hub.update.withdrawn",
    sequence: given[0]?.sequence,
    data: { mode: "control" },
  });
  expect(again?.subject).toBeUndefined();
  expect(again?.jws).not.toBe(given[0]?.jws);
});

const waiting = () => hub.owner<{ seq: string }[]>`
  select seq from gateway.delivery join gateway.subscription using (subscription_id)
  where person_id = ${person} and agency_id = 'iom-team' and handed_out_at is null and jws is not null`;

test("a restriction of one officer before delivery leaves what waits for the colleagues as it is", async () => {
  const red = { ...DANA, "iom.ragStatus": held("iom-team", "red") };
  const accessRestriction = { excluded: ["sergeant@iom.example"], restricted: [] };
  const start = cursors.get("iom-team") ?? "";
  await hub.changePerson(person, { values: red, accessRestriction }, { fields: ["iom.ragStatus"] });
  // An officer who is kept out has the change settled without being given it.
  const [first] = await pull("iom-team");
  expect(first?.type).toBe("hub.update.withdrawn");
  expect(await waiting()).toEqual([{ seq: first?.sequence }]);

  await hub.changePerson(person, { values: red, accessRestriction }, { kind: "access-restricted" });
  expect(await pull("iom-team")).toEqual([]);
  expect(await waiting()).toEqual([{ seq: first?.sequence }]);

  cursors.set("iom-team", start);
  expect(await pull("iom-team", "lead-01")).toMatchObject([
    {
      type: "hub.person.updated",
      sequence: first?.sequence,
      data: { changed: { "iom.ragStatus": { value: "red" } } },
    },
  ]);
});

test("of those a restriction leaves out nothing is made again, and what was never seen is sent when they may see it", async () => {
  const red = { ...DANA, "iom.ragStatus": held("iom-team", "red") };
  const officer = { excluded: ["sergeant@iom.example"], restricted: [] };
  await hub.changePerson(person, { values: red, accessRestriction: officer }, { fields: ["iom.ragStatus"] });
  expect(await pull("iom-team")).toHaveLength(1);
  const agency = { excluded: ["iom-team"], restricted: [] };
  await hub.changePerson(person, { values: red, accessRestriction: agency }, { kind: "access-restricted" });

  expect(await pull("iom-team", "lead-01")).toEqual([]);
  expect(await waiting()).toEqual([]);

  await hub.changePerson(person, { values: red }, { fields: ["iom.ragStatus"] });
  expect(await pull("iom-team")).toMatchObject([{ data: { changed: { "iom.ragStatus": { value: "red" } } } }]);
});

test("a consent withdrawn before delivery takes back the update that it touches, and the rest of it still arrives", async () => {
  const consent = {
    consentId: "CN-2",
    takenBy: "solent-drug-services",
    state: "given",
    fields: ["treatment.engagement"],
    recipients: ["iom-team"],
    purposes: [PURPOSE],
    validFrom: "2026-01-01T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  } as const;
  const values = {
    ...DANA,
    "iom.ragStatus": held("iom-team", "red"),
    "treatment.engagement": held("solent-drug-services", "engaging"),
  };
  const accessRestriction = { excluded: ["sergeant@iom.example"], restricted: [] };
  const start = cursors.get("iom-team") ?? "";
  const both = { values, consents: [consent], accessRestriction };
  await hub.changePerson(person, both, { fields: ["iom.ragStatus", "treatment.engagement"] });
  const [first] = await pull("iom-team");
  expect(await waiting()).toEqual([{ seq: first?.sequence }]);

  const withdrawn = { ...both, consents: [{ ...consent, withdrawnAt: "2026-11-21T11:00:00Z" }] };
  await hub.changePerson(person, withdrawn, {
    kind: "consent-withdrawn",
    detail: {
      consentId: "CN-2",
      takenBy: "solent-drug-services",
      fields: ["treatment.engagement"],
      recipients: ["iom-team"],
    },
  });
  cursors.set("iom-team", start);
  const [taken, made, ...others] = await pull("iom-team", "lead-01");

  expect(taken).toMatchObject({ type: "hub.update.withdrawn", sequence: first?.sequence });
  expect(changedIn(made)).toEqual(["iom.ragStatus"]);
  expect(others.filter(({ type }) => type !== "hub.recall")).toEqual([]);
});

test("of one officer kept out and a colleague, the colleague gets the update and the other a tombstone of the same number", async () => {
  const excluded = { excluded: ["j.marsh@probation.example"], restricted: [] };
  const red = { ...DANA, "iom.ragStatus": held("iom-team", "red") };
  await hub.changePerson(person, { values: red, accessRestriction: excluded }, { fields: ["iom.ragStatus"] });
  const start = cursors.get("solent-probation");
  const [kept] = await pull("solent-probation", "prac-02");
  cursors.set("solent-probation", start ?? "");
  const [given] = await pull("solent-probation", "prac-01");

  expect(kept).toMatchObject({ type: "hub.update.withdrawn", sequence: given?.sequence });
  expect(given?.type).toBe("hub.person.updated");
});

test("a withdrawn consent is recalled from those who were given such fields, and nobody else hears of it", async () => {
  const values = { ...DANA, "treatment.engagement": held("solent-drug-services", "engaging") };
  const consent = {
    consentId: "CN-1",
    takenBy: "solent-drug-services",
    state: "given",
    fields: ["treatment.engagement"],
    recipients: ["solent-probation"],
    purposes: [PURPOSE],
    validFrom: "2026-01-01T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  } as const;
  await hub.changePerson(person, { values, consents: [consent] }, { fields: ["treatment.engagement"] });
  const [given] = await pull("solent-probation");
  expect(changedIn(given)).toEqual(["treatment.engagement"]);
  expect(await pull("solent-housing")).toEqual([]);

  const withdrawn = { ...consent, withdrawnAt: "2026-11-21T11:00:00Z" };
  const detail = { consentId: "CN-1", takenBy: "solent-drug-services", fields: consent.fields, recipients: [] };
  await hub.changePerson(person, { values, consents: [withdrawn] }, { kind: "consent-withdrawn", detail });
  const updates = await pull("solent-probation");

  expect(updates).toHaveLength(1);
  expect(updates[0]).toMatchObject({
    type: "hub.recall",
    subject: `/v1/people/${await hub.idFor("solent-probation", person)}`,
    data: { mode: "control", fields: ["treatment.engagement"] },
  });
  expect(await pull("solent-housing")).toEqual([]);
  expect(await pull("iom-team")).toEqual([]);
});
