import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import type { AgreementDiff } from "./agreement-diff.ts";
import type { Agreement } from "./agreement-document.ts";
import { diffAgreements } from "./diff-agreements.ts";

const example = (): Agreement => readDraft("worked-example.isa.yaml");

function diffOf(change: (draft: ReturnType<typeof readDraft>) => void): AgreementDiff {
  const draft = readDraft("worked-example.isa.yaml");
  change(draft);
  return diffAgreements(example(), draft);
}

test("a first version gains all that it shares, and everybody in it is new", () => {
  const diff = diffAgreements(null, example());

  expect(diff.changes.filter(({ direction }) => direction === "loss")).toEqual([]);
  expect(diff.changes.filter(({ party }) => party === "solent-housing").map(({ field, to }) => [field, to])).toEqual(
    expect.arrayContaining([
      ["probation.roshLevel", "generalise:level"],
      ["identity.dateOfBirth", "generalise:age-band"],
    ]),
  );
  expect(diff).toMatchObject({ before: null, terms: [], isWidening: true, leavingParties: [] });
  expect(diff.newParties).toEqual(example().parties.map(({ id }) => id));
});

test("a form raised is a gain, with the facts, the time and the ground, for exactly that recipient", () => {
  const diff = diffOf((draft) => {
    ruleOf(draft, "P03").grants[2].form = "full";
  });

  expect(diff.changes).toEqual([
    {
      party: "solent-housing",
      role: "housingOfficer",
      purpose: "tenancy-support",
      field: "probation.roshLevel",
      originator: "hampshire-police",
      direction: "gain",
      from: "generalise:level",
      to: "full",
      when: [{ "lifecycle-state": ["active", "transition"] }],
      during: [{ from: null, until: null }],
      grounds: [{ rule: "P03", limitedBy: null, clause: "4.4" }],
    },
    expect.objectContaining({ originator: "solent-probation", from: "generalise:level", to: "full" }),
  ]);
  expect(diff.widened).toEqual({
    originators: ["hampshire-police", "solent-probation"],
    recipients: ["solent-housing"],
  });
});

test("a rule that will begin and end changes things only in that time", () => {
  const diff = diffOf((draft) => {
    const rule = structuredClone(ruleOf(draft, "P06"));
    const dates = { starts: "2026-06-01T00:00:00Z", ends: "2026-07-01T00:00:00Z" };
    draft.rules.push({ ...rule, ...dates, id: "P90", purposes: ["iom-case-management"] });
  });

  expect(diff.changes.map(({ role, field, during }) => ({ role, field, during }))).toEqual([
    {
      role: "iomInspector",
      field: "probation.roshLevel",
      during: [{ from: "2026-06-01T00:00:00.000Z", until: "2026-07-01T00:00:00.000Z" }],
    },
  ]);
});

test("a limit taken away is a gain for those it held back", () => {
  const diff = diffOf((draft) => {
    draft.rules = draft.rules.filter(({ id }: { id: string }) => id !== "L02");
  });

  expect(
    diff.changes.map(({ direction, from, to, when, grounds }) => ({ direction, from, to, when, grounds })),
  ).toEqual(
    Array(2).fill({
      direction: "gain",
      from: "withhold",
      to: "generalise:level",
      when: [{ "lifecycle-state": ["custody"] }],
      grounds: [{ rule: "P03", limitedBy: null, clause: "4.4" }],
    }),
  );
});

test("an unknown fact that now counts as one that limits is told as a loss", () => {
  const diff = diffOf((draft) => {
    ruleOf(draft, "L02").when = { fact: "mappa", is: ["yes"] };
  });

  expect(diff.changes.map(({ direction, when }) => ({ direction, when }))).toEqual(
    expect.arrayContaining([
      { direction: "loss", when: [{ "lifecycle-state": ["active", "transition"], mappa: ["yes", "unknown"] }] },
      { direction: "gain", when: [{ "lifecycle-state": ["custody"], mappa: ["no"] }] },
    ]),
  );
});

test("a party that leaves loses what it had, and is named", () => {
  const diff = diffOf((draft) => {
    draft.parties = draft.parties.filter(({ id }: { id: string }) => id !== "solent-housing");
    for (const rule of draft.rules) {
      rule.to = rule.to.filter(({ party }: { party: string }) => party !== "solent-housing");
    }
    draft.rules = draft.rules.filter(({ to }: { to: readonly unknown[] }) => to.length > 0);
  });

  expect(diff.leavingParties).toEqual(["solent-housing"]);
  expect(new Set(diff.changes.map(({ party, direction }) => `${party} ${direction}`))).toEqual(
    new Set(["solent-housing loss"]),
  );
  expect(diff.isWidening).toBe(false);
});

test("the demonstration agreement is compared whole", () => {
  const before = readDraft("agreements/solent-iom.isa.yaml");
  const after = readDraft("agreements/solent-iom.isa.yaml");
  for (const rule of after.rules) {
    rule.when = { not: rule.when ?? { fact: "mappa", is: ["yes"] } };
  }

  const { decisions, changes } = diffAgreements(before, after);

  expect(decisions).toBeGreaterThan(2_500_000);
  expect(new Set(changes.map(({ party }) => party)).size).toBe(before.parties.length);
});
