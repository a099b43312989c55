import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { OriginatorCap } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import { CATALOGUE, heightOf } from "./catalogue.ts";
import { decide } from "./decide.ts";
import { explainFor } from "./explain.ts";
import { policiesOf } from "./made-up-policies.ts";
import { ACTIVE, held, madeUpRecord, madeUpRequest } from "./made-up-record.ts";

const POLICIES = policiesOf([{ document: readDraft("worked-example.isa.yaml") }]);
const POLICE = "hampshire-police";
const values = {
  "identity.firstName": [held(POLICE, "Dana"), held("solent-yot", "Dana")],
  "identity.dateOfBirth": [held(POLICE, "1990-03-04")],
  "police.offendingHistory": [
    held(POLICE, { hoCode: "28/3" }, { itemKey: "C-1" }),
    held(POLICE, { hoCode: "34/1" }, { itemKey: "C-2" }),
  ],
  "police.pncId": [held(POLICE, "2010/9999999X")],
};

const cap = (more: Partial<OriginatorCap>): OriginatorCap => ({
  originator: POLICE,
  recipient: "solent-probation",
  field: null,
  itemKey: null,
  form: "withhold",
  ...more,
});

function decided(...originatorCaps: readonly OriginatorCap[]) {
  return decide(madeUpRequest(), madeUpRecord(values, ACTIVE, { originatorCaps }), POLICIES);
}

function formsOf(decision: ReturnType<typeof decided>) {
  return decision.outcome === "refused"
    ? decision.code
    : Object.fromEntries(
        Object.entries(decision.fields).map(([field, { cells }]) => [field, cells.map(({ form }) => form)]),
      );
}

const UNCAPPED = formsOf(decided());

describe("an originator holds back", () => {
  test("all of a person, so that nothing is left to share", () => {
    expect(formsOf(decided(cap({})))).toBe("NOTHING_TO_SHARE");
  });

  test("one field, to the form it names, with the reason and the permit's own rule and clause", () => {
    const form = "generalise:age-band";
    const decision = decided(cap({ field: "identity.dateOfBirth", form }));
    expect(formsOf(decision)).toEqual({ ...Object(UNCAPPED), "identity.dateOfBirth": [form] });
    expect(decision).toMatchObject({
      fields: {
        "identity.dateOfBirth": {
          cells: [{ form, reason: "LIMITED_BY_ORIGINATOR", rule: "P01", limitedBy: null, clause: "4.1" }],
        },
      },
    });
  });

  test("one item of a list and not the others", () => {
    const decision = decided(cap({ field: "police.offendingHistory", itemKey: "C-1" }));
    expect(formsOf(decision)).toEqual({ ...Object(UNCAPPED), "police.offendingHistory": ["withhold", "full"] });
  });

  test("an item of which it is not known which it is, as soon as any item is held back", () => {
    const unnamed = { "police.offendingHistory": [held(POLICE, { hoCode: "28/3" })] };
    const originatorCaps = [cap({ field: "police.offendingHistory", itemKey: "C-1", form: "mask" })];
    const decision = decide(madeUpRequest(), madeUpRecord(unnamed, ACTIVE, { originatorCaps }), POLICIES);
    expect(formsOf(decision)).toEqual({ "police.offendingHistory": ["mask"] });
  });

  test("everything where it names a form that the field does not have", () => {
    const decision = decided(cap({ field: "identity.dateOfBirth", form: "generalise:band" }));
    expect(formsOf(decision)).toMatchObject({ "identity.dateOfBirth": ["withhold"] });
  });

  test.each([
    ["of another recipient", cap({ recipient: "solent-housing" })],
    ["of values it did not give", cap({ originator: "solent-yot", field: "police.pncId" })],
    ["of a form that is no lower", cap({ field: "police.pncId", form: "full" })],
  ])("nothing %s", (_, other) => {
    expect(formsOf(decided(other))).toEqual(UNCAPPED);
  });

  test("nothing from itself", () => {
    const own = madeUpRequest({ party: POLICE, role: "leadOfficer", actorEmail: "a@police.example" });
    const originatorCaps = [cap({ recipient: POLICE })];
    const decision = decide(own, madeUpRecord(values, ACTIVE, { originatorCaps }), POLICIES);
    expect(formsOf(decision)).toMatchObject({ "police.pncId": ["full"] });
  });

  test("no more than a rule already does: of equals the rule is named", () => {
    const child = madeUpRecord(
      { "identity.dateOfBirth": values["identity.dateOfBirth"] },
      { "lifecycle-state": "active" },
    );
    const originatorCaps = [cap({ field: "identity.dateOfBirth", form: "generalise:age-band" })];
    const decision = decide(madeUpRequest(), { ...child, originatorCaps }, POLICIES);
    expect(decision).toMatchObject({
      fields: { "identity.dateOfBirth": { cells: [{ reason: "LIMITED_BY_RULE", limitedBy: "L01" }] } },
    });
  });

  test("so that a recipient from whom a value is withheld is told no more than of any other", () => {
    const shown = explainFor(decided(cap({ field: "police.pncId" })));
    expect(shown).toMatchObject({
      fields: { "police.pncId": { form: "withhold", reason: "NOT_SHARED", clause: null } },
    });
  });

  test("evidence, and with it what rests on it", () => {
    const personId = "8f6f5a1c-0000-4000-8000-000000000001";
    const evidence = [{ personId, field: "police.pncId", originator: POLICE, neededForm: "full" } as const];
    const record = madeUpRecord({ "identity.firstName": [held(POLICE, "Dana", { evidence })] }, ACTIVE);
    const seen = decide(madeUpRequest(), record, POLICIES);
    const originatorCaps = [cap({ field: "police.pncId", itemKey: "C-1", form: "mask" })];
    const heldBack = decide(madeUpRequest(), { ...record, originatorCaps }, POLICIES);
    expect([formsOf(seen), formsOf(heldBack)]).toEqual([{ "identity.firstName": ["full"] }, "NOTHING_TO_SHARE"]);
  });
});

const fields = Object.keys(values) as FieldPath[];
const caps = fc.array(
  fc.record({
    originator: fc.constantFrom(POLICE, "solent-yot"),
    recipient: fc.constantFrom("solent-probation", "solent-housing"),
    field: fc.constantFrom(null, ...fields),
    itemKey: fc.constantFrom(null, "C-1", "C-2"),
    form: fc.constantFrom(
      "withhold",
      "mask",
      "full",
      "gossip",
      ...fields.flatMap((field) => [...CATALOGUE[field].ladder]),
    ),
  }),
  { maxLength: 5 },
);

test("whatever originators say, nothing rises", () => {
  fc.assert(
    fc.property(caps, (drawn) => {
      const forms = formsOf(decided(...drawn));
      for (const field of fields) {
        for (const [at, form] of (Object(forms)[field] ?? []).entries()) {
          const without = Object(UNCAPPED)[field][at];
          expect(heightOf(field, form)).toBeLessThanOrEqual(heightOf(field, without));
        }
      }
    }),
  );
});
