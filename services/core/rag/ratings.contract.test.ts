import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { until } from "#test/eventually.ts";
import { eventOf, TEST_SCHEME } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";
import { evidenceFrom } from "./evidence-from.ts";
import { ragSettingsOf } from "./rag-settings.ts";
import { suggestRag } from "./suggest-rag.ts";

const CRN = "X900777";
const PNC = "2012/9002003K";
const SETTINGS = ragSettingsOf(TEST_SCHEME);

let core: CoreAtWork;
let dana: string;
const told: unknown[] = [];

beforeAll(async () => {
  core = await startCoreAtWork();
  const gateway = await core.servers.connectBusAs("gateway");
  gateway.subscribe("hub.rag.suggested", { callback: (_error, message) => void told.push(message.json()) });
  await gateway.flush();
  await core.takeIn(onScheme("amber"));
  dana = await personOf(core, CRN);
});
afterAll(() => core[Symbol.asyncDispose]());

const person = {
  identifiers: [id("PNC", PNC), id("CRN", CRN)],
  firstName: "Dana",
  lastName: "Marsh",
  dateOfBirth: "1989-04-12",
};

function onScheme(ragStatus?: string, who: AgencyEvent["data"]["personReference"] = person): AgencyEvent {
  const rated = ragStatus === undefined ? {} : { ragStatus, ragSetAt: "2026-11-10T00:00:00Z" };
  const payload = { cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-06-01", ...rated };
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: who,
    time: "2026-11-10T00:00:00Z",
    payload,
  });
}

function arrest(arrestedAt: string, status = "inCustody"): AgencyEvent {
  const payload = { arrestedAt, status, hoCode: "028/01", occurrenceRef: "44260500001" };
  return eventOf({
    type: "police.arrest.recorded",
    agency: "hampshire-police",
    person: { identifiers: [id("PNC", PNC)] },
    time: arrestedAt,
    payload,
  });
}

function missed(at: string): AgencyEvent {
  const payload = { at, type: "Office visit", outcome: "failedToAttend" };
  return eventOf({
    type: "probation.appointment.recorded",
    agency: "solent-probation",
    person: { identifiers: [id("CRN", CRN)] },
    time: at,
    payload,
  });
}

type Kept = {
  at: Date;
  colour: string;
  suggestion: { ruleHits: { ruleId: string; suggests: string }[] };
  engine_version: string;
  up_to_turn: string;
};

const kept = () => core.owner<Kept[]>`
  select at, colour, suggestion, engine_version, up_to_turn from core.rag_suggestion where person_id = ${dana} order by suggestion_id`;
const seen = async () =>
  (await kept()).map(({ colour, suggestion }) =>
    [colour, ...suggestion.ruleHits.map(({ ruleId }) => ruleId)].join(" "),
  );
const reasons = async () => (await core.read(dana))?.values["iom.ragReasons"] ?? [];

test("somebody on the scheme is rated with the event that brought them, once for the same", async () => {
  expect(await seen()).toEqual(["amber"]);
  await core.takeIn(onScheme("amber"));
  expect(await seen()).toEqual(["amber"]);
});

test("an arrest suggests red at once: the colour stays, and the reason is shown with the rights of its evidence", async () => {
  await core.takeIn(arrest("2026-11-21T02:41:00Z"));
  expect(await seen()).toEqual(["amber", "red R1"]);
  const record = await core.read(dana);
  expect(record?.values["iom.ragStatus"]).toMatchObject([{ value: "amber" }]);
  expect(await reasons()).toEqual([
    {
      originator: "iom-team",
      value: {
        ruleId: "R1",
        text: "Suggests red, to be confirmed: Arrested on 2026-11-21 with an offence of the scheme's set.",
      },
      asOf: "2026-11-21T12:00:00.000Z",
      itemKey: "suggested:R1:0",
      evidence: [{ personId: dana, field: "police.currentArrest", originator: "hampshire-police", neededForm: "full" }],
    },
  ]);
  const [change] =
    await core.owner`select fields from core.change_feed where person_id = ${dana} order by change_id desc limit 1`;
  expect(change?.["fields"]).toContain("iom.ragReasons");
  await until(() => told.length === 2);
  expect(told.at(-1)).toEqual({ personId: dana, suggestionId: expect.any(Number) });
});

test("putting together what two agencies said is an entry of the ledger, with its inputs", async () => {
  const entries = () => core.owner`
    select 1 from ledger.entry join ledger.entry_secret using (receipt_id)
    where convert_from(entry, 'utf8') like '%combination%' and convert_from(detail, 'utf8') like '%rag-1%'
      and convert_from(detail, 'utf8') like '%inputs%'`;
  expect(await entries()).toHaveLength(0);
  await core.takeIn(missed("2026-11-20T10:00:00Z"));
  expect(await seen()).toEqual(["amber", "red R1", "red R1 R6"]);
  expect(await entries()).toHaveLength(1);
});

test("no further action takes the reason away again, in the same transaction", async () => {
  await core.takeIn(arrest("2026-11-21T11:00:00Z", "noFurtherAction"));
  expect((await seen()).at(-1)).toBe("amber R6");
  expect(await reasons()).toEqual([]);
});

test("a window that ends is seen at the London midnight after it, also by a core that slept over it", async () => {
  core.clock.set("2026-12-18T23:59:00.000Z");
  await core.restartCore();
  const before = (await seen()).length;
  core.clock.set("2026-12-19T00:00:30.000Z");
  await until(async () => (await seen()).length > before);
  expect((await seen()).at(-1)).toBe("amber");
});

test("a clock that is set back rates nobody anew, and one that comes again finds nothing new", async () => {
  const before = await seen();
  core.clock.set("2026-12-01T12:00:00.000Z");
  await core.restartCore();
  core.clock.set("2026-12-20T00:00:30.000Z");
  await until(async () => {
    const [row] = await core.owner`select reconsider_at from core.rag_watch where person_id = ${dana}`;
    return String(row?.["reconsider_at"]) === String(new Date("2026-12-21T00:00:00.000Z"));
  });
  expect(await seen()).toEqual(before);
});

test("every suggestion can be worked out again from the events of then", async () => {
  const suggestions = await kept();
  expect(suggestions.length).toBeGreaterThan(4);
  for (const { at, colour, suggestion, engine_version: engineVersion, up_to_turn } of suggestions) {
    const rows = await core.owner<{ body: AgencyEvent }[]>`
      select body from core.event where person_id = ${dana} and turn <= ${up_to_turn} order by arrival`;
    const again = suggestRag(evidenceFrom(rows.map(({ body }) => body)), SETTINGS, at);
    expect(JSON.parse(JSON.stringify(again))).toEqual({ colour, ...suggestion, engineVersion });
  }
});

test("somebody who leaves the scheme is not rated any more", async () => {
  const gone = onScheme("amber");
  const payload = { ...gone.data.additionalInformation, lifecycleState: "deregistered" };
  await core.takeIn({ ...gone, time: "2026-12-20T10:00:00Z", data: { ...gone.data, additionalInformation: payload } });
  expect(await core.owner`select 1 from core.rag_watch where person_id = ${dana}`).toHaveLength(0);
});
