import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { until } from "#test/eventually.ts";
import { type FeedsIntoCore, startFeedsIntoCore } from "#test/feeds-into-core.ts";

/** The samples' tag hits, from the files to the database. */
let feeds: FeedsIntoCore;

const sample = (path: string) => readFile(`${packageRoot()}/services/demo/samples/${path}`, "utf8");

beforeAll(async () => {
  feeds = await startFeedsIntoCore();
  await feeds.drop("iom-team", "register-20261121.csv", await sample("iom-team/register-20261121.csv"));
  const em = async (name: string) => feeds.drop("em-provider", name, await sample(`electronic-monitoring/${name}`));
  await em("tag-orders-20261121.csv");
  await em("positions-20261120.ndjson");
  await em("positions-20261120.csv");
  const crimes = "crime-batch-HAM20261121.csv";
  await feeds.drop("hampshire-police", crimes, await sample(`police/${crimes}`));
  await matched();
}, 60_000);

afterAll(async () => {
  await feeds[Symbol.asyncDispose]();
});

/** Nothing waits to be compared. */
const matched = () => until(async () => (await feeds.owner`select 1 from core.match_work`).length === 0);

const hits = () =>
  feeds.owner<{ hit_id: string; reference: string; noms: string; state: string; figures: Figures }[]>`
    select h.*, c.reference, i.value as noms from core.tag_hit as h join core.crime_version as c using (crime_version_id)
      join core.identifier as i on i.person_id = h.person_id and i.type = 'CRN'
    where h.superseded_at is null order by c.reference`;

type Figures = {
  readonly nearest: { readonly distanceM: number; readonly at: string };
  readonly positionsNear: number;
  readonly coverage: { readonly minutes: number; readonly ofMinutes: number };
};

test("Daniel Ashdown is the only candidate: five positions, nearest 12 m at 21:50, 265 of 330 minutes covered", async () => {
  const found = await hits();

  expect(found.map(({ reference, noms, state }) => [reference, noms, state])).toEqual([
    ["44260500001", "X900001", "candidate"],
  ]);
  const { nearest, positionsNear, coverage } = (found[0] as { figures: Figures }).figures;
  expect([Math.round(nearest.distanceM), nearest.at, positionsNear]).toEqual([12, "2026-11-20T21:50:00Z", 5]);
  expect([coverage.minutes, coverage.ofMinutes]).toEqual([265, 330]);
});

const EM_HUB = { agencyId: "em-provider", actor: "em-01" };
/** Where Daniel was recorded nearest, and a place some 170 m from there. */
const NEAR = [50.908968, -1.403437] as const;
const BESIDE = [50.909071, -1.401128] as const;

const decide = (hitId: string, decision: string, reason: string) =>
  feeds.command("core.tag-hit.decide", { hitId, decision, reason, decidedBy: EM_HUB });

async function ask(crimeReference: string, crn: string): Promise<unknown> {
  const [row] = await feeds.owner<{ id: string }[]>`select person_id as id from core.identifier where value = ${crn}`;
  return feeds.command("core.tag-hit.ask", { crimeReference, personId: row?.id, askedBy: EM_HUB });
}

async function matchOf(crn: string): Promise<unknown> {
  const { values } = await feeds.recordBy(crn);
  return values["tag.qualifiedMatch"]?.[0]?.value ?? null;
}

async function eventsOf(type: string): Promise<readonly unknown[]> {
  const rows = await feeds.owner<{ said: unknown }[]>`
    select body #> '{data,additionalInformation}' as said from core.event where type = ${type} order by arrival`;
  return rows.map(({ said }) => said);
}

const standing = async (reference: string) => (await hits()).filter((hit) => hit.reference === reference);

/** A crime at the place of the burglary, in one batch of its own. */
async function dropCrime(reference: string, { batch, from, to }: { batch: string; from: string; to: string }) {
  const row = `Hampshire,BIAD,Burglary,${batch},${reference},${from},${to},442050,112330,,,OSGB36,`;
  await feeds.drop("hampshire-police", `crime-batch-${batch}.csv`, `${row}\n`);
  await matched();
}

type Position = readonly [id: number, at: string, latitude: number, longitude: number];

async function dropPositions(name: string, positions: readonly Position[]): Promise<void> {
  const lines = positions.map(([positionId, capturedAt, lat, lon]) =>
    JSON.stringify({ positionId, deviceId: 3400101, lat, lon, precisionM: 8, capturedAt, mechanism: 1 }),
  );
  await feeds.drop("em-provider", `positions-${name}.ndjson`, `${lines.join("\n")}\n`);
  await matched();
}

test("a crime that is corrected lets its hits fall away, and the force's record with them; the old ones stay readable", async () => {
  const [hit] = await hits();
  const qualified = await decide(hit?.hit_id ?? "", "qualify", "stopped-there");
  expect(qualified).toEqual({ outcome: "decided" });
  expect(await matchOf("X900001")).toMatchObject({ matchId: hit?.hit_id, crimeReference: "44260500001" });

  await dropCrime("44260500001", { batch: "HAM20261122", from: "20261120120000", to: "20261120123000" });

  expect(await hits()).toEqual([]);
  expect(await matchOf("X900001")).toBeNull();
  const [old] = await feeds.owner`select state, superseded_because, superseded_by, figures from core.tag_hit`;
  expect(old).toMatchObject({ state: "qualified", superseded_because: "crime-corrected", superseded_by: null });
  expect(await eventsOf("electronic-monitoring.match.superseded")).toEqual([
    { matchId: hit?.hit_id, crimeReference: "44260500001", crimeVersion: 1, because: "crime-corrected" },
  ]);
  const versions = await feeds.owner`
    select version, changed_fields from core.crime_version where reference = '44260500001' order by version`;
  expect(versions).toMatchObject([{ version: 1 }, { version: 2, changed_fields: ["crimeText", "from", "to"] }]);
});

test("a correction that brings the person back is a new candidate, for somebody to look at anew", async () => {
  await dropCrime("44260500001", { batch: "HAM20261123", from: "20261120200000", to: "20261121013000" });

  expect((await hits()).map(({ noms, state }) => [noms, state])).toEqual([["X900001", "candidate"]]);
  await dropCrime("44260500001", { batch: "HAM20261124", from: "20261120200000", to: "20261121013000" });
  expect(await feeds.owner`select 1 from core.crime_version where reference = '44260500001'`).toHaveLength(3);
});

test("positions that come late make a hit of a crime that had none, and what they take away they take away", async () => {
  await dropCrime("44260500021", { batch: "HAM20261125", from: "20261122100000", to: "20261122103000" });
  expect(await standing("44260500021")).toEqual([]);

  await dropPositions("late-1", [
    [900001, "2026-11-22T10:04:00Z", ...BESIDE],
    [900002, "2026-11-22T10:05:00Z", ...BESIDE],
  ]);
  expect(await standing("44260500021")).toEqual([]);

  await dropPositions("late-2", [
    [900003, "2026-11-22T10:07:00Z", ...NEAR],
    [900004, "2026-11-22T10:08:00Z", ...NEAR],
  ]);
  const [found] = await standing("44260500021");
  expect(found).toMatchObject({ noms: "X900001", state: "candidate" });

  // The strap was open all the while: of such a span nothing counts.
  await feeds.drop(
    "em-provider",
    "device-events-1.csv",
    "DEVICE_ID,EVENT,FROM,TO\n3400101,STRAP,2026-11-22T10:00:00Z,2026-11-22T10:20:00Z\n",
  );
  await matched();
  expect(await standing("44260500021")).toEqual([]);
});

test("of two people far away and one near, the tracks of the one are read, and the run keeps how many positions it rested on", async () => {
  const [run] = await feeds.owner<{ considered: number; positions: number }[]>`
    select r.considered, r.positions from core.match_run as r join core.crime_version as c using (crime_version_id)
    where c.reference = '44260500021' order by r.at desc, r.run_id limit 1`;
  expect(run).toEqual({ considered: 2, positions: 4 });
});

test("who is on no licence is left out before any position is read, and the asking says so", async () => {
  await dropCrime("44260500022", { batch: "HAM20261126", from: "20261121100000", to: "20261121103000" });
  const [run] = await feeds.owner<{ considered: number; left_out: object }[]>`
    select r.considered, r.left_out from core.match_run as r join core.crime_version as c using (crime_version_id)
    where c.reference = '44260500022'`;
  // Craig's tag came off the evening before, so of three people two are considered.
  expect(run).toEqual({ considered: 2, left_out: {} });
  const asked = await ask("44260500022", "X900010");
  expect(asked).toMatchObject({ outcome: "not-eligible", reasons: ["not-tagged"] });
});

test("every comparison, and every hit of it, is a combination in the ledger, and says nothing of anybody in its leaf", async () => {
  const [count] = await feeds.owner<{ runs: number; found: number; entries: number; named: number }[]>`
    with entry as (select convert_from(entry, 'UTF8') as leaf from ledger.entry)
    select (select count(*)::int from core.match_run) as runs, (select count(*)::int from core.tag_hit) as found,
      (select count(*)::int from entry where leaf like '%"combination"%' and leaf like '%"tag-hit"%') as entries,
      (select count(*)::int from entry where leaf like '%44260500001%') as named`;
  const { runs = 0, found = 0, entries = 0, named = 1 } = count ?? {};
  const asked = 1;
  expect(entries).toBe(runs + found + asked);
  expect(named).toBe(0);
});

test.each([
  ["nobody's hit", () => "00000000-0000-4000-8000-000000000000", "qualify", "stopped-there", "hit-unknown"],
  ["a reason of the other decision", standingHit, "qualify", "passing-by", "reason-unknown"],
])("%s is not decided", async (_what, hitOf, decision, reason, guard) => {
  expect(await decide(await hitOf(), decision, reason)).toEqual({ outcome: "refused", guard });
});

test("a candidate is decided once, by the hub whose positions they are, and an outcome is told of a qualified hit only", async () => {
  const hitId = await standingHit();
  const byOthers = {
    hitId,
    decision: "qualify",
    reason: "stopped-there",
    decidedBy: { agencyId: "iom-team", actor: "x" },
  };
  expect(await feeds.command("core.tag-hit.decide", byOthers)).toEqual({ outcome: "refused", guard: "hit-unknown" });
  const outcome = (agencyId: string) =>
    feeds.command("core.tag-hit.record-outcome", {
      hitId,
      outcome: "ruledOut",
      recordedBy: { agencyId, actor: "insp-01" },
    });
  expect(await outcome("hampshire-police")).toEqual({ outcome: "refused", guard: "not-qualified" });

  expect(await decide(hitId, "qualify", "repeated-presence")).toEqual({ outcome: "decided" });
  expect(await decide(hitId, "reject", "passing-by")).toEqual({ outcome: "refused", guard: "already-decided" });
  expect(await outcome("solent-probation")).toEqual({ outcome: "refused", guard: "hit-unknown" });
  expect(await outcome("hampshire-police")).toEqual({ outcome: "decided" });

  expect(await eventsOf("police.match-outcome.recorded")).toEqual([{ matchId: hitId, outcome: "ruledOut" }]);
});

test("what is usual is counted by the days before, at the same hours, and chance by the same weekday", async () => {
  // The same quarter of an hour, on the two days before and a week before; once somewhere else. On the 22nd he was there as well.
  await dropPositions("days-before", [
    [900101, "2026-11-24T10:05:00Z", ...NEAR],
    [900102, "2026-11-23T10:05:00Z", ...NEAR],
    [900103, "2026-11-21T10:05:00Z", 50.95, -1.35],
    [900104, "2026-11-18T10:05:00Z", ...NEAR],
    [900105, "2026-11-25T10:05:00Z", ...NEAR],
  ]);
  await dropCrime("44260500061", { batch: "HAM20261126-1", from: "20261125100000", to: "20261125101500" });

  const [hit] = await standing("44260500061");
  expect(hit?.figures).toMatchObject({ usual: { daysNear: 4, daysWithData: 5 }, chance: { people: 1, days: 1 } });
});

test("a tag that turns out to have come off before takes back what was found by it after", async () => {
  expect((await standing("44260500001")).map(({ noms, state }) => [noms, state])).toEqual([["X900001", "qualified"]]);
  const orders = await sample("electronic-monitoring/tag-orders-20261121.csv");
  const [header = "", daniels = ""] = orders.split("\n");
  await feeds.drop("em-provider", "tag-orders-20261121b.csv", `${header}\n${daniels}2026-11-20T21:00:00Z\n`);
  await matched();

  expect(await standing("44260500001")).toEqual([]);
  expect(await matchOf("X900001")).toBeNull();
});

async function standingHit(): Promise<string> {
  const [hit] = await hits();
  return hit?.hit_id ?? "";
}
