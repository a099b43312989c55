import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";

let core: CoreAtWork;
let people = 0;
let jade: string;
let crn: ReturnType<typeof id>;

beforeAll(async () => {
  core = await startCoreAtWork();
});
afterAll(() => core[Symbol.asyncDispose]());
beforeEach(() => {
  people += 1;
  core.clock.set("2026-11-21T12:00:00.000Z");
  crn = id("CRN", `X92${String(people).padStart(4, "0")}`);
});

/** As the register of 2026-11-21 has Jade Gosling, unless it says otherwise. */
async function register(more: object = {}): Promise<void> {
  const person = { identifiers: [crn], firstName: "Jade", lastName: `Gosling ${people}`, dateOfBirth: "1996-01-17" };
  const payload = {
    cohort: "fixed",
    statutory: true,
    lifecycleState: "transition",
    registeredOn: "2026-02-02",
    ragStatus: "green",
    ragSetAt: "2026-11-17T00:00:00Z",
    greenSince: "2026-08-14",
    exitPlan: "implemented",
    ...more,
  };
  await core.takeIn(eventOf({ type: "iom-team.registration.imported", agency: "iom-team", person, payload }));
  jade = await personOf(core, crn.value);
}

const CHAIR = { agencyId: "hampshire-police", actor: "insp-01", role: "iomInspector" };
const SERGEANT = { agencyId: "iom-team", actor: "sgt-01", role: "iomSergeant" };
const MACC = { meetingId: "macc-2026-11", rationale: "As the meeting decided." };
const move = (to: string, more: object = {}) =>
  core.command("core.casework.transition", { personId: jade, to, decidedBy: CHAIR, ...MACC, ...more });
const step = (kind: string, more: object = {}) =>
  core.command("core.casework.note-step", { personId: jade, step: { kind, ...more }, decidedBy: SERGEANT });
const explain = async () =>
  (await core.command("core.casework.explain", { personId: jade })) as {
    state: string;
    reviewOn: string | null;
    moves: { to: string; ground: string | null; isProposed: boolean; guards: { guard: string; state: string }[] }[];
  };
const stateHeld = async () =>
  (await core.read(jade))?.values["iom.lifecycleState"]?.map(({ value, originator }) => ({ value, originator }));
const everything = async () => {
  const [events, feed, ledger, [person]] = await Promise.all([
    core.owner`select 1 from core.casework_event where person_id = ${jade}`,
    core.owner`select 1 from core.change_feed where person_id = ${jade}`,
    core.owner`select 1 from ledger.entry_secret where person_id = ${jade}`,
    core.owner`select version from core.person where person_id = ${jade}`,
  ]);
  return [events.length, feed.length, ledger.length, person?.["version"]];
};

test("P08: Jade Gosling, green since 14 August with her exit plan implemented, may leave by D1 on 14 November and not a day sooner", async () => {
  await register();
  core.clock.set("2026-11-13T23:59:59.000Z");
  expect(await move("deregistered", { ground: "D1" })).toMatchObject({
    outcome: "refused",
    guard: "green-long-enough",
  });
  core.clock.set("2026-11-14T00:00:00.000Z");
  const { moves } = await explain();
  expect(moves.filter(({ isProposed }) => isProposed)).toMatchObject([{ to: "deregistered", ground: "D1" }]);
});

test("a move is the event, the record, the ledger entry, the change feed and a pointer together", async () => {
  await register();
  const done = await move("deregistered", { ground: "D1" });
  expect(done).toMatchObject({ outcome: "done", state: "deregistered", at: "2026-11-21T12:00:00.000Z" });
  expect(await stateHeld()).toEqual([{ value: "deregistered", originator: "iom-team" }]);
  const { eventId } = done as { eventId: string };
  const [kept] = await core.owner`
    select event_id, london_day::text as day, kind, agency_id, actor, role, meeting_id, rationale, body ->> 'from' as "from"
    from core.casework_event where person_id = ${jade}`;
  expect(kept).toEqual({
    event_id: eventId,
    day: "2026-11-21",
    kind: "moved",
    agency_id: "hampshire-police",
    actor: "insp-01",
    role: "iomInspector",
    meeting_id: "macc-2026-11",
    rationale: "As the meeting decided.",
    from: "transition",
  });
  const [logged] = await core.owner<{ entry: string }[]>`
    select convert_from(e.entry, 'UTF8') as entry from ledger.entry e join ledger.entry_secret s using (receipt_id)
    where s.person_id = ${jade} order by e.arrival desc limit 1`;
  expect(JSON.parse(logged?.entry ?? "{}")).toMatchObject({ kind: "alteration" });
  const [change] = await core.owner`
    select fields from core.change_feed where person_id = ${jade} order by change_id desc limit 1`;
  expect(change?.["fields"]).toContain("iom.lifecycleState");
});

test.each([
  ["a person nobody knows", "person-unknown", { personId: "00000000-0000-4000-8000-000000000000" }],
  ["a move that there is not", "no-such-move", { to: "screening" }],
  ["two ways out, and none named", "ground-missing", {}],
  ["a role that does not chair", "role", { ground: "D1", decidedBy: SERGEANT }],
  ["no meeting", "meeting-named", { ground: "D1", meetingId: null }],
  ["no reason", "reason-given", { ground: "D1", rationale: null }],
  ["a state that there is not", "command-malformed", { to: "forgotten" }],
  ["a ground that there is not", "command-malformed", { ground: "D9" }],
])("%s is refused, and nothing is changed", async (_what, guard, more) => {
  await register();
  const before = await everything();
  expect(await move("deregistered", more)).toMatchObject({ outcome: "refused", guard });
  expect(await everything()).toEqual(before);
});

test("two chairs who close the same case at once: one does, the other is told that it is closed", async () => {
  await register();
  const answers = await Promise.all([move("deregistered", { ground: "D1" }), move("deregistered", { ground: "D1" })]);
  expect(answers.map((answer) => (answer as { outcome: string; guard?: string }).guard ?? "done").sort()).toEqual([
    "done",
    "no-such-move",
  ]);
});

test("P07: Mohammed Farooqi's 72 months are proposed as long custody, with the review twelve months before release", async () => {
  await register({ lifecycleState: "custody", ragStatus: "red", greenSince: undefined, exitPlan: undefined });
  await sentenced({ sentenceLengthMonths: 59, conditionalReleaseDate: "2029-11-11" });
  expect(await move("longCustody")).toMatchObject({ outcome: "refused", guard: "long-sentence" });
  await sentenced({ sentenceLengthMonths: 72, conditionalReleaseDate: "2029-11-11" });
  expect(await explain()).toMatchObject({ state: "custody", reviewOn: "2028-11-11" });
  expect((await explain()).moves.filter(({ isProposed }) => isProposed)).toMatchObject([{ to: "longCustody" }]);
  expect(await move("longCustody")).toMatchObject({ outcome: "done" });

  core.clock.set("2028-11-10T12:00:00.000Z");
  expect(await move("reRegistrationReview")).toMatchObject({ outcome: "refused", guard: "review-due" });
  await sentenced({ sentenceLengthMonths: 72, conditionalReleaseDate: "2029-10-31" }, "2028-11-10T09:00:00Z");
  expect(await explain()).toMatchObject({ reviewOn: "2028-10-31" });
  expect(await move("reRegistrationReview")).toMatchObject({ outcome: "done" });
});

function sentenced(payload: object, time = `2026-11-20T12:00:0${people % 10}Z`): Promise<void> {
  return core.takeIn(
    eventOf({
      type: "prison.sentence-dates.changed",
      agency: "winchester-prison",
      person: { identifiers: [crn] },
      time,
      payload: { nomsNumber: "A9007AG", ...payload },
    }),
  );
}

test("a registered case becomes active once the lead, the colour, the report and an action are there, and each is asked for in turn", async () => {
  await register({ lifecycleState: "registered", ragStatus: undefined, ragSetAt: undefined, greenSince: undefined });
  const activate = () => move("active", { decidedBy: SERGEANT });
  expect(await activate()).toMatchObject({ outcome: "refused", guard: "lead-officer" });
  core.clock.set("2026-11-21T12:01:00.000Z");
  await register({ lifecycleState: "registered", leadOfficerRef: "HC2290", ragStatus: "amber", greenSince: undefined });
  expect(await activate()).toMatchObject({ outcome: "refused", guard: "report-opened" });
  expect(await step("report-opened")).toMatchObject({ outcome: "done" });
  expect(await step("report-opened")).toMatchObject({ outcome: "refused", guard: "report-is-open" });
  expect(await activate()).toMatchObject({ outcome: "refused", guard: "plan-action" });
  expect(await step("plan-action", { pathway: "accommodation", action: "Find a room." })).toMatchObject({
    outcome: "done",
  });
  expect(await activate()).toMatchObject({ outcome: "done", state: "active" });
});

test("once casework has begun, a line of the old register moves the case no more", async () => {
  await register();
  await move("deregistered", { ground: "D1" });
  core.clock.set("2026-11-22T12:00:00.000Z");
  await register({ lifecycleState: "active", cohort: "flex" });
  expect(await stateHeld()).toEqual([{ value: "deregistered", originator: "iom-team" }]);
  expect((await core.read(jade))?.values["iom.cohort"]?.map(({ value }) => value)).toEqual(["fixed"]);
});

test("an exit plan goes forward, from drafted on", async () => {
  await register({ exitPlan: undefined });
  expect(await step("exit-plan", { status: "implemented" })).toMatchObject({ guard: "plan-not-drafted" });
  expect(await step("exit-plan", { status: "drafted" })).toMatchObject({ outcome: "done" });
  expect(await move("deregistered", { ground: "D1" })).toMatchObject({ guard: "exit-plan-implemented" });
  expect(await step("exit-plan", { status: "implemented" })).toMatchObject({ outcome: "done" });
  expect(await step("exit-plan", { status: "drafted" })).toMatchObject({ guard: "plan-goes-forward" });
  expect(await move("deregistered", { ground: "D1" })).toMatchObject({ outcome: "done" });
});
