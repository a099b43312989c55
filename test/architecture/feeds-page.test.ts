import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectorFor } from "#connectors/registry.ts";
import { AGENCY_TYPES } from "#schemas/vocabulary.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";

const read = (path: string) => readFile(join(packageRoot(), path), "utf8");
const feeds = AGENCY_TYPES.flatMap((type) => (connectorFor(type)?.feeds ?? []).map((feed) => ({ type, feed })));

test("the page for agencies names every feed's files and columns, and they are those that the hub reads", async () => {
  const rows = (await read("docs/feeds.md")).split("\n").filter((line) => /^\| \S+ \| `[^`]*\*\./.test(line));
  expect(rows).toHaveLength(feeds.length);
  for (const { type, feed } of feeds) {
    const row = rows.find((line) => line.startsWith(`| ${type} |`) && feed.fileName.test(exampleOf(line)));
    expect(row, feed.name).toBeDefined();
    if ("header" in feed) expect(row).toContain(`\`${feed.header.join(",")}\``);
  }
});

test("the page for agencies explains every error code, and no other", async () => {
  const [, union = ""] = /type RowErrorCode =([^;]+);/.exec(await read("connectors/connector.ts")) ?? [];
  const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code);
  const explained = [...(await read("docs/feeds.md")).matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(explained.toSorted()).toEqual(codes.toSorted());
});

/** A file name that the pattern in a row of the page stands for. */
function exampleOf(row: string): string {
  const [, pattern = ""] = /`([^`]*\*\.[^`]*)`/.exec(row) ?? [];
  return pattern.replace("*", "-20261121");
}
