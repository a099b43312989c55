import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { eventOf } from "#test/made-up-events.ts";
import { register } from "#test/made-up-feeds.ts";

const CHAIR = { agencyId: "hampshire-police", actor: "insp-01", role: "iomInspector" };
const SECOND = { agencyId: "iom-team", actor: "insp-02", role: "iomInspector" };
const SPO = { agencyId: "solent-probation", actor: "spo-01", role: "spo" };
const STARTS = "2026-11-25T10:00:00Z";

let core: CoreAtWork;
let craig: string;
let luke: string;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Craig", "Irving", "1991-08-26", "2009/9017010J", "X900010"),
    register("Luke", "Cartwright", "1998-07-21", "2016/9007402X", "X900004"),
    rated("Craig", "Irving", "1991-08-26", "2009/9017010J"),
  );
  craig = (await core.personBy("CRN", "X900010")) ?? "";
  luke = (await core.personBy("CRN", "X900004")) ?? "";
});
afterAll(() => core[Symbol.asyncDispose]());

function rated(firstName: string, lastName: string, dateOfBirth: string, pnc: string) {
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    time: "2026-11-21T12:30:00Z",
    recorded: "2026-11-21T12:30:00Z",
    person: { identifiers: [{ type: "PNC", value: pnc, valid: true }], firstName, lastName, dateOfBirth },
    payload: {
      cohort: "fixed",
      statutory: true,
      lifecycleState: "active",
      registeredOn: "2026-03-30",
      ragStatus: "red",
      ragSetAt: "2026-11-17T10:00:00Z",
    },
  });
}

type Answer = Readonly<Record<string, unknown>>;

const ask = (command: string, body: object) => core.command(`core.casework.${command}`, body) as Promise<Answer>;
const call = (more: object = {}) =>
  ask("schedule-meeting", { kind: "map", startsAt: STARTS, decidedBy: CHAIR, ...more });
const attend = (meetingId: unknown, attendee: object, guest?: object) =>
  ask("note-attendance", { meetingId, attendee, ...(guest === undefined ? {} : { guest }) });
const agendaOf = (meetingId: unknown) => core.owner`
  select item_id, person_id, because, state from core.meeting_item where meeting_id = ${String(meetingId)} order by place`;

const positions = (...agencies: readonly string[]) => agencies.map((agencyId) => ({ agencyId, position: "agree" }));
const decide = (meetingId: unknown, itemId: unknown, more: object = {}) =>
  ask("decide-item", {
    meetingId,
    itemId,
    decidedBy: CHAIR,
    rationale: "He missed two appointments.",
    positions: positions("hampshire-police", "solent-probation"),
    outcomes: { reoffending: "worse", safety: "same" },
    ...more,
  });

let starts = 0;
async function opened(...attendees: readonly object[]) {
  starts += 1;
  const { meetingId } = await call({ startsAt: new Date(Date.parse(STARTS) + starts * 60_000).toISOString() });
  const open = await ask("open-meeting", { meetingId, decidedBy: CHAIR });
  for (const attendee of attendees) {
    await attend(meetingId, attendee);
  }
  return { meetingId, items: open["items"] as readonly string[] };
}

test("the agenda has red first and says why, and is frozen when the meeting opens", async () => {
  const { meetingId, items } = await opened(SPO);
  const agenda = await agendaOf(meetingId);
  expect(agenda.map(({ person_id, because }) => [person_id, because[0]])).toEqual([
    [craig, "colour:red"],
    [luke, "colour:none"],
  ]);
  expect(agenda.map(({ item_id }) => item_id)).toEqual(items);
  await core.takeIn(register("Sarah", "Ellerby", "1986-10-09", "2004/9011006G", "X900006"));
  expect(await agendaOf(meetingId)).toHaveLength(2);
  expect(await ask("open-meeting", { meetingId, decidedBy: CHAIR })).toMatchObject({ guard: "not-scheduled" });
});

test("a decision without quorum is refused and changes nothing", async () => {
  const { meetingId, items } = await opened();
  expect(await decide(meetingId, items[0], { positions: positions("hampshire-police") })).toEqual({
    outcome: "refused",
    guard: "no-quorum",
    message: "Police and probation both have to be there.",
  });
  expect(await core.owner`select 1 from core.meeting_decision`).toHaveLength(0);
  expect((await agendaOf(meetingId)).map(({ state }) => state)).not.toContain("decided");
});

test("of two chairs who decide the same item at once one is first, and the other is told so", async () => {
  const { meetingId, items } = await opened(SPO, SECOND);
  const all = positions("hampshire-police", "solent-probation", "iom-team");
  const answers = await Promise.all(
    [CHAIR, SECOND, CHAIR, SECOND].map((decidedBy) => decide(meetingId, items[0], { decidedBy, positions: all })),
  );
  expect(answers.map(({ outcome, guard }) => guard ?? outcome).sort()).toEqual(
    ["done", "item-closed", "item-closed", "item-closed"].sort(),
  );
  expect(await core.owner`select 1 from core.meeting_decision where item_id = ${items[0] ?? ""}`).toHaveLength(1);
});

test("what a meeting gives an agency to do is that agency's item in the record, falls due, and is logged", async () => {
  const { meetingId, items } = await opened(SPO);
  const [first = ""] = items;
  const action = { text: "Find him a bed", ownerAgency: "solent-housing", dueOn: "2026-12-01" };
  expect(await decide(meetingId, first, { actions: [{ ...action, ownerAgency: "nobody" }] })).toMatchObject({
    guard: "owner-unknown",
  });
  expect(await decide(meetingId, first, { actions: [{ ...action, dueOn: "2026-02-31" }] })).toMatchObject({
    guard: "command-malformed",
  });
  const { decisionId } = await decide(meetingId, first, { actions: [action] });
  const [held] = (await core.read(craig))?.values["iom.meetingActions"] ?? [];
  expect(held).toMatchObject({
    originator: "iom-team",
    itemOwner: "solent-housing",
    value: { actionId: `${decisionId}:1`, ...action, state: "open" },
  });
  const [{ timers } = { timers: [] }] = await core.owner`select timers from core.person where person_id = ${craig}`;
  expect(timers).toContainEqual(expect.objectContaining({ kind: "meeting-action", dueOn: "2026-12-01" }));
});

test("a guest comes for items of this agenda and for a time, and records no decision", async () => {
  const { meetingId, items } = await opened(SPO);
  const housing = { agencyId: "solent-housing", actor: "hous-01", role: "housingOfficer" };
  const until = "2026-11-25T12:00:00Z";
  expect(await attend(meetingId, housing, { items: [randomUUID()], until })).toMatchObject({ guard: "not-on-agenda" });
  expect(await attend(meetingId, housing, { items, until: "2026-11-21T11:00:00Z" })).toMatchObject({
    guard: "guest-too-late",
  });
  expect(await attend(meetingId, housing, { items, until })).toMatchObject({ outcome: "done" });
  expect(await decide(meetingId, items[0], { decidedBy: housing })).toMatchObject({ guard: "not-the-chair" });
  expect(await decide(meetingId, items[0])).toMatchObject({ outcome: "done" });
});

test("a meeting that is closed says what it did not reach, and decides no more", async () => {
  const { meetingId, items } = await opened(SPO);
  await decide(meetingId, items[0]);
  expect(await ask("close-meeting", { meetingId, decidedBy: SPO })).toMatchObject({ guard: "not-the-chair" });
  expect(await ask("close-meeting", { meetingId, decidedBy: CHAIR })).toMatchObject({
    outcome: "done",
    notReached: items.length - 1,
  });
  expect(await decide(meetingId, items[1])).toMatchObject({ guard: "meeting-not-open" });
  expect(await ask("close-meeting", { meetingId, decidedBy: CHAIR })).toMatchObject({ guard: "meeting-not-open" });
});

test("an hour that comes twice is two moments of one day, and a time without its offset is none", async () => {
  core.clock.set("2026-10-01T09:00:00Z");
  const first = await call({ startsAt: "2026-10-25T01:30:00+01:00" });
  const again = await call({ startsAt: "2026-10-25T01:30:00+00:00" });
  const late = await call({ startsAt: "2026-10-25T23:30:00Z" });
  expect([first, again, late].map(({ londonDay }) => londonDay)).toEqual(["2026-10-25", "2026-10-25", "2026-10-25"]);
  expect(await call({ startsAt: "2026-07-25T23:30:00Z" })).toMatchObject({ guard: "in-the-past" });
  expect(await call({ startsAt: "2026-10-25T00:30:00Z" })).toMatchObject({ guard: "called-already" });
  expect(await call({ startsAt: "2026-10-25T01:30:00" })).toMatchObject({ guard: "command-malformed" });
  expect(await call({ kind: "operationalGroup", startsAt: "2026-12-01T10:00:00Z" })).toMatchObject({
    guard: "no-such-meeting",
  });
  expect(await call({ decidedBy: SPO, startsAt: "2026-12-01T10:00:00Z" })).toMatchObject({ guard: "not-the-chair" });
  core.clock.set("2026-11-21T12:00:00Z");
});

test("when each kind of meeting is to sit again is counted from the last that was held", async () => {
  await opened();
  expect(await ask("meetings-due", {})).toEqual({
    outcome: "done",
    meetings: [{ kind: "map", nextBy: "2026-12-02", isOverdue: false }],
  });
});
