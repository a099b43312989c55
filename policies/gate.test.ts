import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { decide, decideGate } from "./decide.ts";
import { loadAgreements } from "./load-agreements.ts";
import { standing } from "./made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest, NOW } from "./made-up-record.ts";
import type { AgreementState, PolicySet, SharingTerms } from "./policy-set.ts";

const worked = readDraft("worked-example.isa.yaml");

type Variant = { readonly document?: object; readonly state?: AgreementState; readonly unsigned?: string };

function policiesOf(variants: readonly Variant[], terms: SharingTerms = {}): PolicySet {
  const sources = variants.map(({ document = {}, state = "active", unsigned }) => {
    const whole = { ...worked, ...document };
    const parties: readonly string[] = whole.parties.map((party: { id: string }) => party.id);
    const signed = parties.filter((party) => party !== unsigned);
    const boundFrom = Object.fromEntries(signed.map((party) => [party, "2026-04-01T00:00:00Z"]));
    return { document: whole, status: standing(state, boundFrom) };
  });
  const loaded = loadAgreements(sources, terms);
  if ("faults" in loaded) {
    throw new Error(JSON.stringify(loaded.faults));
  }
  return loaded.policies;
}

const OTHER = { id: "solent-other", title: "Another agreement of the same parties" };

test("without any agreement nothing is shared", () => {
  const none = policiesOf([]);
  expect(decideGate(madeUpRequest(), none)).toMatchObject({ code: "POLICY_INVALID", problem: "policy-unavailable" });
});

test("once the lease is over nothing is shared", () => {
  const leased = policiesOf([{}], { leaseUntil: NOW.toISOString() });
  const just = new Date(NOW.getTime() - 1);
  expect(decideGate(madeUpRequest({ now: just }), leased)).toMatchObject({ outcome: "chosen" });
  expect(decideGate(madeUpRequest(), leased)).toMatchObject({
    code: "AGREEMENT_STATUS_STALE",
    problem: "policy-unavailable",
  });
});

test("an agreement that is unknown and one that is somebody else's look the same", () => {
  const others = { ...OTHER, parties: worked.parties.filter((party: { id: string }) => party.id !== "solent-yot") };
  const withoutYot = { ...others, rules: worked.rules.filter((rule: { id: string }) => rule.id !== "P04") };
  const clauses = worked.clauses.filter((clause: { id: string }) => clause.id !== "4.6");
  const policies = policiesOf([{}, { document: { ...withoutYot, clauses } }]);
  const yot = { party: "solent-yot", role: "yotWorker", purpose: "iom-case-management" };

  const foreign = decideGate(madeUpRequest({ ...yot, agreementId: "solent-other" }), policies);
  const unknown = decideGate(madeUpRequest({ ...yot, agreementId: "no-such-agreement" }), policies);

  expect(foreign).toEqual(unknown);
  expect(foreign).toMatchObject({ code: "NO_AGREEMENT", problem: "purpose-not-permitted", agreement: null });
});

test("several agreements that bind the caller for the purpose are offered as candidates", () => {
  const policies = policiesOf([{ document: OTHER }, {}]);
  expect(decideGate(madeUpRequest(), policies)).toEqual({
    outcome: "refused",
    code: "AGREEMENT_REQUIRED",
    problem: "agreement-required",
    agreement: null,
    candidates: [
      { id: "solent-example", version: 1, title: worked.title },
      { id: "solent-other", version: 1, title: OTHER.title },
    ],
  });
  expect(decideGate(madeUpRequest({ agreementId: "solent-other" }), policies)).toMatchObject({ outcome: "chosen" });
});

test("of several agreements the only one that binds the caller needs no naming", () => {
  const policies = policiesOf([{ document: OTHER, unsigned: "solent-probation" }, {}]);
  const chosen = decideGate(madeUpRequest(), policies);
  expect(chosen.outcome === "chosen" && chosen.agreement.document.id).toBe("solent-example");
});

test("the newest version in force is the one that counts", () => {
  const policies = policiesOf([{}, { document: { version: 2 } }, { document: { version: 3 }, state: "proposed" }]);
  const chosen = decideGate(madeUpRequest(), policies);
  expect(chosen.outcome === "chosen" && chosen.agreement.document.version).toBe(2);
});

test("a draft of the next version does not hide that the version before it is suspended", () => {
  const policies = policiesOf([{ state: "suspended" }, { document: { version: 2 }, state: "proposed" }]);
  expect(decideGate(madeUpRequest(), policies)).toMatchObject({ code: "AGREEMENT_SUSPENDED" });
});

test.each([
  [{ state: "suspended" }, {}, "AGREEMENT_SUSPENDED"],
  [{ state: "terminated" }, {}, "AGREEMENT_TERMINATED"],
  [{}, { now: new Date("2026-03-31T23:59:59.999Z") }, "PARTY_NOT_BOUND"],
  [{}, { now: new Date("2027-04-01T00:00:00Z") }, "AGREEMENT_EXPIRED"],
] as const)("%j at %j is refused as %s when no other agreement binds the caller", (variant, request, code) => {
  const refusal = decideGate(madeUpRequest({ ...request, agreementId: null }), policiesOf([variant]));
  expect(refusal).toMatchObject(
    code === "PARTY_NOT_BOUND" ? { code: "NO_AGREEMENT" } : { code, problem: "agreement-not-in-force" },
  );
});

test.each([
  ["draft", "AGREEMENT_NOT_ACTIVE"],
  ["proposed", "AGREEMENT_NOT_ACTIVE"],
  ["approved", "AGREEMENT_NOT_ACTIVE"],
  ["suspended", "AGREEMENT_SUSPENDED"],
  ["terminated", "AGREEMENT_TERMINATED"],
] as const)("a %s agreement that is named is refused as %s", (state, code) => {
  const refusal = decideGate(madeUpRequest({ agreementId: "solent-example" }), policiesOf([{ state }]));
  expect(refusal).toMatchObject({ code, problem: "agreement-not-in-force", agreement: "solent-example@1" });
});

test.each([
  ["2026-03-31T23:59:59.999Z", "AGREEMENT_NOT_YET_EFFECTIVE"],
  ["2026-04-01T00:00:00.000Z", null],
  ["2027-03-31T23:59:59.999Z", null],
  ["2027-04-01T00:00:00.000Z", "AGREEMENT_EXPIRED"],
])("at %s a named agreement gives %s", (now, code) => {
  const answer = decideGate(madeUpRequest({ now: new Date(now), agreementId: "solent-example" }), policiesOf([{}]));
  expect(answer.outcome === "refused" ? answer.code : null).toBe(code);
});

test("a draft does not bind, so a caller who names none is not told of it", () => {
  const refusal = decideGate(madeUpRequest(), policiesOf([{ state: "draft" }]));
  expect(refusal).toMatchObject({ code: "NO_AGREEMENT", problem: "purpose-not-permitted" });
});

test("a party is bound from its own signature", () => {
  const policies = policiesOf([{ unsigned: "solent-probation" }]);
  const refused = { code: "PARTY_NOT_BOUND", problem: "purpose-not-permitted" };
  expect(decideGate(madeUpRequest(), policies)).toMatchObject(refused);
  expect(decideGate(madeUpRequest({ agreementId: "solent-example" }), policies)).toMatchObject(refused);
});

test("a role outside the agreement is refused, and an officer nobody knows has the party's default role", () => {
  const policies = policiesOf([{}]);
  expect(decideGate(madeUpRequest({ role: "cleaner" }), policies)).toMatchObject({
    code: "ROLE_NOT_IN_AGREEMENT",
    problem: "actor-not-permitted",
  });
  expect(decideGate(madeUpRequest({ role: null }), policies)).toMatchObject({ role: "probationPractitioner" });
  const housing = { party: "solent-housing", role: null, purpose: "tenancy-support" };
  expect(decideGate(madeUpRequest(housing), policies)).toMatchObject({ code: "ROLE_NOT_IN_AGREEMENT" });
});

test.each(["crime-matching", "press-office", "dpo-audit"])("purpose %s is refused", (purpose) => {
  const policies = policiesOf([{}]);
  const refused = { problem: "purpose-not-permitted" };
  expect(decideGate(madeUpRequest({ purpose }), policies)).toMatchObject({ ...refused, code: "NO_AGREEMENT" });
  expect(decideGate(madeUpRequest({ purpose, agreementId: "solent-example" }), policies)).toMatchObject({
    ...refused,
    code: "PURPOSE_NOT_IN_AGREEMENT",
  });
});

test("auditing opens no person, even where an agreement lists it as a purpose", () => {
  const purposes = [...worked.purposes, { id: "dpo-audit", label: "Reading the logs" }];
  const audit = madeUpRequest({ purpose: "dpo-audit", agreementId: "solent-example" });
  expect(decideGate(audit, policiesOf([{ document: { purposes } }]))).toMatchObject({
    code: "PURPOSE_NOT_IN_AGREEMENT",
  });
});

test("an emergency opens only by emergency access, for its minutes and with its second person", () => {
  const emergency = {
    ...worked.purposes.at(-1),
    emergency: { ...worked.purposes.at(-1).emergency, secondPerson: true },
  };
  const policies = policiesOf([{ document: { purposes: [...worked.purposes.slice(0, -1), emergency] } }]);
  const police = { party: "hampshire-police", role: "iomInspector", purpose: "emergency" };
  const codeWith = (minutesAgo: number | null, secondActor: string | null) => {
    const opened =
      minutesAgo === null ? null : { openedAt: new Date(NOW.getTime() - minutesAgo * 60_000), secondActor };
    const answer = decideGate(madeUpRequest({ ...police, emergency: opened }), policies);
    return answer.outcome === "refused" ? [answer.code, answer.problem] : "chosen";
  };

  expect(codeWith(null, null)).toEqual(["EMERGENCY_NOT_OPENED", "purpose-not-permitted"]);
  expect(codeWith(60, "sgt-01")).toEqual(["EMERGENCY_WINDOW_CLOSED", "purpose-not-permitted"]);
  expect(codeWith(-1, "sgt-01")).toEqual(["EMERGENCY_WINDOW_CLOSED", "purpose-not-permitted"]);
  expect(codeWith(1, null)).toEqual(["EMERGENCY_SECOND_PERSON", "purpose-not-permitted"]);
  expect(codeWith(59, "sgt-01")).toBe("chosen");
});

test("the gate is the same for every person, known or not", () => {
  const policies = policiesOf([{ state: "suspended" }]);
  const person = madeUpRecord({ "identity.lastName": [held("hampshire-police", "Ashdown")] });
  expect(decide(madeUpRequest(), person, policies)).toEqual(decide(madeUpRequest(), null, policies));
});

const ACTIVE = { "lifecycle-state": "active", "age-group": "adult" } as const;
const NAME = { "identity.lastName": [held("hampshire-police", "Ashdown")] };

test("a person unknown, restricted, stopped or with nothing to share is one and the same not-found", () => {
  const policies = policiesOf([{}]);
  const excluded = { excluded: ["PRACTITIONER@probation.example"], restricted: [] };
  const people = [
    null,
    madeUpRecord(NAME, ACTIVE, { accessRestriction: excluded }),
    madeUpRecord(NAME, ACTIVE, { hubStop: "protected" }),
    madeUpRecord(NAME, { "lifecycle-state": "closed" }),
    madeUpRecord({}, ACTIVE),
  ];

  const answers = people.map((person) => decide(madeUpRequest(), person, policies));

  const outside = { outcome: "refused", problem: "not-found", candidates: [], agreement: "solent-example@1" };
  expect(answers.map((answer) => ({ ...answer, code: undefined }))).toEqual(people.map(() => outside));
  expect(answers.map((answer) => answer.outcome === "refused" && answer.code)).toEqual([
    "PERSON_UNKNOWN",
    "LIMITED_ACCESS",
    "HUB_STOP",
    "NOTHING_TO_SHARE",
    "NOTHING_TO_SHARE",
  ]);
});

test("a restriction comes before a hub stop and before every field, one's own included", () => {
  const policies = policiesOf([{}]);
  const own = { "probation.crn": [held("solent-probation", "X900006")] };
  const both = { accessRestriction: { excluded: ["solent-probation"], restricted: [] }, hubStop: "sealed" } as const;
  expect(decide(madeUpRequest(), madeUpRecord(own, ACTIVE, both), policies)).toMatchObject({ code: "LIMITED_ACCESS" });
});

test("asking for certain fields narrows and never widens", () => {
  const policies = policiesOf([{}]);
  const values = { ...NAME, "police.vehicleRegs": [held("hampshire-police", "AB12CDE", { itemKey: "1" })] };
  const record = madeUpRecord(values, ACTIVE);
  const narrowed = decide(madeUpRequest({ fields: ["identity.lastName"] }), record, policies);
  expect(narrowed.outcome === "permit" && Object.keys(narrowed.fields)).toEqual(["identity.lastName"]);
  expect(decide(madeUpRequest({ fields: ["police.vehicleRegs"] }), record, policies)).toMatchObject({
    code: "NOTHING_TO_SHARE",
  });
});
