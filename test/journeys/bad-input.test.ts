import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { daniel } from "#test/people.ts";
import { type SchemeAtWork, sample, startScheme } from "#test/scheme-at-work.ts";

const LARGE_FILE_BYTES = 200 * 1024 * 1024;

let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples("iom-team");
}, 120_000);

/** Whatever was thrown at it, the hub is still there for the next good row. */
afterAll(async () => {
  await scheme.dropSamples("police");
  const { fields } = await scheme.read("iom-team", daniel);
  await scheme[Symbol.asyncDispose]();
  expect(fields["police.currentArrest"]?.form).toBe("full");
}, 120_000);

test("a truncated CSV gives one clear error for the torn row, and its good rows load", async () => {
  const whole = await sample("police", "rms-extract-20261121.csv");
  const lines = whole.content.split("\n");
  const content = `${lines[0]}\n${lines[2]}\n${lines[3]}\n${(lines[4] ?? "").slice(0, 60)}`;

  const [receipt] = await scheme.drop("hampshire-police", { name: "rms-extract-torn.csv", content });

  expect(receipt).toMatchObject({ rows: 3, accepted: 2, errors: 1 });
  expect(await problems("hampshire-police", "rms-extract-torn.csv")).toEqual([["4", "INVALID_COLUMN_COUNT"]]);
});

test("a file of 200 MB is refused as a whole, without being read", async () => {
  const name = "rms-extract-large.csv";

  const [receipt] = await scheme.drop("hampshire-police", { name, content: Buffer.alloc(LARGE_FILE_BYTES, "a") });

  expect(receipt).toMatchObject({ rows: 0, accepted: 0, errors: 1, events: 0 });
  expect(await problems("hampshire-police", name)).toEqual([["", "FILE_TOO_LARGE"]]);
});

test("a file that is not valid UTF-8 is refused as a whole", async () => {
  const name = "tenancies-latin.csv";
  const good = await sample("housing", "tenancies-20261121.csv");
  const content = Buffer.concat([Buffer.from(good.content), Buffer.from([0xc3, 0x28, 0x0a])]);

  await scheme.drop("solent-housing", { name, content });

  expect(await problems("solent-housing", name)).toEqual([["", "INVALID_ENCODING"]]);
});

test.each([
  ["a DTD", `<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/hostname"><YouthJusticeReturn/>`],
  [
    "an entity bomb",
    `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><YouthJusticeReturn>&b;</YouthJusticeReturn>`,
  ],
  [
    "an undeclared entity",
    `<?xml version="1.0"?><YouthJusticeReturn><YoungPerson><YOTPersonID>&b;</YOTPersonID></YoungPerson></YouthJusticeReturn>`,
  ],
])("XML with %s is refused as a whole", async (what, content) => {
  const name = `case-level-${what.split(" ").at(-1)}.xml`;

  await scheme.drop("solent-yot", { name, content });

  expect(await problems("solent-yot", name)).toEqual([["", "XML_NOT_ACCEPTED"]]);
});

test("a JSON event with a __proto__ member is refused by the file and by the API, and pollutes nothing", async () => {
  const content = `[{"eventType":"probation-case.registration.added","version":1,"occurredAt":"2026-11-20T10:00:00Z","__proto__":{"polluted":true}}]`;
  await scheme.drop("solent-probation", { name: "domain-events-proto.json", content });
  expect(await problems("solent-probation", "domain-events-proto.json")).toEqual([["1", "MALFORMED_RECORD"]]);

  const answer = await post("hampshire-police", `{"specversion":"1.0","__proto__":{"polluted":true}}`);
  expect(answer).toMatchObject({ status: 400, body: { code: "json-not-acceptable" } });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("an event about a person nobody knows is accepted like any other, and changes nothing", async () => {
  const answer = await post("hampshire-police", JSON.stringify(wantedEvent("hampshire-police", "2013/9022013H")));

  expect(answer.status).toBe(202);
});

test("a schema-valid event in another agency's name is refused with one clear error", async () => {
  const answer = await post("solent-housing", JSON.stringify(wantedEvent("hampshire-police", "2007/9001234F")));

  expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  expect(JSON.stringify(answer.body)).not.toContain("2007/9001234F");
  const { fields } = await scheme.read("iom-team", daniel);
  expect(fields["police.wantedStatus"]).toBeUndefined();
});

async function problems(agencyId: string, file: string): Promise<readonly (readonly [string, string])[]> {
  const path = join(scheme.agency(agencyId).feedDirectory, `${file}.errors.csv`);
  const rows = parse(await readFile(path, "utf8"), { columns: true }) as { line: string; code: string }[];
  return rows.map(({ line, code }) => [line, code] as const);
}

function post(agencyId: string, body: string) {
  const actor = scheme.agency(agencyId).officers[0]?.actor ?? "";
  return scheme
    .client(agencyId)
    .call("POST", "/v1/events", { actor, purpose: "iom-case-management", body: Buffer.from(body) });
}

function wantedEvent(agencyId: string, pnc: string): AgencyEvent {
  return {
    specversion: "1.0",
    id: `rms-${pnc.slice(-8)}`,
    source: `/agencies/${agencyId}/rms`,
    type: "police.wanted-status.changed",
    time: "2026-11-21T09:00:00Z",
    datacontenttype: "application/json",
    dataschema: "/schemas/police.wanted-status.changed/1",
    agencyid: agencyId,
    recordedtime: "2026-11-21T09:00:05Z",
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: "HC0010099",
      personReference: { identifiers: [{ type: "PNC", value: pnc, valid: true }] },
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: { status: "wanted" },
    },
  };
}
