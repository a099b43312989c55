import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import type { LoggedBasis, LoggedCell } from "./logged-basis.ts";
import { createSimulation } from "./simulate.ts";
import { simulationInText } from "./simulation/simulation-in-text.ts";

type Draft = ReturnType<typeof readDraft>;

function simulationOf(change: (draft: Draft) => void, atMs?: number) {
  const after = readDraft("worked-example.isa.yaml");
  change(after);
  return createSimulation(readDraft("worked-example.isa.yaml"), after, atMs);
}

function held(field: string, originator: string, more: Partial<LoggedCell> = {}): LoggedCell {
  return { field, originator, facts: {}, count: 1, ...more };
}

const HOUSING = { party: "solent-housing", role: "housingOfficer", purpose: "tenancy-support" };
const PROBATION = { party: "solent-probation", role: "probationPractitioner", purpose: "iom-case-management" };

function basis(of: Partial<LoggedBasis>): LoggedBasis {
  return { agreement: "solent-example", version: 1, outlet: "people.read", facts: {}, cells: [], ...HOUSING, ...of };
}

const ROSH = held("probation.roshLevel", "solent-probation");
const ACTIVE = { "lifecycle-state": "active" };

const riskInFull = (draft: Draft) => {
  ruleOf(draft, "P03").grants[2].form = "full";
};

test("counts decisions and people that would have been told more, each person once", () => {
  const simulation = simulationOf(riskInFull);
  const active = basis({ facts: ACTIVE, cells: [ROSH] });
  const closed = basis({ facts: { "lifecycle-state": "closed" }, cells: [ROSH] });

  simulation.add(active, 2, "dana", "h-01");
  simulation.add(active, 1, "dana", "h-02");
  simulation.add(active, 1, "lee", "h-01");
  simulation.add(closed, 5, "sam", "h-01");

  const change = {
    field: "probation.roshLevel",
    direction: "gain",
    from: "generalise:level",
    to: "full",
    decisions: 4,
    people: 2,
    practitioners: 2,
    askerUnknown: 0,
  };
  expect(simulation.report()).toEqual({
    decisions: 9,
    changed: 4,
    undecided: 0,
    changes: [{ ...HOUSING, ...change }],
    byField: [change],
    cannotTell: [],
    otherAgreements: 0,
  });
});

test("nobody asks for a pushed update, and of an old decision it is not known who did", () => {
  const simulation = simulationOf(riskInFull);
  simulation.add({ ...basis({ facts: ACTIVE, cells: [ROSH] }), outlet: "updates" }, 3, "dana");
  simulation.add(basis({ facts: ACTIVE, cells: [ROSH] }), 2, "dana");
  simulation.add(basis({ facts: ACTIVE, cells: [ROSH] }), 1, "dana", "h-01");

  expect(simulation.report().byField).toMatchObject([{ decisions: 6, people: 1, practitioners: 1, askerUnknown: 2 }]);
});

test("a fact that the old decision did not record and the new version tests gives no guess", () => {
  const simulation = simulationOf((draft) => {
    ruleOf(draft, "P03").when = { all: [ruleOf(draft, "P03").when, { fact: "mappa", is: ["no"] }] };
  });

  simulation.add(basis({ facts: ACTIVE, cells: [ROSH] }), 3, "dana");
  simulation.add(basis({ facts: { ...ACTIVE, mappa: "unknown" }, cells: [ROSH] }), 2, "lee");

  expect(simulation.report()).toMatchObject({
    decisions: 5,
    changed: 2,
    undecided: 3,
    changes: [{ direction: "loss", from: "generalise:level", to: "withhold", decisions: 2 }],
    cannotTell: [{ ...HOUSING, field: "probation.roshLevel", missing: ["mappa"], decisions: 3, people: 1 }],
  });
});

test("it can be told all the same where every value of the missing fact gives the same form", () => {
  const simulation = simulationOf((draft) => {
    ruleOf(draft, "P03").when = { all: [ruleOf(draft, "P03").when, { fact: "mappa", is: ["no"] }] };
  });

  simulation.add(basis({ facts: { "lifecycle-state": "closed" }, cells: [ROSH] }), 3, "dana");

  expect(simulation.report()).toMatchObject({ decisions: 3, changed: 0, undecided: 0, cannotTell: [] });
});

test("the facts of a cell count, and the same field of another is not touched", () => {
  const simulation = simulationOf((draft) => {
    ruleOf(draft, "P02").when.all[0].is = ["given", "expired"];
  });
  const engagement = (consent: string) =>
    held("treatment.engagement", "solent-drug-services", { facts: { "treatment-consent": consent } });

  for (const consent of ["given", "expired", "refused"]) {
    simulation.add(basis({ ...PROBATION, facts: ACTIVE, cells: [engagement(consent)] }), 1, consent);
  }

  expect(simulation.report().changes).toEqual([
    {
      ...PROBATION,
      field: "treatment.engagement",
      direction: "gain",
      from: "withhold",
      to: "full",
      decisions: 1,
      people: 1,
      practitioners: 0,
      askerUnknown: 1,
    },
  ]);
});

test("a field that another originator still gives in the same form does not change", () => {
  const fromProbationAlone = (draft: Draft) => {
    ruleOf(draft, "P03").from = ["solent-probation"];
  };
  const names = ["hampshire-police", "solent-probation"].map((party) => held("identity.firstName", party));
  const both = simulationOf(fromProbationAlone);
  const policeAlone = simulationOf(fromProbationAlone);

  both.add(basis({ facts: ACTIVE, cells: names }), 1, "dana");
  policeAlone.add(basis({ facts: ACTIVE, cells: names.slice(0, 1) }), 1, "dana");

  expect(both.report().changed).toBe(0);
  expect(policeAlone.report().changes).toMatchObject([{ direction: "loss", from: "full", to: "withhold" }]);
});

test("a statement is lost by those who no longer see what it rests on", () => {
  const withReasons = (draft: Draft) => {
    draft.parties.push({ ...draft.parties[0], id: "iom-team", agencyType: "iom-team", label: "IOM team" });
    ruleOf(draft, "P01").from.push("iom-team");
    ruleOf(draft, "P01").grants[0].fields.push("iom.ragReasons");
  };
  const [before, after] = [readDraft("worked-example.isa.yaml"), readDraft("worked-example.isa.yaml")];
  withReasons(before);
  withReasons(after);
  ruleOf(after, "P02").to.shift();
  const simulation = createSimulation(before, after);
  const consent = { "treatment-consent": "given" };
  const evidence = [
    { field: "treatment.engagement", originator: "solent-drug-services", neededForm: "full", facts: consent },
  ];

  const reasons = (rest: LoggedCell["evidence"] & object) => held("iom.ragReasons", "iom-team", { evidence: rest });
  const facts = ACTIVE;
  simulation.add(basis({ ...PROBATION, facts, cells: [reasons(evidence)] }), 1, "dana");
  simulation.add(basis({ ...PROBATION, facts, cells: [reasons([])] }), 1, "lee");
  simulation.add(
    basis({ ...PROBATION, facts, cells: [reasons(evidence.map((each) => ({ ...each, facts: {} })))] }),
    1,
    "sam",
  );

  expect(simulation.report()).toMatchObject({
    changes: [{ field: "iom.ragReasons", direction: "loss", from: "full", to: "withhold", people: 1 }],
    cannotTell: [{ field: "iom.ragReasons", missing: ["treatment-consent"], people: 1 }],
  });
});

test("what its originator holds back from the recipient is held back under the draft as well", () => {
  const simulation = simulationOf(riskInFull);

  simulation.add(basis({ facts: ACTIVE, cells: [{ ...ROSH, atMost: "generalise:level" }] }), 1, "dana");
  simulation.add(basis({ facts: ACTIVE, cells: [ROSH] }), 1, "lee");

  expect(simulation.report()).toMatchObject({ decisions: 2, changed: 1, changes: [{ to: "full", people: 1 }] });
});

test("rules with dates are taken as they stand at the instant asked for", () => {
  const fromJune = (draft: Draft) => {
    riskInFull(draft);
    ruleOf(draft, "P03").starts = "2026-06-01T00:00:00Z";
  };
  const active = basis({ facts: ACTIVE, cells: [ROSH] });
  const atOnce = simulationOf(fromJune);
  const inJune = simulationOf(fromJune, Date.parse("2026-06-01T00:00:00Z"));

  atOnce.add(active, 1, "dana");
  inJune.add(active, 1, "dana");

  expect(atOnce.report().changes).toMatchObject([{ direction: "loss", to: "withhold" }]);
  expect(inJune.report().changes).toMatchObject([{ direction: "gain", to: "full" }]);
});

test("decisions under other agreements are passed over and counted", () => {
  const simulation = simulationOf(riskInFull);

  simulation.add(basis({ agreement: "solent-iom", facts: ACTIVE, cells: [ROSH] }), 7, "dana");

  expect(simulation.report()).toMatchObject({ decisions: 0, changed: 0, otherAgreements: 7 });
});

test("where there was no agreement, all that would now be shared is gained", () => {
  const simulation = createSimulation(null, readDraft("worked-example.isa.yaml"));

  simulation.add(basis({ facts: ACTIVE, cells: [ROSH] }), 1, "dana");

  expect(simulation.report().changes).toMatchObject([{ direction: "gain", from: "withhold", to: "generalise:level" }]);
});

test("is told in one paragraph", () => {
  const gained = simulationOf(riskInFull);
  gained.addAll(basis({ facts: ACTIVE, cells: [ROSH] }), {
    people: ["dana", "dana", "lee"],
    askers: ["h-01", "h-02", null],
    times: [1_100, 100, 12],
  });
  gained.add(basis({ facts: { "lifecycle-state": "closed" }, cells: [ROSH] }), 17_000, "sam");
  const unchanged = simulationOf(() => {});
  unchanged.add(basis({ facts: ACTIVE, cells: [ROSH] }), 1, "dana");
  unchanged.add(basis({ agreement: "solent-iom" }), 3, "dana");

  expect(simulationInText(gained.report())).toBe(
    "Of 18,212 disclosures 1,212 would change: 1,212 gain *Risk of serious harm in full* (2 people, 2 practitioners, who asked is not known of 12). None loses. Cannot tell: 0.\n",
  );
  expect(simulationInText(unchanged.report())).toBe(
    "Of 1 disclosure none would change. None gains. None loses. Cannot tell: 0. 3 under other agreements were passed over.\n",
  );
});
