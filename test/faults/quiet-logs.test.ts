import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { createAgencyClient } from "#gateway/client/agency-client.ts";
import type { DemoAgenciesFile } from "#services/demo/demo-agencies.ts";
import { samplesFolder } from "#services/demo/load-samples.ts";
import { eventually, until } from "../eventually.ts";
import { makeFolder, serverPids, startMain, untilReady } from "./start-main.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
/** Columns of the samples that say who somebody is or where they live. */
const PERSONAL = /NAME|^DOB$|^PNC|^CRN$|^CRO|^NOMS$|^NI_NO$|^POSTCODE$|^ADDRESS$|PHONE|^KEYWORKER$/;
const WITH_PEOPLE = ["police", "probation", "housing", "drug-services", "electronic-monitoring", "iom-team"];
/** The story names these on stdout, where it is told; everybody in it is made up. */
const TOLD = /Daniel Ashdown|Sarah Ellerby|Kyle Brennan/g;

type Person = {
  readonly firstName: string;
  readonly lastName: string;
  readonly dateOfBirth: string;
  readonly postcode: string | null;
  readonly identifiers: Readonly<Record<string, string | null>>;
};

/** Everything that the samples say of who people are. */
async function personalWords(): Promise<readonly string[]> {
  const { people } = JSON.parse(await readFile(join(samplesFolder(""), "people.json"), "utf8"));
  const listed = (people as readonly Person[]).flatMap(
    ({ firstName, lastName, dateOfBirth, postcode, identifiers }) => [
      ...[firstName, lastName, dateOfBirth, postcode],
      ...Object.values(identifiers).map((value) => value ?? ""),
    ],
  );
  const cells = (await Promise.all(WITH_PEOPLE.map(personalCells))).flat();
  return [...new Set([...listed, ...cells])].flatMap((word) => (word !== null && word.length > 3 ? [word] : []));
}

async function personalCells(agencyType: string): Promise<readonly string[]> {
  const names = (await readdir(samplesFolder(agencyType))).filter((name) => /^(?!crime).*\.csv$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(samplesFolder(agencyType), name), "utf8")));
  const rows = texts.flatMap((text): Record<string, string>[] => parse(text, { columns: true, bom: true }));
  return rows.flatMap((row) =>
    Object.keys(row).flatMap((column) => (PERSONAL.test(column) ? [row[column] ?? ""] : [])),
  );
}

const found = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) =>
    new RegExp(`(?<![\\p{L}\\d])${word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}(?![\\p{L}\\d])`, "iu").test(text),
  );

/** Calls that are refused, answered, or cut off by a database that dies under them. */
async function makeTrouble(folder: string): Promise<void> {
  const { origin, agencies, people }: DemoAgenciesFile = JSON.parse(
    await readFile(join(folder, "demo/agencies.json"), "utf8"),
  );
  const team = agencies.find(({ agencyId }) => agencyId === "iom-team");
  if (team === undefined) throw new Error("there is no IOM team");
  const client = createAgencyClient({ origin, ...team });
  const search = (match: object) => client.call("POST", "/v1/searches", { ...AS_TEAM, body: { match } });
  await search({ "identity.lastName": "Ashdown" });
  await search({ "identity.lastName": { not: "Ashdown" } });
  await client.call("POST", "/v1/events", { ...AS_TEAM, body: { id: "Ashdown", subject: "1989-04-12" } });
  await client.call("GET", `/v1/people/${people[0]?.personIds["iom-team"]}?fields=Ashdown`, AS_TEAM);
  const stop = new AbortController();
  const stream = client.follow("/v1/events/stream", { ...AS_TEAM, signal: stop.signal })[Symbol.asyncIterator]();
  await stream.next();
  const police = agencies.find(({ agencyId }) => agencyId === "hampshire-police")?.feedDirectory ?? "";
  const extract = await readFile(join(samplesFolder("police"), "rms-extract-20261121.csv"), "utf8");
  const [killed = Number.NaN] = await serverPids(folder);
  await writeFile(join(police, "rms-extract-again.csv"), extract.replaceAll("21/11/2026", "20/11/2026"));
  process.kill(killed, "SIGKILL");
  await search({ "identity.lastName": "Ashdown" }).catch(() => undefined);
  await until(async () => (await eventually(() => serverPids(folder)))[0] !== killed);
  await until(async () => (await readdir(police)).includes("rms-extract-again.csv.done.json"));
  stop.abort();
}

test("the whole demonstration, with everything logged and with trouble, says nothing of anybody", async () => {
  const folder = await makeFolder();
  const hub = startMain({ HUB_DATA: folder, HUB_PORT: "0", LOG_LEVEL: "trace" }, { words: [] });
  await untilReady(hub);
  await until(() => hub.said().includes("Sarah Ellerby"));
  await makeTrouble(folder);
  hub.child.kill("SIGTERM");
  expect(await hub.ended).toBe(0);

  const words = await personalWords();
  expect(words.length).toBeGreaterThan(100);
  expect(found('{"msg":"HC1 ASHDOWN, 12/04/1989"}', words)).toEqual(expect.arrayContaining(["Ashdown", "12/04/1989"]));
  expect(hub.complained().split("\n").length).toBeGreaterThan(100);
  expect(hub.complained()).toMatch(/PostgreSQL is restarted/);
  expect(found(hub.complained(), words)).toEqual([]);
  expect(found(hub.said().replaceAll(TOLD, ""), words)).toEqual([]);
}, 90_000);
