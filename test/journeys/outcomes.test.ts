import { afterAll, beforeAll, expect, test } from "vitest";
import { tablesThatHold } from "#test/everything-stored.ts";
import { craig, daniel, kyle, luke, peter, sarah, sian } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** The outcomes of the samples, by their numbers, as at 2026-11-21T12:00:00Z, through the public interface. */
let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
  await scheme.coordinatorWorks();
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

test("outcome 1: the arrest of Danny Ash links to Daniel Ashdown by the short form of his PNC", async () => {
  const { status, fields } = await scheme.read("iom-team", daniel);

  expect(status).toBe(200);
  expect(fields["police.pncId"]?.value).toBe("2007/9001234F");
  expect(fields["police.currentArrest"]?.value).toMatchObject({
    arrestedAt: "2026-11-21T02:41:00Z",
    offenceHoCode: "028/01",
  });
  expect(fields["identity.firstName"]?.value).toBe("Daniel");
  expect(fields["identity.lastName"]?.value).toBe("Ashdown");
  expect(JSON.stringify(fields["identity.aliases"]?.value)).toMatch(/ash/i);
});

test("outcome 5: initials fit both twins, and only the full name points to Luke", async () => {
  const { fields } = await scheme.read("solent-drug-services", luke);

  expect(fields["treatment.engagement"]).toMatchObject({ value: "engaging", form: "full" });
});

test("outcome 6: Damon Aldous is nobody on the scheme, and the others are discarded unread", async () => {
  const strangers = ["Aldous", "Damon", "Tuttle", "Wyndham", "Okafor", "Kestrel", "Oduya"];

  const found = await tablesThatHold(scheme.hub, [...strangers, "Ashdown"]);

  expect(found["Ashdown"]).toContain("core.record_value");
  for (const stranger of strangers) {
    expect(found[stranger], stranger).toEqual([]);
  }
});

test("outcome 7: after the withdrawal nothing from the drug service flows, and the order's appointment still does", async () => {
  for (const agencyId of ["hampshire-police", "solent-probation", "iom-team"]) {
    const { fields } = await scheme.read(agencyId, kyle);
    const fromDrugServices = Object.entries(fields).filter(([, field]) => field.source === "solent-drug-services");
    expect(fromDrugServices, agencyId).toEqual([]);
    expect(fields["treatment.engagement"], agencyId).toBeUndefined();
    expect(fields["treatment.inTreatment"], agencyId).toBeUndefined();
  }
  const { fields } = await scheme.read("iom-team", kyle);
  expect(JSON.stringify(fields["probation.appointments"]?.value)).toContain("Drug test (DRR)");
});

test("outcome 8: an expired consent and a refused one let nothing flow", async () => {
  for (const agencyId of ["hampshire-police", "solent-probation", "iom-team", "solent-yot", "solent-housing"]) {
    const { fields } = await scheme.read(agencyId, sian);
    expect(
      Object.keys(fields).filter((field) => field.startsWith("treatment.")),
      agencyId,
    ).toEqual([]);
  }
});

test("outcome 9: the excluded officer gets what anybody gets for a person who does not exist; the others still read", async () => {
  const excluded = await scheme.read("solent-probation", sarah, { actor: "prac-02" });
  const colleague = await scheme.read("solent-probation", sarah, { actor: "prac-01" });
  const police = await scheme.read("hampshire-police", sarah);

  expect(excluded).toEqual({ status: 404, fields: {} });
  expect(colleague.status).toBe(200);
  expect(police.status).toBe(200);
});

test("outcome 12: merged records become old identifiers of Peter Holloway, and the merge can be undone", async () => {
  const register = (crn: string, id: string) => ({
    eventType: "probation-case.registration.added",
    version: 1,
    occurredAt: "2026-11-20T10:00:00Z",
    description: "A new registration has been added to the probation case",
    additionalInformation: {
      registerTypeCode: "WEAP",
      registerTypeDescription: "Weapons",
      registrationId: id,
      registrationDate: "Fri Nov 20 00:00:00 GMT 2026",
    },
    personReference: { identifiers: [{ type: "CRN", value: crn }] },
  });
  const send = (name: string, ...events: object[]) =>
    scheme.drop("solent-probation", { name: `domain-events-${name}.json`, content: JSON.stringify(events) });
  const risks = async () =>
    JSON.stringify((await scheme.read("iom-team", peter)).fields["probation.dynamicRisks"] ?? null);

  expect(await risks()).not.toContain("WEAP");
  await send("20261122", register("X900019", "2510501"));
  expect(await risks()).toContain("WEAP");

  await send("20261123", {
    eventType: "probation-case.unmerge.completed",
    version: 1,
    occurredAt: "2026-11-21T11:00:00Z",
    description: "Unmerge completed",
    additionalInformation: {
      unmergedCRN: "X900019",
      reactivatedCRN: "X900019",
      sourceCRN: "X900019",
      targetCRN: "X900009",
    },
    personReference: { identifiers: [{ type: "CRN", value: "X900009" }] },
  });
  await send("20261124", {
    ...register("X900019", "2510502"),
    occurredAt: "2026-11-21T11:30:00Z",
    additionalInformation: {
      ...register("X900019", "2510502").additionalInformation,
      registerTypeCode: "STRG",
      registerTypeDescription: "Gangs",
    },
  });
  expect(await risks()).not.toContain("STRG");
});

test("outcome 13: that a recall was considered is forwarded to nobody", async () => {
  for (const { agencyId } of scheme.stage.agencies) {
    const updates = JSON.stringify(await scheme.pull(agencyId));
    const { fields } = await scheme.read(agencyId, craig);
    expect(updates, agencyId).not.toMatch(/66010|recall\.considered|consideration/);
    expect(JSON.stringify(fields), agencyId).not.toMatch(/66010|recall\.considered|consideration/);
  }
});
