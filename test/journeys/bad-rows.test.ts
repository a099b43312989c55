import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";
import badRows from "./bad-rows.json" with { type: "json" };

type BadRow = {
  readonly file: string;
  readonly code: string;
  readonly kind: string;
  readonly line?: number;
  readonly record?: string;
};
type ErrorLine = {
  readonly line: string;
  readonly record: string;
  readonly code: string;
  readonly kind: string;
  readonly required_action: string;
};

let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

const files = [...new Set((badRows as readonly BadRow[]).map(({ file }) => file))];

describe.each(files)("%s", (file) => {
  const expected = (badRows as readonly BadRow[]).filter((row) => row.file === file);

  test("each deliberately bad row is set aside with its own code, in words the sender can act on", async () => {
    const found = await errorLines(file);

    expect(found.map(({ code, kind }) => `${code} ${kind}`).sort()).toEqual(
      expected.map(({ code, kind }) => `${code} ${kind}`).sort(),
    );
    for (const row of expected) {
      const line = found.find((one) => one.code === row.code && isAt(one, row));
      expect(line, `${row.code} at ${row.line ?? row.record}`).toBeDefined();
      expect(line?.required_action.length).toBeGreaterThan(10);
    }
  });

  test("every other row is taken in", async () => {
    const folder =
      scheme.stage.agencies.find(({ agencyType }) => file.startsWith(`${agencyType}/`))?.feedDirectory ?? "";
    const marker = JSON.parse(await readFile(join(folder, `${file.split("/")[1]}.done.json`), "utf8"));

    expect(marker.errors).toBe(expected.filter(({ kind }) => kind === "error").length);
    expect(marker.accepted).toBe(marker.rows - marker.errors);
  });
});

test("the files with nothing wrong have no error file", async () => {
  for (const { agencyType, feedDirectory } of scheme.stage.agencies) {
    const withErrors = (await readdir(feedDirectory)).filter((name) => name.endsWith(".errors.csv"));
    expect(withErrors.map((name) => `${agencyType}/${name.replace(".errors.csv", "")}`).sort()).toEqual(
      files.filter((file) => file.startsWith(`${agencyType}/`)).sort(),
    );
  }
});

async function errorLines(file: string): Promise<readonly ErrorLine[]> {
  const [agencyType, name] = file.split("/");
  const folder = scheme.stage.agencies.find((agency) => agency.agencyType === agencyType)?.feedDirectory ?? "";
  return parse(await readFile(join(folder, `${name}.errors.csv`), "utf8"), { columns: true }) as ErrorLine[];
}

function isAt(found: ErrorLine, row: BadRow): boolean {
  return row.line === undefined ? found.record === row.record : found.line === String(row.line);
}
