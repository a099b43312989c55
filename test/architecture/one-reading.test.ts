import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

test("the gateway reads a person together with what originators hold back of it, and in no other way", () => {
  const files = sourceFiles(".ts").filter(({ path }) => path.startsWith("gateway/"));
  const reading = files.filter(({ text }) => text.includes("read_person("));
  const past = files.filter(({ text }) => text.includes("published.read_person"));

  expect(reading.map(({ path }) => path)).toEqual(["gateway/disclosure/read-record.ts"]);
  expect(past).toEqual([]);
});
