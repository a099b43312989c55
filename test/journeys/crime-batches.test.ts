import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { until } from "#test/eventually.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** Crimes come in: what is wrong with them is told row by row, and what is right is compared. */
let scheme: SchemeAtWork;

const HUB = { actor: "em-01", purpose: "crime-matching" };
const POLICE = { actor: "insp-01", purpose: "crime-matching" };

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples("iom-team", "electronic-monitoring");
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

async function listed(agencyId: string, who: typeof HUB): Promise<Exchanges["tag-hits"]["hits"]> {
  const { status, body } = await scheme.client(agencyId).call("GET", "/v1/tag-hits", who);
  expect(status).toBe(200);
  return (body as Exchanges["tag-hits"]).hits;
}

test("a file of 2 GB is refused by its size alone, and is never held in memory", async () => {
  const { feedDirectory } = scheme.agency("hampshire-police");
  const path = join(feedDirectory, "crime-batch-large.csv");
  const arriving = join(feedDirectory, ".crime-batch-large.csv.arriving");
  // Full of nothing: the disk holds none of it, and whoever reads it reads 2 GB.
  const file = await open(arriving, "w");
  await file.truncate(2 * 1024 ** 3);
  await file.close();
  const before = process.memoryUsage().rss;
  await rename(arriving, path);

  await until(async () => (await readFile(`${path}.done.json`, "utf8").catch(() => "")) !== "", { maxMs: 60_000 });

  expect(await readFile(`${path}.errors.csv`, "utf8")).toContain("FILE_TOO_LARGE");
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 ** 2);
  await rm(path);
}, 90_000);

describe("crimes over the API", () => {
  const send = (body: object, agencyId = "hampshire-police", who = POLICE) =>
    scheme.client(agencyId).call("POST", "/v1/crime-batches", { ...who, body });
  const row = (reference: string, changes = "442050,112330,,") =>
    `Hampshire,BIAD,Burglary,HAM20261123,${reference},20261120213000,20261120220000,${changes},OSGB36,`;

  test("a batch is answered with every fault by its row, and its good crimes are compared", async () => {
    const csv = `${row("44260500031")}\n${row("44260500032", "0,0,,")}\n${row("44260500033", "NaN,112330,,")}\n`;
    const answer = await send({ csv });

    expect(answer).toMatchObject({ status: 202, body: { state: "taken-in", rows: 3, accepted: 1, rejected: 2 } });
    const { id, faults } = answer.body as Exchanges["crime-batch-state"];
    expect(faults.map(({ row: at, code, crimeReference }) => [at, code, crimeReference])).toEqual([
      [2, "LOCATION_ZERO", "44260500032"],
      [3, "INVALID_NUMBER", "44260500033"],
    ]);
    for (const { requiredAction } of faults) {
      expect(requiredAction.length).toBeGreaterThan(10);
    }
    const again = await scheme.client("hampshire-police").call("GET", `/v1/crime-batches/${id}`, POLICE);
    expect(again).toMatchObject({ status: 200, body: answer.body });
    expect((await send({ csv })).body).toEqual(answer.body);
    await until(async () =>
      (await listed("em-provider", HUB)).some(
        ({ fields }) =>
          (fields["police.crimeRecord"]?.value as { crimeReference: string } | undefined)?.crimeReference ===
          "44260500031",
      ),
    );
  });

  test("crimes as JSON are the same crimes, by the hub's own names", async () => {
    const crime = {
      policeForce: "Hampshire",
      crimeTypeId: "RB",
      batchId: "HAM20261124",
      crimeReference: "44260500041",
      crimeDateFrom: "2026-11-20T21:40:00",
      crimeDateTo: "2026-11-20T21:40:00",
      timeZone: "Europe/London",
      easting: 442050,
      northing: 112330,
    };
    const answer = await send({
      crimes: [crime, { ...crime, crimeReference: "44260500042", easting: 112330, northing: 442050 }],
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: 1, faults: [{ row: 2, code: "LOCATION_SWAPPED", kind: "error" }] },
    });
  });

  test("a batch of which nothing can be taken is one clear refusal, with every row in it", async () => {
    const answer = await send({ csv: `${row("44260500051", "0,0,,")}\n` });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: "validation-failed",
        batch: { state: "rejected", faults: [{ code: "ALL_RECORDS_FAILED" }, { row: 1 }] },
      },
    });
  });

  test("a batch nobody sent, or another force's, is not there; whoever is no force sends none", async () => {
    const unknown = await scheme.client("hampshire-police").call("GET", `/v1/crime-batches/${"a".repeat(32)}`, POLICE);
    expect(unknown.status).toBe(404);
    expect((await send({ csv: row("1") }, "em-provider", HUB)).status).toBe(403);
  });
});
