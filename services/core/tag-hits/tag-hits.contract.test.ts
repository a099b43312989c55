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
