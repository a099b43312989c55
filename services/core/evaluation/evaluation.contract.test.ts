import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  core.clock.set("2026-11-14T09:00:00Z");
  await core.takeIn(...Array.from({ length: 12 }, (_one, at) => registered(at)));
  await core.takeIn(...[0, 1, 2, 3, 4, 5].map(charged));
  await core.takeIn(...[0, 1, 2, 3, 4].map(sentenced));
});
afterAll(() => core[Symbol.asyncDispose]());

const crn = (at: number) => `X9${String(at).padStart(5, "0")}`;

function registered(at: number): AgencyEvent {
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: {
      identifiers: [id("CRN", crn(at)), id("LOCAL", `IOM${at}`)],
      firstName: "Dana",
      lastName: `Marsh${String.fromCharCode(97 + at)}`,
      dateOfBirth: `19${70 + at}-04-12`,
    },
    time: "2024-06-01T00:00:00Z",
    payload: {
      cohort: at < 6 ? "fixed" : "flex",
      statutory: true,
      lifecycleState: "active",
      registeredOn: "2024-06-01",
      ragStatus: at < 6 ? "amber" : "green",
      ragSetAt: "2024-06-01T00:00:00Z",
    },
  });
}

function charged(at: number): AgencyEvent {
  return eventOf({
    type: "police.charge.recorded",
    agency: "hampshire-police",
    person: { identifiers: [id("CRN", crn(at))], firstName: "Dana", lastName: `Marsh${String.fromCharCode(97 + at)}` },
    time: "2024-09-01T10:00:00Z",
    payload: { chargedAt: "2024-09-01T10:00:00Z", outcome: "charged", hoCode: "028/01", offenceText: "Burglary" },
  });
}

function sentenced(at: number): AgencyEvent {
  return eventOf({
    type: "probation.sentence.created",
    agency: "solent-probation",
    person: { identifiers: [id("CRN", crn(at))] },
    time: "2024-11-05T10:00:00Z",
    payload: { eventNumber: "1", type: "COMMUNITY_ORDER", date: "2024-11-04", isCustodial: false },
  });
}

const report = (quarter: string | null = null) => core.command("core.evaluation.report", { quarter });
const BY = { agencyId: "iom-team", actor: "manager-01", role: "schemeManager" };

test("the report of a year is worked out from what the feeds told, and states what it rests on", async () => {
  expect(await report()).toMatchObject({
    outcome: "done",
    quarter: "2026-Q3",
    period: { from: "2025-10-01", to: "2026-09-30" },
    smallNumber: 5,
    measures: {
      managedAtEnd: 12,
      // Nobody's case ended.
      managed: null,
      // Six were charged and five sentenced, of twelve followed up since 1 June 2024.
      reoffending: { base: 12, reoffended: 5, binaryPercent: 41.7, reoffences: 5, frequency: 1 },
      // Six and six; but nobody is free or without a cohort, and two are not hidden behind so few.
      cohorts: { cells: ["fixed", "flex", "free", "notStated"].map((key) => ({ key, value: null })) },
    },
    valueForMoney: { costPounds: null, offenceCost: { pounds: 5_930, basis: "reoffences-counted" } },
  });
});

test("nothing of it names anybody", async () => {
  const text = JSON.stringify(await report());
  expect(text).not.toMatch(/Dana|Marsh|X9\d|19[78]\d-|IOM\d/);
});

test.each([
  ["2026-Q4", "quarter-not-over"],
  ["2026-11-14", "quarter-malformed"],
  ["'; drop table", "quarter-malformed"],
])("of %s there is no report", async (quarter, guard) => {
  expect(await report(quarter)).toMatchObject({ outcome: "refused", guard });
});

test("what the scheme states stands from its quarter on, member by member, and nothing said before is lost", async () => {
  const state = (quarter: string, statement: object) =>
    core.command("core.evaluation.state", { quarter, statement, statedBy: BY });
  const costs = (pounds: number) => ({ priceYear: "2025/26", lines: [{ label: "Staff", pounds, source: "Budget" }] });
  const answer = { principle: "localResponse", standing: "partly", evidence: "A plan is written." };
  await state("2026-Q2", { costs: costs(60_000), keyPrinciples: [answer] });
  await state("2026-Q3", { costs: costs(120_000) });

  expect(await report("2026-Q2")).toMatchObject({ valueForMoney: { costPounds: 60_000, costPerManagedPounds: 5_000 } });
  expect(await report()).toMatchObject({ valueForMoney: { costPounds: 120_000, costPerManagedPounds: 10_000 } });
  const { keyPrinciples } = (await report()) as { keyPrinciples: readonly { principle: string; answer: unknown }[] };
  expect(keyPrinciples.map(({ principle, answer: given }) => [principle, given !== null])).toEqual([
    ["manageTogether", false],
    ["localResponse", true],
    ["allInScope", false],
    ["faceUpOrConsequences", false],
    ["bestUseOfProgrammes", false],
    ["longTermDesistance", false],
  ]);
  const kept = await core.owner`select quarter from core.scheme_statement order by turn`;
  expect(kept.map((row) => row["quarter"])).toEqual(["2026-Q2", "2026-Q3"]);
  await expect(core.asCore`update core.scheme_statement set quarter = '2026-Q1'`).rejects.toThrow(/permission denied/);
});

test.each([
  {},
  { quarter: "2026-Q9", statement: { costs: {} }, statedBy: BY },
  { quarter: "2026-Q3", statement: {}, statedBy: BY },
])("what is no statement is not kept: %o", async (body) => {
  expect(await core.command("core.evaluation.state", body)).toMatchObject({ guard: "command-malformed" });
});

test("the published scale is worked out without anybody's record", async () => {
  const asked = { sex: "male", dateOfBirth: "1991-07-17", convictedOn: "2021-08-05", followUpFrom: "2021-12-12" };
  const inputs = { ...asked, sanctions: 2, ageAtFirstSanction: 21, offence: "fraudAndForgery" };
  expect(await core.command("core.evaluation.ogrs3", inputs)).toMatchObject({
    oneYear: { percent: 11 },
    twoYear: { percent: 20 },
  });
  expect(await core.command("core.evaluation.ogrs3", {})).toMatchObject({ outcome: "refused", guard: "input-missing" });
});
