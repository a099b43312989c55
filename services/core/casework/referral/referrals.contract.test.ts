import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";

/** From a referral to a registration and what stands against it, on the core alone. Screening begins on Monday 23 November 2026. */
let core: CoreAtWork;
let people = 0;
let kyle: string;

beforeAll(async () => {
  core = await startCoreAtWork();
});
afterAll(() => core[Symbol.asyncDispose]());
beforeEach(async () => {
  people += 1;
  core.clock.set("2026-11-21T12:00:00.000Z");
  const crn = id("CRN", `X93${String(people).padStart(4, "0")}`);
  await core.takeIn(
    eventOf({
      type: "iom-team.registration.imported",
      agency: "iom-team",
      person: { identifiers: [crn], firstName: "Kyle", lastName: `Brennan ${people}`, dateOfBirth: "1994-02-03" },
      payload: { cohort: "fixed", statutory: true, lifecycleState: "deregistered", registeredOn: "2024-02-02" },
    }),
  );
  kyle = await personOf(core, crn.value);
});

type Answer = Readonly<Record<string, unknown>>;
const POLICE = { agencyId: "hampshire-police", actor: "HC2290", role: "leadOfficer" };
const CHAIR = { agencyId: "hampshire-police", actor: "insp-01", role: "iomInspector" };
const COORDINATOR = { agencyId: "iom-team", actor: "coord-01", role: "iomCoordinator" };
const SERGEANT = { agencyId: "iom-team", actor: "sgt-01", role: "iomSergeant" };
const PROBATION = { agencyId: "solent-probation", actor: "spo-01", role: "spo" };
const FORM = {
  criteriaVersion: "referral-2026.1",
  criteriaMet: ["statutory", "prolific", "neighbourhood-crime"],
  proposedCohort: "fixed",
  whyIom: "He says that he wants to stop.",
};
const ask = (command: string, body: object) =>
  core.command(`core.casework.${command}`, { personId: kyle, ...body }) as Promise<Answer>;
const refer = (form: object = {}, decidedBy = POLICE) => ask("refer", { decidedBy, form: { ...FORM, ...form } });
const move = (to: string, decidedBy: object, more: object = {}) => ask("transition", { to, decidedBy, ...more });
const step = (decidedBy: object, said: object) => ask("note-referral", { decidedBy, step: said });
const screen = (decidedBy: object, answer: string, note?: string) =>
  step(decidedBy, { kind: "screening", answer, note });
const read = async () => ((await ask("read-referral", {})) as { referral: Record<string, unknown> }).referral;
const kept = async () => {
  const [events, ledger, [person]] = await Promise.all([
    core.owner`select kind, referral_id from core.casework_event where person_id = ${kyle} order by turn`,
    core.owner`select 1 from ledger.entry_secret where person_id = ${kyle}`,
    core.owner`select version from core.person where person_id = ${kyle}`,
  ]);
  return { events, ledger: ledger.length, version: person?.["version"] };
};

async function screened(): Promise<void> {
  await refer();
  core.clock.set("2026-11-23T12:00:00.000Z");
  await move("screening", COORDINATOR);
}

/** A panel with Kyle on its agenda, and what it decided of him. */
async function panel(at: string): Promise<string> {
  const { meetingId } = await ask("schedule-meeting", { kind: "macc", startsAt: at, decidedBy: CHAIR });
  await ask("open-meeting", { meetingId, decidedBy: CHAIR });
  return String(meetingId);
}

async function decideAt(meetingId: string): Promise<void> {
  await ask("note-attendance", { meetingId, attendee: PROBATION });
  const [item] = await core.owner`
    select item_id from core.meeting_item where meeting_id = ${meetingId} and person_id = ${kyle}`;
  const positions = [CHAIR, PROBATION].map(({ agencyId }) => ({ agencyId, position: "agree" }));
  const said = { rationale: "Everybody was for it.", positions, decidedBy: CHAIR };
  expect(await ask("decide-item", { meetingId, itemId: item?.["item_id"], ...said })).toMatchObject({
    outcome: "done",
  });
}

test("a referral is the form and the move of one referral, a collection in the ledger and the state in the record", async () => {
  expect(await refer()).toMatchObject({ outcome: "done", at: "2026-11-21T12:00:00.000Z" });
  const { events } = await kept();
  expect(events.map(({ kind }) => kind)).toEqual(["referral", "moved"]);
  expect(events[0]?.["referral_id"]).toBe(events[1]?.["referral_id"]);
  expect((await core.read(kyle))?.values["iom.lifecycleState"]?.map(({ value }) => value)).toEqual(["referred"]);
  const logged = await core.owner<{ entry: string }[]>`
    select convert_from(e.entry, 'UTF8') as entry from ledger.entry e join ledger.entry_secret s using (receipt_id)
    where s.person_id = ${kyle} order by e.arrival desc limit 1`;
  expect(JSON.parse(logged[0]?.entry ?? "{}")).toMatchObject({ kind: "collection" });
});

test.each([
  ["a person nobody knows", "person-unknown", { personId: "00000000-0000-4000-8000-000000000000" }],
  ["a form without its reason", "command-malformed", { form: { ...FORM, whyIom: "" } }],
  ["a form of other criteria", "criteria-version", { form: { ...FORM, criteriaVersion: "referral-2019.1" } }],
  [
    "an agency that the scheme does not name",
    "referrer-not-named",
    { decidedBy: { ...POLICE, agencyId: "solent-housing" } },
  ],
])("%s is refused, and nothing is kept", async (_what, guard, more) => {
  const before = await kept();
  expect(await ask("refer", { decidedBy: POLICE, form: FORM, ...more })).toMatchObject({ outcome: "refused", guard });
  expect(await kept()).toEqual(before);
});

test("of two referrals that come together one is taken, and the other told that it is being considered", async () => {
  const answers = await Promise.all([refer(), refer({}, PROBATION)]);
  expect(answers.map(({ guard }) => guard ?? "done").sort()).toEqual(["already-referred", "done"]);
});

test("whoever is asked answers by the seventh working day; after it the case goes on, late, and for a reason", async () => {
  await screened();
  expect(await screen({ ...POLICE, agencyId: "solent-yot" }, "known")).toMatchObject({ guard: "not-invited" });
  expect(await screen(POLICE, "concern")).toMatchObject({ guard: "concern-unsaid" });
  expect(await screen(POLICE, "known")).toMatchObject({ outcome: "done" });
  core.clock.set("2026-12-02T23:59:59.000Z");
  const go = (more: object = {}) => move("pendingPanel", COORDINATOR, more);
  expect(await go()).toMatchObject({ guard: "screening-done" });
  core.clock.set("2026-12-03T00:00:00.000Z");
  expect(await go()).toMatchObject({ guard: "reason-where-unanswered" });
  expect(await go({ rationale: "Probation told us by telephone." })).toMatchObject({ outcome: "done" });
  expect(await screen(PROBATION, "nothing-held")).toMatchObject({ outcome: "done" });
  expect(await read()).toMatchObject({
    answersBy: "2026-12-02",
    screening: [
      { agencyId: "hampshire-police", answer: "known", isLate: false },
      { agencyId: "solent-probation", answer: "nothing-held", isLate: true },
    ],
  });
});

test("each part is filled by whoever owns it, with its sources; the hub works the cost out", async () => {
  await refer();
  const fill = (by: object, part: string, more: object = {}) =>
    step(by, { kind: "assessment", part, finding: "Four in a year.", sources: ["PNC"], ...more });
  expect(await fill(PROBATION, "intelligence")).toMatchObject({ guard: "not-your-part" });
  expect(await fill(POLICE, "offences", { sources: [] })).toMatchObject({ guard: "command-malformed" });
  const crimes = [{ crime: "domestic burglary", count: 4 }];
  expect(await fill(POLICE, "cost-of-crime", { crimes: [{ crime: "piracy", count: 1 }] })).toMatchObject({
    guard: "no-such-cost",
  });
  expect(await fill(POLICE, "cost-of-crime", { crimes })).toMatchObject({ outcome: "done" });
  const { assessment } = await read();
  expect(assessment).toMatchObject([{ part: "cost-of-crime", cost: { checked: false, pounds: 4 * 5_930 } }]);
});

test("the panel registers whom it decided of, and nobody by the name of a meeting alone; the lead is a police officer", async () => {
  await screened();
  await screen(POLICE, "known");
  await screen(PROBATION, "known");
  await move("pendingPanel", COORDINATOR);
  const meetingId = await panel("2026-11-24T10:00:00Z");
  const positions = [CHAIR, PROBATION].map(({ agencyId }) => ({ agencyId, position: "agree" }));
  const said = { cohort: "fixed", positions, rationale: "As decided at the panel." };
  const register = (more: object) => move("registered", CHAIR, { ...said, ...more });
  expect(await register({ meetingId: "macc-2026-11" })).toMatchObject({ guard: "not-decided-there" });
  expect(await register({ meetingId })).toMatchObject({ guard: "not-decided-there" });
  await decideAt(meetingId);
  expect(await register({ meetingId })).toMatchObject({ outcome: "done", state: "registered" });

  const lead = (officerAgency: string) =>
    step(SERGEANT, { kind: "lead", leadAgency: "solent-probation", leadOfficer: "HC2290", officerAgency });
  expect(await lead("solent-probation")).toMatchObject({ guard: "lead-model" });
  expect(await lead("nobody")).toMatchObject({ guard: "agency-unknown" });
  const theirs = {
    kind: "lead",
    leadAgency: "solent-probation",
    leadOfficer: "HC2290",
    officerAgency: "hampshire-police",
  };
  expect(await step(POLICE, theirs)).toMatchObject({ guard: "role" });
  expect(await move("active", SERGEANT)).toMatchObject({ guard: "lead-officer" });
  expect(await lead("hampshire-police")).toMatchObject({ outcome: "done" });
  expect(await move("active", SERGEANT)).toMatchObject({ guard: "first-rag" });
  expect(await refer()).toMatchObject({ guard: "already-registered" });
});

const URGENT = {
  ground: "urgent",
  cohort: "fixed",
  agreedInWriting: ["hampshire-police", "solent-probation"],
  rationale: "He is released tomorrow.",
};

async function urgent(): Promise<void> {
  await refer({ urgentReason: "He is released on Tuesday." });
  core.clock.set("2026-11-23T12:00:00.000Z");
  await move("screening", COORDINATOR);
  await screen(POLICE, "known");
  await screen(PROBATION, "known");
  await move("pendingPanel", COORDINATOR);
  expect(await move("registered", SERGEANT, URGENT)).toMatchObject({ outcome: "done" });
}

test("an urgent registration comes before the next panel, which ratifies it", async () => {
  await urgent();
  const meetingId = await panel("2026-11-25T10:00:00Z");
  const ratify = () => ask("note-step", { decidedBy: CHAIR, meetingId, step: { kind: "ratified" } });
  expect(await ratify()).toMatchObject({ guard: "not-decided-there" });
  await decideAt(meetingId);
  expect(await ratify()).toMatchObject({ outcome: "done" });
  core.clock.set("2027-01-10T12:00:00.000Z");
  expect(await move("deregistered", COORDINATOR, { ground: "lapsed", rationale: "No panel sat." })).toMatchObject({
    guard: "ratification-lapsed",
  });
});

test("one that no panel ratified in its 35 days has lapsed: it goes no further, and the coordinator ends it", async () => {
  await urgent();
  core.clock.set("2026-12-28T12:00:00.000Z");
  const end = () => move("deregistered", COORDINATOR, { ground: "lapsed", rationale: "No panel sat in time." });
  expect(await end()).toMatchObject({ guard: "ratification-lapsed" });
  core.clock.set("2026-12-29T00:00:00.000Z");
  expect(await move("active", SERGEANT)).toMatchObject({ guard: "ratified-in-time" });
  expect(await end()).toMatchObject({ outcome: "done", state: "deregistered" });
});

test("of somebody never referred nothing is noted, and a referral is not assessed before it is made", async () => {
  expect(await screen(POLICE, "known")).toMatchObject({ guard: "no-referral" });
  await refer();
  expect(await screen(POLICE, "known")).toMatchObject({ guard: "not-in-screening" });
  const lead = {
    kind: "lead",
    leadAgency: "hampshire-police",
    leadOfficer: "HC2290",
    officerAgency: "hampshire-police",
  };
  expect(await step(SERGEANT, lead)).toMatchObject({ guard: "not-accepted" });
  const ppo = { kind: "programme", programme: "ppo", isIn: true, criteria: "Ten offences in two years." };
  expect(await step(PROBATION, ppo)).toMatchObject({ outcome: "done" });
  expect((await read())["programmes"]).toMatchObject([{ programme: "ppo", isIn: true, agencyId: "solent-probation" }]);
});

test("a form from an agency that may not be told where he stands is kept beside the one that is considered", async () => {
  await refer();
  const unnamed = ["already-referred", "already-registered"];
  expect(await ask("refer", { decidedBy: PROBATION, form: FORM, unnamed })).toMatchObject({ outcome: "done" });
  expect(await read()).toMatchObject({
    made: { agencyId: "hampshire-police" },
    offered: [{ agencyId: "solent-probation", guard: "already-referred" }],
  });
  expect((await kept()).events.map(({ kind }) => kind)).toEqual(["referral", "moved", "offered"]);
});
