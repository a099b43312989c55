import { expect, test } from "vitest";
import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import { identityChanges } from "./identity.ts";

const AS_OF = "2026-11-21T02:41:00Z";
const daniel = { first: "Daniel", last: "Ashdown" };
const pnc = { type: "PNC", value: "2007/9001234F", valid: true } as const;

function about(person: PersonReference | null): AgencyEvent {
  return {
    specversion: "1.0",
    id: "rms-extract-1",
    source: "/agencies/hampshire-police/rms-extract",
    type: "police.arrest.recorded",
    time: AS_OF,
    datacontenttype: "application/json",
    dataschema: "/schemas/police.arrest.recorded/1",
    agencyid: "hampshire-police",
    recordedtime: AS_OF,
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: "HC0010001",
      personReference: person,
      dataSubjectCategory: "suspect",
      assertion: "fact",
      additionalInformation: {},
    },
  };
}

const dannyAsh: PersonReference = {
  identifiers: [pnc],
  firstName: "DANNY",
  lastName: "ASH",
  dateOfBirth: "1989-12-04",
  sex: "M",
};

test("a name that nobody holds is an alias, and leaves name, date of birth and gender alone", () => {
  expect(identityChanges(about(dannyAsh), [daniel])).toEqual([
    { kind: "set", field: "police.pncId", value: "2007/9001234F", asOf: AS_OF },
    {
      kind: "put-item",
      field: "identity.aliases",
      itemKey: "danny:ash",
      value: { first: "DANNY", last: "ASH", dob: "1989-12-04" },
      asOf: AS_OF,
    },
  ]);
});

test("a name marked as an alias by its sender is one, whoever is held", () => {
  const changes = identityChanges(about({ ...dannyAsh, alias: true }), null);
  expect(changes.map((change) => change.kind)).toEqual(["set", "put-item"]);
});

test("the first name anybody sends is the name", () => {
  const changes = identityChanges(about({ ...dannyAsh, identifiers: [] }), null);
  expect(changes).toEqual([
    { kind: "set", field: "identity.firstName", value: "DANNY", asOf: AS_OF },
    { kind: "set", field: "identity.lastName", value: "ASH", asOf: AS_OF },
    { kind: "set", field: "identity.dateOfBirth", value: "1989-12-04", asOf: AS_OF },
    { kind: "set", field: "identity.gender", value: "M", asOf: AS_OF },
  ]);
});

test.each([
  ["SIAN", "MORGAN", "Siân", "Morgan"],
  ["Oluwaseun", "Adebayo Jones", "OLUWASEUN", "ADEBAYO-JONES"],
])("%s %s is the same name as %s %s", (first, last, heldFirst, heldLast) => {
  const changes = identityChanges(about({ identifiers: [], firstName: first, lastName: last }), [
    { first: heldFirst, last: heldLast },
  ]);
  expect(changes.map((change) => change.kind)).toEqual(["set", "set"]);
});

test("an identifier that failed its check letter is not shown as the person's", () => {
  expect(identityChanges(about({ identifiers: [{ ...pnc, valid: false }] }), [daniel])).toEqual([]);
});

test("local references and devices are no field of the record", () => {
  const identifiers = [{ type: "LOCAL", value: "HC0010001", valid: true } as const];
  expect(identityChanges(about({ identifiers }), [daniel])).toEqual([]);
});

test("an event about nobody says nothing about anybody", () => {
  expect(identityChanges(about(null), [daniel])).toEqual([]);
});
