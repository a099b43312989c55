import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { craig, jade } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** Jade Gosling, who has left the scheme, is referred again and taken on, through the public interface. Each test goes on from the one before. */
let scheme: SchemeAtWork;
let ids = new Map<string, string>();
let macc = "";

type Officer = { readonly agencyId: string; readonly actor: string };
const INSPECTOR: Officer = { agencyId: "hampshire-police", actor: "insp-01" };
const LEAD: Officer = { agencyId: "hampshire-police", actor: "HC2290" };
const COORDINATOR: Officer = { agencyId: "iom-team", actor: "coord-01" };
const SERGEANT: Officer = { agencyId: "iom-team", actor: "sgt-01" };
const SPO: Officer = { agencyId: "solent-probation", actor: "spo-01" };
const HOUSING: Officer = { agencyId: "solent-housing", actor: "hous-01" };
const AGENCIES = ["hampshire-police", "iom-team", "solent-probation", "solent-housing"];
const FORM = {
  criteriaVersion: "referral-2026.1",
  criteriaMet: ["statutory", "prolific", "neighbourhood-crime"],
  proposedCohort: "fixed",
  whyIom: "She says that she wants to stop.",
};

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
  await scheme.coordinatorWorks();
  ids = new Map(
    await Promise.all(AGENCIES.map(async (agencyId) => [agencyId, await scheme.idFor(agencyId, jade)] as const)),
  );
  const left = { to: "deregistered", ground: "D1", meetingId: "map-2026-11-21", rationale: "Three months green." };
  expect((await post(INSPECTOR, about(INSPECTOR, "transitions"), left, "iom-case-management")).status).toBe(200);
}, 120_000);
afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

const idOf = ({ agencyId }: Officer) => ids.get(agencyId) ?? "";
const about = (who: Officer, path: string) => `/v1/people/${idOf(who)}/${path}`;

async function post({ agencyId, actor }: Officer, path: string, body: object, purpose = "iom-selection") {
  const answer = await scheme.client(agencyId).call("POST", path, { actor, purpose, body });
  const { guard, state } = answer.body as { guard?: string; state?: string };
  return { status: answer.status, guard, state, body: answer.body };
}
const refer = (who: Officer, more: object = {}) =>
  post(who, "/v1/referrals", { personId: idOf(who), ...FORM, ...more });
const move = (who: Officer, to: string, more: object = {}) => post(who, about(who, "transitions"), { to, ...more });
const step = (who: Officer, body: object) => post(who, about(who, "referral-steps"), body);
const outcome = ({ status, guard }: Awaited<ReturnType<typeof post>>) =>
  guard === undefined ? [status] : [status, guard];

async function referralOf({ agencyId, actor }: Officer): Promise<Exchanges["referral-view"]["referral"]> {
  const path = about({ agencyId, actor }, "referral");
  const { body } = await scheme.client(agencyId).call("GET", path, { actor, purpose: "iom-selection" });
  return (body as Exchanges["referral-view"]).referral;
}

test("F-03: a form under other criteria, or one that lacks what its cohort asks for, is refused and changes nothing", async () => {
  expect(outcome(await refer(LEAD, { criteriaVersion: "referral-2019.1" }))).toEqual([409, "criteria-version"]);
  expect(outcome(await refer(LEAD, { criteriaMet: ["prolific"] }))).toEqual([409, "criteria-missing"]);
  expect(outcome(await refer(LEAD, { whyIom: "" }))).toEqual([422]);
  expect(await referralOf(COORDINATOR)).toBeUndefined();
});

test("F-01: an agency that the scheme does not name refers nobody, nor does anybody refer a person unknown", async () => {
  expect(outcome(await refer(HOUSING))).toEqual([409, "referrer-not-named"]);
  expect(outcome(await refer(LEAD, { personId: "00000000-0000-4000-8000-000000000000" }))).toEqual([404]);
  const craigs = await scheme.idFor("hampshire-police", craig);
  const who = { ...LEAD };
  const onScheme = { personId: craigs, ...FORM };
  expect(outcome(await post(who, "/v1/referrals", onScheme, "iom-case-management"))).toEqual([
    409,
    "already-registered",
  ]);
});

test("F-02: the police refer Jade; a second referral is refused while hers is considered, and probation sees the form", async () => {
  expect(outcome(await refer(LEAD))).toEqual([200]);
  expect(outcome(await refer(SPO))).toEqual([409, "already-referred"]);
  expect(await referralOf(SPO)).toMatchObject({
    made: { agencyId: "hampshire-police", actor: "HC2290", on: "2026-11-21" },
    form: { ...FORM, subtype: "adult" },
  });
});

test("F-06: agencies answer, each part is filled by its owner, and the cost says that nobody has checked its table", async () => {
  scheme.hub.clock.set(new Date("2026-11-23T12:00:00Z"));
  expect(outcome(await move(COORDINATOR, "screening"))).toEqual([200]);
  expect(outcome(await step(LEAD, { kind: "screening", answer: "known" }))).toEqual([200]);
  expect(outcome(await step(SPO, { kind: "screening", answer: "concern" }))).toEqual([409, "concern-unsaid"]);
  expect(outcome(await step(SPO, { kind: "screening", answer: "nothing-held" }))).toEqual([200]);
  const cost = {
    kind: "assessment",
    part: "cost-of-crime",
    finding: "Two burglaries.",
    sources: ["PNC"],
    crimes: [{ crime: "domestic burglary", count: 2 }],
  };
  expect(outcome(await step(SPO, cost))).toEqual([409, "not-your-part"]);
  expect(outcome(await step(LEAD, cost))).toEqual([200]);
  const seen = await referralOf(LEAD);
  expect(seen?.assessment).toMatchObject([{ part: "cost-of-crime", cost: { checked: false, pounds: 11_860 } }]);
});

test("somebody who may not know where Jade stands learns nothing from trying", async () => {
  expect(outcome(await step(HOUSING, { kind: "screening", answer: "known" }))).toEqual([409, "not-shown"]);
  expect(await referralOf(HOUSING)).toBeUndefined();
});

test("F-16: for which cohort she is eligible is explained part by part, and what nobody can tell is said to be so", async () => {
  const seen = await referralOf(SPO);
  const fixed = seen?.eligibility.find(({ cohort }) => cohort === "fixed");
  expect(fixed?.parts.map(({ part, holds }) => [part, holds])).toEqual([
    ["statutory", "yes"],
    ["offences", "cannot-tell"],
    ["prolific", "cannot-tell"],
    ["high-risk", "cannot-tell"],
  ]);
  expect(fixed?.eligible).toBe("cannot-tell");
});

test("F-07: after the time is over the coordinator goes on for a reason, and the panel has her on its agenda", async () => {
  scheme.hub.clock.set(new Date("2026-12-03T12:00:00Z"));
  expect(outcome(await move(COORDINATOR, "pendingPanel"))).toEqual([409, "reason-where-unanswered"]);
  const because = { rationale: "Housing and drug services are not to be asked." };
  expect(outcome(await move(COORDINATOR, "pendingPanel", because))).toEqual([200]);
  const called = await post(INSPECTOR, "/v1/meetings", { kind: "macc", startsAt: "2026-12-03T13:00:00Z" });
  macc = (called.body as { meetingId: string }).meetingId;
  expect(outcome(await post(INSPECTOR, `/v1/meetings/${macc}/opening`, {}))).toEqual([200]);
});

test("F-11: the panel decides, and only what it decided is carried out", async () => {
  const positions = ["hampshire-police", "solent-probation"].map((agencyId) => ({ agencyId, position: "agree" }));
  const said = { cohort: "fixed", positions, rationale: "Everybody was for it.", meetingId: macc };
  expect(outcome(await move(INSPECTOR, "registered", said))).toEqual([409, "not-decided-there"]);
  await post(INSPECTOR, `/v1/meetings/${macc}/attendance`, SPO);
  const decision = { personId: idOf(INSPECTOR), rationale: "Everybody was for it.", positions };
  expect(outcome(await post(INSPECTOR, `/v1/meetings/${macc}/decisions`, decision))).toEqual([200]);
  expect(await move(INSPECTOR, "registered", said)).toMatchObject({ status: 200, state: "registered" });
});

test("F-22: a lead agency by need and a lead officer of the police, as this scheme has it", async () => {
  const lead = {
    kind: "lead",
    leadAgency: "solent-probation",
    officerAgency: "solent-probation",
    leadOfficer: "prac-01",
  };
  expect(outcome(await step(SERGEANT, lead))).toEqual([409, "lead-model"]);
  const theirs = { ...lead, officerAgency: "hampshire-police", leadOfficer: "HC2290" };
  expect(outcome(await step(SERGEANT, theirs))).toEqual([200]);
  expect((await referralOf(SERGEANT))?.lead).toMatchObject({ leadAgency: "solent-probation", leadOfficer: "HC2290" });
});
