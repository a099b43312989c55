import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";

let core: CoreAtWork;
let people = 0;
let dana: string;
let pnc: ReturnType<typeof id>;

beforeAll(async () => {
  core = await startCoreAtWork();
});
afterAll(() => core[Symbol.asyncDispose]());
beforeEach(async () => {
  people += 1;
  core.clock.set("2026-11-21T12:00:00.000Z");
  const crn = `X90${String(people).padStart(4, "0")}`;
  pnc = id("CRN", crn);
  await register({});
  dana = await personOf(core, crn);
});

function register(more: object, dateOfBirth = "1989-04-12"): Promise<void> {
  const person = { identifiers: [pnc], firstName: "Dana", lastName: `Marsh ${people}`, dateOfBirth };
  const rated = { ragStatus: "amber", ragSetAt: "2026-11-10T00:00:00Z" };
  const payload = {
    cohort: "fixed",
    statutory: true,
    lifecycleState: "active",
    registeredOn: "2026-06-01",
    ...rated,
    ...more,
  };
  return core.takeIn(eventOf({ type: "iom-team.registration.imported", agency: "iom-team", person, payload }));
}

const arrested = (at = "2026-11-21T02:41:00Z") =>
  core.takeIn(
    eventOf({
      type: "police.arrest.recorded",
      agency: "hampshire-police",
      person: { identifiers: [pnc] },
      time: at,
      payload: { arrestedAt: at, status: "inCustody", hoCode: "028/01", occurrenceRef: at.slice(0, 10) },
    }),
  );

const LEAD = { agencyId: "hampshire-police", actor: "officer-01", role: "leadOfficer" };
const assess = (more: object) =>
  core.command("core.casework.assess-rag", {
    personId: dana,
    colour: "amber",
    suggestionId: null,
    decidedBy: LEAD,
    ...more,
  });
const review = (more: object) =>
  core.command("core.casework.review-supervision", {
    personId: dana,
    outcome: "commensurate",
    decidedBy: { ...LEAD, role: "iomSergeant" },
    ...more,
  });
const latest = async () => {
  const [row] = await core.owner<{ id: string }[]>`
    select max(suggestion_id) as id from core.rag_suggestion where person_id = ${dana}`;
  return Number(row?.id);
};
const values = async () => (await core.read(dana))?.values ?? {};
const colour = async () => (await values())["iom.ragStatus"]?.map(({ value }) => value);

test.each([
  ["a person nobody knows", "person-unknown", { personId: "00000000-0000-4000-8000-000000000000" }],
  ["a suggestion that is not the latest", "changed-meanwhile", { suggestionId: 1 }],
  ["no suggestion seen where there is one", "changed-meanwhile", { suggestionId: null }],
  [
    "somebody else than the lead officer without a meeting",
    "meeting-missing",
    { decidedBy: { ...LEAD, role: "iomSergeant" } },
  ],
  ["green against an amber suggestion without a reason", "reason-missing", { colour: "green" }],
  ["a colour that there is not", "command-malformed", { colour: "blue" }],
  ["an occupation that there is not", "command-malformed", { occupation: "idle" }],
])("%s is refused and changes nothing", async (_what, guard, more) => {
  const suggestionId = await latest();
  expect(await assess({ suggestionId, ...more })).toMatchObject({ outcome: "refused", guard });
  expect(await colour()).toEqual(["amber"]);
  expect(await core.owner`select 1 from core.rag_assessment where person_id = ${dana}`).toHaveLength(0);
});

test("somebody who left the scheme is not assessed, nor reviewed", async () => {
  await register({ lifecycleState: "deregistered" });
  expect(await assess({ suggestionId: await latest() })).toMatchObject({ outcome: "refused", guard: "not-on-scheme" });
  expect(await review({})).toMatchObject({ outcome: "refused", guard: "not-on-scheme" });
});

test("a youth is not assessed before T2", async () => {
  people += 1;
  pnc = id("CRN", `X91${String(people).padStart(4, "0")}`);
  await register({}, "2009-02-25");
  dana = await personOf(core, pnc.value);
  expect(await assess({})).toMatchObject({ outcome: "refused", guard: "youth-before-t2" });
});

test("red confirmed: colour, time and reasons with their evidence are in the record, and nothing waits any more", async () => {
  await arrested();
  const done = await assess({ colour: "red", suggestionId: await latest() });
  expect(done).toMatchObject({ outcome: "done", at: "2026-11-21T12:00:00.000Z" });
  expect(await values()).toMatchObject({
    "iom.ragStatus": [{ value: "red", originator: "iom-team" }],
    "iom.ragSetAt": [{ value: "2026-11-21T12:00:00.000Z" }],
    "iom.ragReasons": [
      {
        itemKey: "assessed:0",
        value: { ruleId: "R1", text: "Arrested on 2026-11-21 with an offence of the scheme's set." },
        evidence: [
          { personId: dana, field: "police.currentArrest", originator: "hampshire-police", neededForm: "full" },
        ],
      },
    ],
  });
  expect((await values())["iom.ragReasons"]).toHaveLength(1);
  expect((await values())["iom.ragOverrideNote"]).toBeUndefined();
});

test("against the suggestion with a reason, which is the note; the reasons for red are answered until there is a new one", async () => {
  await arrested();
  await assess({ colour: "amber", suggestionId: await latest(), reason: "Alibi confirmed by the tag." });
  expect(await values()).toMatchObject({
    "iom.ragStatus": [{ value: "amber" }],
    "iom.ragOverrideNote": [{ value: "Alibi confirmed by the tag." }],
  });
  expect((await values())["iom.ragReasons"]).toBeUndefined();

  core.clock.set("2026-11-22T12:00:00.000Z");
  await arrested("2026-11-22T09:00:00Z");
  expect(await colour()).toEqual(["amber"]);
  expect((await values())["iom.ragReasons"]).toMatchObject([
    { value: { ruleId: "R1", text: expect.stringContaining("2026-11-22") } },
  ]);
});

test("the machine never sets a colour down: what was red stays red when its reasons have gone", async () => {
  await arrested();
  await assess({ colour: "red", suggestionId: await latest() });
  core.clock.set("2027-01-21T12:00:00.000Z");
  await core.takeIn(
    eventOf({
      type: "probation.case.opened",
      agency: "solent-probation",
      person: { identifiers: [pnc] },
      payload: { crn: pnc.value },
    }),
  );
  const [row] =
    await core.owner`select colour from core.rag_suggestion where person_id = ${dana} order by suggestion_id desc limit 1`;
  expect(row).toEqual({ colour: "amber" });
  expect(await colour()).toEqual(["red"]);
});

test("green since is kept through green, begins anew after anything else, and starts from the register's day", async () => {
  await register({ ragStatus: "green", ragSetAt: "2026-11-17T00:00:00Z", greenSince: "2026-08-14" });
  const since = async () =>
    (
      await core.owner<{ day: string | null }[]>`
      select green_since::text as day from core.rag_assessment where person_id = ${dana} order by turn`
    ).map(({ day }) => day);
  const day = async (at: string, to: string) => {
    core.clock.set(at);
    await assess({ colour: to, suggestionId: await latest(), reason: "As the meeting saw it." });
  };
  await day("2026-11-21T12:00:00.000Z", "green");
  await day("2026-11-22T12:00:00.000Z", "green");
  await day("2026-11-23T12:00:00.000Z", "amber");
  await day("2026-11-24T00:30:00.000Z", "green");
  expect(await since()).toEqual(["2026-08-14", "2026-08-14", null, "2026-11-24"]);
});

test("work in hand is noted with an assessment, and counts towards green from then on", async () => {
  await assess({ suggestionId: await latest(), occupation: "training" });
  const [row] = await core.owner<{ checks: { checkId: string; answer: string }[] }[]>`
    select suggestion -> 'checks' as checks from core.rag_suggestion where person_id = ${dana} order by suggestion_id desc limit 1`;
  expect(row?.checks.find(({ checkId }) => checkId === "G5")).toMatchObject({ answer: "met", text: "In training." });
});

test("a supervisor's review says whether the work fits; where it does not, it says what should change", async () => {
  expect(await review({ outcome: "underManaged" })).toMatchObject({ outcome: "refused", guard: "note-missing" });
  expect(await review({ outcome: "underManaged", note: "Two visits a week." })).toMatchObject({ outcome: "done" });
  const rows = await core.owner`select outcome, colour, role from core.supervisor_review where person_id = ${dana}`;
  expect([...rows]).toEqual([{ outcome: "underManaged", colour: "amber", role: "iomSergeant" }]);
});
