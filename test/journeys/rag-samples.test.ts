import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { eventually } from "#test/eventually.ts";
import { craig, daniel, kyle, type MadeUpPerson } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/**
 * What the engine makes of the samples as at 2026-11-21T12:00:00Z, each person checked by hand against the files. The day before
 * which something counts is 2026-10-24 for a window of 28 days, and 2026-11-07 for one of 14.
 */
let scheme: SchemeAtWork;
let sql: Sql;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
  await scheme.coordinatorWorks();
  sql = openDatabase({ url: scheme.hub.ownerUrl, applicationName: "rag samples", maxConnections: 1 });
}, 120_000);

afterAll(async () => {
  await closeDatabase(sql);
  await scheme[Symbol.asyncDispose]();
});

type Hit = { readonly ruleId: string; readonly suggests: string };
type Check = { readonly checkId: string; readonly answer: string };

async function suggested(crn: string): Promise<string | null> {
  const [row] = await sql<{ colour: string; hits: Hit[]; checks: Check[] }[]>`
    select s.colour, s.suggestion -> 'ruleHits' as hits, s.suggestion -> 'checks' as checks
    from core.rag_suggestion s join core.identifier i using (person_id)
    where i.type = 'CRN' and i.value = ${crn} and not i.retired order by s.suggestion_id desc limit 1`;
  return row === undefined
    ? null
    : [row.colour, ...row.hits.map(({ ruleId, suggests }) => `${ruleId}:${suggests}`), ...met(row.checks)].join(" ");
}

const met = (checks: readonly Check[]) => checks.filter(({ answer }) => answer === "met").map(({ checkId }) => checkId);

test.each([
  // P01. R1: the arrest of 21 November, 028/01. R8: cocaine positive at 03:20 the same night. His positions run to 20 November, so
  // monitoring is not silent; released on 7 September, which is 75 days ago.
  ["Daniel Ashdown", "X900001", "red R1:red R8:amber G1 G3 G4"],
  // P02. R6: the office visit of 19 November, told by two feeds and one appointment; the DRR test of 12 November is an appointment
  // that was kept. R10: S8 served on 2 November, no expiry sent. His drug service has nothing to say since 18 November.
  ["Kyle Brennan", "X900002", "amber R6:amber R10:amber G3"],
  // P03. R11: released on 26 October, 26 days ago; September's temporary absence is no release. 26 days at one address are not 28.
  ["Liam Cartwright", "X900003", "amber R11:amber G1 G3"],
  // P04. Nothing against him. A DRR is in force and no test has come, so G3 is unknown; an acceptable absence is none.
  ["Luke Cartwright", "X900004", "amber G1 G4"],
  // P05. A youth, four days before T2: nothing.
  ["Tyler Dunmore", "X900005", null],
  // P06. Nothing against her; the police have never said that there is no intelligence.
  ["Sarah Ellerby", "X900006", "amber G1 G3 G4"],
  // P07. R10: notice to quit of 12 November. R12: the police lead, and were last heard on 14 August. No appointment, so G1 is unknown.
  ["Mohammed Farooqi", "X900007", "amber R10:amber R12:amber G3"],
  // P08. Kept her appointment of 13 November; NONE_CURRENT of 14 August; no test required; the same home since January.
  ["Jade Gosling", "X900008", "green G1 G2 G3 G4"],
  // P09. R10: no fixed abode by the duty to refer of 20 November.
  ["Peter Holloway", "X900009", "amber R10:amber G1 G3"],
  // P10. R2 twice: wanted and on a warrant. R5: the tag came off on 20 November, its order runs to July. R6: 9 and 16 November. The
  // samples hold no enforcement, and that his recall was considered is nothing, so R3 is not here.
  ["Craig Irving", "X900010", "red R2:red R2:red R5:red R6:red G3 G4"],
  // P11. Free cohort; nothing against him. His tag order was refused as a row, so monitoring is not expected.
  ["Oluwaseun Adebayo-Jones", "X900011", "amber G1 G3 G4"],
  // P12. R12: probation leads, and was last heard on 30 October, 22 days ago; the appointment of 28 October was kept.
  ["Siân Morgan", "X900012", "amber R12:amber G1 G3 G4"],
])("%s", async (_name, crn, expected) => {
  await eventually(async () => expect(await suggested(crn)).toBe(expected));
});

async function readRag(agencyId: string, person: MadeUpPerson) {
  const personId = await scheme.idFor(agencyId, person);
  const actor = scheme.agency(agencyId).officers[0]?.actor ?? "";
  const path = `/v1/people/${personId}/rag`;
  const { status, body } = await scheme.client(agencyId).call("GET", path, { actor, purpose: "iom-case-management" });
  return { status, ...(body as Exchanges["rag-view"]) };
}

describe("Daniel, amber by decision while red is suggested", () => {
  test("the team sees the colour that was decided beside the one suggested, and until when it waits", async () => {
    const { assessment, suggestion } = await readRag("iom-team", daniel);
    expect(assessment).toEqual({
      colour: "amber",
      setAt: "2026-11-10T00:00:00Z",
      reviewDueOn: "2026-11-24",
      supervisorReviewDueOn: "2026-12-08",
      confirmBy: "2026-11-22T12:00:00.000Z",
      reasons: [],
    });
    expect([suggestion.colour, suggestion.engineVersion]).toEqual(["red", "rag-1"]);
    expect(suggestion.reasons.map(({ ruleId, text }) => `${ruleId} ${text}`)).toEqual([
      "R1 Arrested on 2026-11-21 with an offence of the scheme's set. Falls away on 2026-12-20.",
      "R8 A drug test of 2026-11-21 was positive. Falls away on 2026-12-20.",
    ]);
  });

  test("housing sees both colours and no reason: not the arrest, not the test", async () => {
    const { assessment, suggestion } = await readRag("solent-housing", daniel);
    expect(assessment).toEqual({
      colour: "amber",
      setAt: "2026-11-10T00:00:00Z",
      reviewDueOn: "2026-11-24",
      reasons: [],
    });
    expect(suggestion).toMatchObject({ colour: "red", reasons: [] });
    expect(JSON.stringify({ assessment, suggestion })).not.toMatch(/arrest|test|R1|R8/i);
  });
});

test("an escalation to red is pushed at once to those who may know why, and to nobody else", async () => {
  const told = async (agencyId: string) => {
    const id = await scheme.idFor(agencyId, daniel);
    const about = (await scheme.pull(agencyId)).filter(({ subject }) => subject.endsWith(id));
    return about.some(({ data }) => JSON.stringify(data.changed?.["iom.ragReasons"] ?? null).includes("Suggests red"));
  };
  expect(await told("hampshire-police")).toBe(true);
  expect(await told("solent-probation")).toBe(true);
  expect(await told("solent-housing")).toBe(false);
  expect(await told("solent-drug-services")).toBe(false);
});

test("Kyle's notice is a reason for his landlord and for probation, and not for the police", async () => {
  const rules = async (agencyId: string) =>
    (await readRag(agencyId, kyle)).suggestion.reasons.map(({ ruleId }) => ruleId);
  expect(await rules("solent-housing")).toEqual(["R10"]);
  expect(await rules("solent-probation")).toEqual(["R6", "R10"]);
  expect(await rules("hampshire-police")).toEqual(["R6"]);
});

test("of Tyler, a youth before T2 without a colour, there is nothing to be read", async () => {
  const tyler = { firstName: "Tyler", lastName: "Dunmore", crn: "X900005" } as const;
  for (const agencyId of ["iom-team", "hampshire-police", "solent-probation", "solent-yot"]) {
    expect((await readRag(agencyId, tyler)).status, agencyId).toBe(404);
  }
});

test("that Craig's recall was considered is in no suggestion and in no answer", async () => {
  const rows =
    await sql`select suggestion::text as text from core.rag_suggestion where suggestion::text like '%recall%'`;
  expect(rows).toHaveLength(0);
  for (const agencyId of ["iom-team", "hampshire-police", "solent-probation"]) {
    expect(JSON.stringify(await readRag(agencyId, craig))).not.toMatch(/recall/i);
  }
});
