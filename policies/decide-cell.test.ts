import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement, LimitRule, PermitRule, Rule } from "./agreement-document.ts";
import { decideCell } from "./decide-cell.ts";
import { indexAgreement } from "./index-agreement.ts";
import { standing } from "./made-up-policies.ts";
import { NOW } from "./made-up-record.ts";
import { scopeOf, type WithheldFields } from "./policy-set.ts";

const worked: Agreement = readDraft("worked-example.isa.yaml");
const boundFrom = Object.fromEntries(worked.parties.map(({ id }) => [id, worked.effective.from]));

const permit: PermitRule = {
  id: "P10",
  clause: "4.1",
  kind: "permit",
  from: ["hampshire-police", "solent-probation"],
  to: [{ party: "solent-housing", roles: ["housingOfficer"] }],
  purposes: ["tenancy-support"],
  gateways: ["cda1998.s115"],
  bases: ["le-statutory", "public-task"],
  grants: [{ form: "full", fields: ["identity.dateOfBirth"] }],
};
const limit: LimitRule = {
  id: "L10",
  clause: "5.1",
  kind: "limit",
  to: [{ party: "solent-housing" }],
  purposes: ["*"],
  grants: [{ form: "generalise:age-band", fields: ["identity.dateOfBirth"] }],
};
const toMask: LimitRule = {
  ...limit,
  id: "L11",
  clause: "5.2",
  grants: [{ form: "mask", fields: ["identity.dateOfBirth"] }],
};

function decided(rules: readonly Rule[], originator = "hampshire-police", withheld: readonly WithheldFields[] = []) {
  const agreement = indexAgreement({ ...worked, rules }, standing("active", boundFrom, withheld));
  const scope = scopeOf(agreement, "solent-housing", "housingOfficer", "tenancy-support");
  const within = { agreement, scope, party: "solent-housing", nowMs: NOW.getTime() };
  return decideCell(within, { field: "identity.dateOfBirth", originator, facts: { "age-group": "adult" } });
}

test("of several limits the lowest holds, and it is the one named", () => {
  const lowest = { form: "mask", rule: "P10", limitedBy: "L11", clause: "5.2" };
  expect(decided([permit, limit, toMask])).toMatchObject(lowest);
  expect(decided([toMask, limit, permit])).toMatchObject(lowest);
});

test("of several permits the highest holds, and the lowest rule among equals is named", () => {
  const band: PermitRule = { ...permit, id: "P09", grants: limit.grants };
  expect(decided([band, permit])).toMatchObject({ form: "full", rule: "P10" });
  expect(
    decided([
      { ...permit, id: "P100" },
      { ...permit, id: "P99" },
    ]),
  ).toMatchObject({ rule: "P99" });
});

test("a limit that names originators leaves the values of others alone", () => {
  const ofPolice: LimitRule = { ...limit, from: ["hampshire-police"] };
  expect(decided([permit, ofPolice], "hampshire-police")).toMatchObject({ limitedBy: "L10" });
  expect(decided([permit, ofPolice], "solent-probation")).toMatchObject({ form: "full", limitedBy: null });
});

test("a permit says nothing of a value from somebody it does not name", () => {
  expect(decided([permit], "solent-yot")).toMatchObject({ form: "withhold", reason: "NO_RULE", rule: null });
});

test("a limit that takes nothing away is not named", () => {
  const band: PermitRule = { ...permit, grants: limit.grants };
  expect(decided([band, limit])).toMatchObject({ form: "generalise:age-band", reason: "PERMITTED", limitedBy: null });
});

test("a limit to nothing withholds, and still names the permit it takes from", () => {
  const toNothing: LimitRule = { ...limit, grants: [{ form: "withhold", fields: ["identity.dateOfBirth"] }] };
  expect(decided([permit, toNothing])).toEqual({
    originator: "hampshire-police",
    form: "withhold",
    reason: "LIMITED_BY_RULE",
    rule: "P10",
    limitedBy: "L10",
    clause: "5.1",
    gateways: [],
    sourceBasis: null,
    recipientBasis: null,
    onward: null,
    facts: {},
  });
});

test("onward is the strictest term of the permits that reach the form, and not of those that do not", () => {
  const free: PermitRule = { ...permit, onward: "parties-same-purpose" };
  const strictBand: PermitRule = { ...permit, id: "P11", onward: "never", grants: limit.grants };
  expect(decided([free, strictBand])).toMatchObject({ form: "full", onward: "parties-same-purpose" });
  expect(decided([free, strictBand, limit])).toMatchObject({ form: "generalise:age-band", onward: "never" });
  expect(decided([permit])).toMatchObject({ onward: worked.onward.default });
});

test("a party that suspends one of its fields stops giving it, while others give it and it gives the rest", () => {
  const ofPolice = [{ party: "hampshire-police", fields: ["identity.dateOfBirth" as const] }];
  const ofOthers = [{ party: "hampshire-police", fields: ["police.pncId" as const] }];
  expect(decided([permit], "hampshire-police", ofPolice)).toMatchObject({ form: "withhold", reason: "NO_RULE" });
  expect(decided([permit], "solent-probation", ofPolice)).toMatchObject({ form: "full", rule: "P10" });
  expect(decided([permit], "hampshire-police", ofOthers)).toMatchObject({ form: "full", rule: "P10" });
});

test("a permit is for the roles it names, a limit without roles for every role", () => {
  const forOthers: PermitRule = { ...permit, to: [{ party: "solent-housing", roles: ["manager"] }] };
  expect(decided([forOthers])).toMatchObject({ reason: "NO_RULE" });
  expect(decided([permit, limit])).toMatchObject({ limitedBy: "L10" });
});
