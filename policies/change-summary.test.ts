import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { summariseChanges, summaryFor, summaryInText } from "./change-summary.ts";
import { diffAgreements } from "./diff-agreements.ts";

type Draft = ReturnType<typeof readDraft>;

function summaryOf(change: (draft: Draft) => void, from: (draft: Draft) => void = () => {}) {
  const [before, after] = [readDraft("worked-example.isa.yaml"), readDraft("worked-example.isa.yaml")];
  from(before);
  from(after);
  change(after);
  return summariseChanges(diffAgreements(before, after));
}

/** A rule for housing that probation alone gives, so that nobody wonders whose it is. */
function housingSeesRisk(draft: Draft): void {
  draft.rules.push({
    ...ruleOf(draft, "P03"),
    id: "P20",
    from: ["solent-probation"],
    grants: [{ form: "full", fields: ["probation.tier"] }],
    when: { fact: "cohort", is: ["fixed", "flex", "free"] },
  });
}

test("a gain is told as data protection officers say it: who, for what, which field, how far and when", () => {
  const { gains, losses, terms } = summaryOf(housingSeesRisk);

  expect(gains.map(({ sentence }) => sentence)).toEqual([
    "GAINS Solent Council Housing (housing officer), for *Finding and keeping accommodation*: Tier: not shared -> in full, where IOM registration is fixed, flex or free",
  ]);
  expect([losses, terms]).toEqual([[], []]);
});

test("the whole line is there for a screen to use", () => {
  const { gains } = summaryOf(housingSeesRisk);

  expect(gains).toEqual([
    {
      key: expect.stringMatching(/^gain:solent-housing:probation\.tier:[0-9a-f]{16}$/),
      party: "solent-housing",
      roles: ["housingOfficer"],
      purposes: ["tenancy-support"],
      field: "probation.tier",
      originators: ["solent-probation"],
      direction: "gain",
      from: "withhold",
      to: "full",
      when: [{ cohort: ["fixed", "flex", "free"] }],
      during: [{ from: null, until: null }],
      isSpecial: false,
      concernsUnder18s: true,
      sentence: expect.stringContaining("Tier"),
    },
  ]);
});

test("a gain has the same key whatever else changes, and another one when it goes further", () => {
  const keyOfTier = (change: (draft: Draft) => void) =>
    summaryOf(change).gains.find(({ field }) => field === "probation.tier")?.key;
  const alone = keyOfTier(housingSeesRisk);

  const amongOthers = keyOfTier((draft) => {
    housingSeesRisk(draft);
    ruleOf(draft, "P04").when.is = ["t1"];
    draft.title = "Another title";
  });
  const further = keyOfTier((draft) => {
    housingSeesRisk(draft);
    draft.rules.at(-1).when.is = ["fixed", "flex", "free", "none"];
  });

  expect(amongOthers).toBe(alone);
  expect(further).not.toBe(alone);
});

test("health comes first, then crime, then children; a gain before any loss", () => {
  const { gains, losses } = summaryOf((draft) => {
    ruleOf(draft, "P01").when = { fact: "lifecycle-state", is: ["active", "custody", "transition", "closed"] };
    ruleOf(draft, "P02").when.all[1].is = ["active", "custody", "transition", "closed"];
    ruleOf(draft, "P04").when.is = ["t1", "t2", "t3"];
    ruleOf(draft, "P05").grants = [{ form: "pseudonymise", fields: ["police.pncId"] }];
  });

  const fields = gains.map(({ field }) => field);
  expect([...new Set(fields)]).toEqual([
    "treatment.engagement",
    "treatment.drugServiceAttendance",
    "police.offendingHistory",
    "youth.youthOrders",
    "identity.dateOfBirth",
    "police.intelligence",
    "identity.firstName",
    "identity.lastName",
    "police.pncId",
  ]);
  expect(losses.map(({ field }) => field)).toEqual(["police.offendingHistory"]);
});

test("a gain of health data is marked, and one that no child can be touched by is not marked as one of children", () => {
  const { gains } = summaryOf((draft) => {
    ruleOf(draft, "P02").when = { all: [ruleOf(draft, "P02").when, { fact: "age-group", is: ["adult"] }] };
    ruleOf(draft, "P02").to[0].roles.push("spo");
  });

  expect(gains.map(({ field, isSpecial, concernsUnder18s }) => ({ field, isSpecial, concernsUnder18s }))).toEqual([
    { field: "treatment.engagement", isSpecial: true, concernsUnder18s: false },
    { field: "treatment.drugServiceAttendance", isSpecial: true, concernsUnder18s: false },
  ]);
});

test("an age that is not known may be a child's, and the sentence says so", () => {
  const { gains } = summaryOf((draft) => {
    ruleOf(draft, "L01").when = { fact: "age-group", is: ["adult"] };
    ruleOf(draft, "L01").grants.pop();
    ruleOf(draft, "L01").purposes = ["tenancy-support"];
  });

  expect(gains.map(({ sentence }) => sentence)).toContain(
    "GAINS Probation Service (Solent) (probation practitioner and senior probation officer), for *Managing a person in the IOM cohort*: Date of birth from Hampshire Police: as an age band -> in full, where the person is under 18 or the age is not known, and where the IOM case is active, in custody or in transition",
  );
  expect(gains.every(({ concernsUnder18s }) => concernsUnder18s)).toBe(true);
});

test("roles that change alike are told together, and those that do not are not", () => {
  const { gains } = summaryOf((draft) => {
    ruleOf(draft, "P06").to[0].roles = ["iomInspector", "leadOfficer"];
    ruleOf(draft, "P06").purposes = ["emergency", "iom-case-management"];
  });

  expect(gains.map(({ roles, purposes }) => ({ roles, purposes }))).toEqual([
    { roles: ["iomInspector", "leadOfficer"], purposes: ["iom-case-management"] },
    { roles: ["leadOfficer"], purposes: ["emergency"] },
  ]);
});

test("dates are told in words, and terms after the forms", () => {
  const summary = summaryOf((draft) => {
    ruleOf(draft, "P04").starts = "2026-06-01T00:00:00Z";
    ruleOf(draft, "P04").onward = "with-originator-consent";
    draft.retention[0].keepDays = 90;
  });

  expect(summaryInText(summary)).toBe(`solent-example version 1 -> solent-example version 1: no gains, 1 loss, 2 terms.

LOSES Probation Service (Solent) (probation practitioner), for *Moving a young person to adult services*: Youth orders: in full -> not shared, where the move to adult services is begun or accepted, until 1 June 2026, 00:00 UTC
ALLOWS MORE onward (passing on, Probation Service (Solent)): Youth orders: may not be passed on -> may be passed on when whoever gave it agrees
ALLOWS LESS retention (id kept): 365 days -> 90 days
`);
});

test("a party is shown what it gives and what it gets, and nothing between others", () => {
  const summary = summaryOf((draft) => {
    ruleOf(draft, "P04").when.is = ["t1", "t2", "t3"];
    ruleOf(draft, "P06").to[0].roles = ["iomInspector", "leadOfficer"];
    draft.clauses[3].text = "The YOT shares youth orders.";
  });

  const fieldsOf = (party: string) => summaryFor(party, summary).gains.map(({ field }) => field);
  expect(fieldsOf("solent-yot")).toEqual(["youth.youthOrders"]);
  expect(fieldsOf("hampshire-police")).toEqual(["probation.roshLevel"]);
  expect(fieldsOf("solent-probation")).toEqual(["probation.roshLevel", "youth.youthOrders"]);
  expect(summaryFor("solent-yot", summary).terms.map(({ subject }) => subject)).toEqual(["4.6"]);
  expect(summaryFor("solent-housing", summary)).toMatchObject({ gains: [], losses: [], terms: [] });
});

test("where nothing changes, that is all it says", () => {
  expect(summaryInText(summaryOf(() => {}))).toBe(
    "solent-example version 1 -> solent-example version 1: nothing changes.\n",
  );
});
