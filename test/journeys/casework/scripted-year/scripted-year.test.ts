import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";
import {
  between,
  chargesFile,
  type OneOfSixty,
  receptionsFile,
  registerFile,
  SIXTY,
  sentenceFiles,
} from "./sixty-people.ts";

/**
 * A scheme of sixty people from April 2026, when the hub takes over its spreadsheet, to the report of the year: driven through the
 * public interface alone, by a clock that the test sets. Every figure of the report is worked out by hand beside it.
 */
let scheme: SchemeAtWork;

const INSPECTOR = { agencyId: "hampshire-police", actor: "insp-01" };
const SERGEANT = { agencyId: "iom-team", actor: "sgt-01" };
const LEAD = { agencyId: "hampshire-police", actor: "HC4471" };
const MANAGER = { agencyId: "iom-team", actor: "manager-01" };
const WHY = "Decided at the weekly meeting.";

beforeAll(async () => {
  scheme = await startScheme(new Date("2026-04-02T09:00:00Z"));
}, 120_000);
afterAll(() => scheme?.[Symbol.asyncDispose]());

type Officer = typeof LEAD;

const ids = new Map<string, string>();
async function idOf({ agencyId }: Officer, one: OneOfSixty): Promise<string> {
  const key = `${agencyId} ${one.crn}`;
  const id = ids.get(key) ?? (await scheme.idFor(agencyId, one));
  ids.set(key, id);
  return id;
}

async function call(who: Officer, method: string, one: OneOfSixty, path: string, body?: object) {
  const how = { actor: who.actor, purpose: "iom-case-management", ...(body === undefined ? {} : { body }) };
  return scheme.client(who.agencyId).call(method, `/v1/people/${await idOf(who, one)}/${path}`, how);
}

async function done(...of: Parameters<typeof call>): Promise<unknown> {
  const answer = await call(...of);
  expect(answer, `${of[2].crn} ${of[3]}`).toMatchObject({ status: 200 });
  return answer.body;
}

async function rate(people: readonly OneOfSixty[], colour: "red" | "amber" | "green") {
  for (const one of people) {
    const { view } = (await done(LEAD, "GET", one, "rag")) as Exchanges["rag-view"];
    await done(LEAD, "POST", one, "rag-assessments", {
      colour,
      view,
      reason: "What the meeting knows of the last weeks.",
    });
  }
}

async function each(people: readonly OneOfSixty[], who: Officer, path: string, body: object) {
  for (const one of people) {
    await done(who, "POST", one, path, body);
  }
}

const moveTo = (at: string) => scheme.hub.clock.set(new Date(at));
const evaluation = (template: string) =>
  scheme.client(MANAGER.agencyId).call("GET", `/v1/evaluation?quarter=2026-Q4&template=${template}`, {
    actor: MANAGER.actor,
    purpose: "evaluation",
  });

test("April: the sixty are taken over, and what the police and probation know of them", async () => {
  expect(await scheme.drop("iom-team", registerFile())).toMatchObject([{ rows: 60, accepted: 60, errors: 0 }]);
  const charges = chargesFile([
    ["01/07/2025", between(0, 9)],
    ["01/08/2025", between(0, 3)],
    // Within no one's twelve months: they were over on 2 March.
    ["10/03/2026", between(20, 20)],
  ]);
  expect(await scheme.drop("hampshire-police", charges)).toMatchObject([{ rows: 15, accepted: 15, errors: 0 }]);
  const sentences = sentenceFiles("20260402", [{ on: "2025-09-15", months: null, people: between(0, 7) }]);
  expect(await scheme.drop("solent-probation", ...sentences)).toMatchObject([{ errors: 0 }, { rows: 8, accepted: 8 }]);
  for (const one of SIXTY) {
    await idOf(LEAD, one);
    await idOf(SERGEANT, one);
  }
});

test("May: the ten who were red are amber, six are green and step down", async () => {
  moveTo("2026-05-05T10:00:00Z");
  await rate(between(0, 9), "amber");
  await rate(between(30, 35), "green");
  await each(between(30, 35), SERGEANT, "case-steps", { kind: "exit-plan", status: "drafted" });
  moveTo("2026-05-06T10:00:00Z");
  await each(between(30, 35), SERGEANT, "transitions", { to: "transition", rationale: WHY });
  await each(between(30, 35), SERGEANT, "case-steps", { kind: "exit-plan", status: "agreed" });
});

test("August: three months green and the plan implemented, and not a day sooner", async () => {
  const leave = { to: "deregistered", ground: "D1", meetingId: "map-2026-08-05", rationale: WHY };
  moveTo("2026-08-04T10:00:00Z");
  await each(between(30, 32), SERGEANT, "case-steps", { kind: "exit-plan", status: "implemented" });
  const [first] = between(30, 30);
  expect(first && (await call(INSPECTOR, "POST", first, "transitions", leave))).toMatchObject({
    status: 409,
    body: { guard: "green-long-enough" },
  });
  moveTo("2026-08-06T10:00:00Z");
  await each(between(30, 32), INSPECTOR, "transitions", leave);
  await each(between(33, 33), INSPECTOR, "transitions", { to: "deregistered", ground: "died", rationale: WHY });
  await each(between(34, 34), INSPECTOR, "transitions", { to: "deregistered", ground: "deported", rationale: WHY });
  await each(between(35, 35), INSPECTOR, "transitions", { to: "deregistered", ground: "mappa", rationale: WHY });
});

test("autumn: nine turn red and six green, five go to prison for long, five move away", async () => {
  moveTo("2026-09-01T10:00:00Z");
  await rate(between(10, 18), "red");
  await rate(between(46, 51), "green");
  moveTo("2026-10-01T10:00:00Z");
  await scheme.drop(
    "solent-probation",
    ...sentenceFiles("20261001", [{ on: "2026-09-28", months: 72, people: between(36, 40) }]),
  );
  await scheme.drop("winchester-prison", receptionsFile("20261001", "2026-09-28", 72, between(36, 40)));
  await each(between(36, 40), INSPECTOR, "transitions", { to: "longCustody", rationale: WHY });
  moveTo("2026-11-02T10:00:00Z");
  const away = { to: "transferred", acceptedBy: "Thames Valley IOM", rationale: WHY };
  await each(between(41, 45), INSPECTOR, "transitions", away);
});

test("the meetings of the year: two of the three with probation, one with housing, and one that was called off", async () => {
  const step = (path: string, body: object) =>
    scheme.client(INSPECTOR.agencyId).call("POST", path, {
      actor: INSPECTOR.actor,
      purpose: "iom-case-management",
      body,
    });
  const hold = async (day: string, ...others: readonly Officer[]) => {
    moveTo(`${day}T09:00:00Z`);
    const called = await step("/v1/meetings", { kind: "map", startsAt: `${day}T10:00:00Z` });
    expect(called).toMatchObject({ status: 200 });
    const { meetingId } = called.body as { readonly meetingId: string };
    await step(`/v1/meetings/${meetingId}/opening`, {});
    for (const other of others) {
      expect(await step(`/v1/meetings/${meetingId}/attendance`, other)).toMatchObject({ status: 200 });
    }
    expect(await step(`/v1/meetings/${meetingId}/closing`, {})).toMatchObject({ status: 200 });
  };
  const probation = { agencyId: "solent-probation", actor: "spo-01" };
  await hold("2026-11-09", probation, { agencyId: "solent-housing", actor: "hous-01" });
  await hold("2026-11-16", probation);
  await hold("2026-11-23");
  // Called and never opened.
  expect(await step("/v1/meetings", { kind: "map", startsAt: "2026-11-30T10:00:00Z" })).toMatchObject({ status: 200 });
});

test("January: the scheme states what the year cost, and with whom it compares itself", async () => {
  moveTo("2027-01-11T10:00:00Z");
  const body = {
    quarter: "2026-Q4",
    costs: { priceYear: "2026/27", lines: [{ label: "Officers of the team", pounds: 120_000, source: "Budget" }] },
    comparison: {
      description: "People with the same cohort score in a neighbouring area without a scheme",
      source: "Area analyst, December 2026",
      base: 60,
      reoffended: 24,
      reoffences: 36,
    },
  };
  const how = { actor: MANAGER.actor, purpose: "evaluation", body };
  const stated = await scheme.client(MANAGER.agencyId).call("POST", "/v1/evaluation/statements", how);
  expect(stated).toMatchObject({ status: 201 });
});

test("the report counts what happened", async () => {
  const { status, body } = await evaluation("measures");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    quarter: "2026-Q4",
    period: { from: "2026-01-01", to: "2026-12-31" },
    measures: {
      // 60 less six, five and five.
      managedAtEnd: 44,
      managed: 60,
      // 30 to 32 by D1, 33 to 35 at once; 36 to 40; 41 to 45.
      endings: { cells: cells({ completed: 6, longCustody: 5, transferred: 5 }) },
      // Of the first thirty, taken on on 3 March 2025, eighteen months are over. Ten were charged within twelve, and eight of them
      // sentenced; four of the eight twice. 8 of 30 is 26.7 of a hundred; 12 by 8 is 1.5. The charge of March 2026 is too late.
      reoffending: { base: 30, reoffended: 8, binaryPercent: 26.7, reoffences: 12, frequency: 1.5 },
      // Red: 0 to 9 until 4 May, 124 days each, 1,240; 10 to 18 from 1 September, 122 each, 1,098.
      // Green: 30 to 35 from 5 May to 5 August, 93 each, 558; 46 to 51 from 1 September, 122 each, 732.
      // Amber: 0 to 9 from 5 May, 241 each, 2,410; 10 to 18 until 31 August, 243 each, 2,187; 19 to 29 all year, 365 each, 4,015;
      // those of 5 January 2026: 46 to 51 until 31 August, 239 each, 1,434; 52 to 59 all along, 361 each, 2,888; 30 to 35 until
      // 4 May, 120 each, 720; 36 to 40 until 30 September, 269 each, 1,345; 41 to 45 until 1 November, 301 each, 1,505.
      daysInColour: { cells: cells({ red: 2_338, amber: 16_504, green: 1_290 }) },
      // Nine red, six green, and 44 - 15 = 29 amber. None is without a colour, which is hidden, and so is one more beside it.
      colours: { cells: cells({ red: null, amber: 29, green: 6, none: null }) },
      // 0 to 19, 20 to 29 (the flex ones after them ended or are 36 to 39), and 46 to 59.
      cohorts: { cells: cells({ fixed: null, flex: 10, free: 14, notStated: null }) },
      // Three sat. The scheme asks police, probation, housing and drug services to each: 3 of 3, 2 of 3, 1 of 3, none of 3.
      participation: [
        { agencyType: "drug-services", invited: 3, attended: 0, percent: 0 },
        { agencyType: "housing", invited: 3, attended: 1, percent: 33 },
        { agencyType: "police", invited: 3, attended: 3, percent: 100 },
        { agencyType: "probation", invited: 3, attended: 2, percent: 67 },
      ],
    },
  });
});

test("and says what it was worth, with what is not known", async () => {
  expect((await evaluation("value-for-money")).body).toMatchObject({
    valueForMoney: {
      costPounds: 120_000,
      // 120,000 by the 60 who were managed.
      costPerManagedPounds: 2_000,
      // All twelve were burglaries of a dwelling.
      offenceCost: { pounds: 5_930, basis: "reoffences-counted" },
      // 120,000 by 5,930 is 20.2; 21 by 60 is 0.35.
      breakEven: { offences: 21, perManaged: 0.35 },
      // 36 by 60 for each of 30 is 18 expected; less 12 is 6, of 5,930 each; 35,580 by 120,000 is 0.30.
      benefit: {
        expectedOffences: 18,
        countedOffences: 12,
        avoidedOffences: 6,
        savedPounds: 35_580,
        savedPerPound: 0.3,
      },
    },
  });
});

test("nothing of it names anybody", async () => {
  const texts = await Promise.all(["measures", "value-for-money", "key-principles", "national"].map(evaluation));
  const told = JSON.stringify(texts.map(({ body }) => body));
  for (const { crn, lastName } of SIXTY) {
    expect(told).not.toContain(crn);
    expect(told).not.toContain(lastName);
  }
});

function cells(values: Readonly<Record<string, number | null>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
