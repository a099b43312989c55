import { expect, test } from "vitest";
import { describeFault } from "./describe-fault.ts";

class DatabaseFault extends Error {
  override readonly name = "DatabaseFault";
  readonly code = "23505";
  readonly detail = "Key (last_name)=(Marsh) already exists";
}

test("what is logged of an error holds its kind, code and place, and none of its words", () => {
  const fault = describeFault(
    new Error("reading Dana Marsh", { cause: new DatabaseFault("unique\n    at Dana Marsh") }),
  );
  expect(fault).toMatchObject({ name: "Error", cause: { name: "DatabaseFault", code: "23505" } });
  expect(fault.frames[0]).toContain("describe-fault.test.ts");
  expect(JSON.stringify(fault)).not.toMatch(/Dana|Marsh/);
});

test("what is no error is told by its type alone, and causes end somewhere", () => {
  expect(describeFault("Dana Marsh")).toEqual({ name: "string", frames: [] });
  const endless = new Error("again");
  endless.cause = endless;
  expect(JSON.stringify(describeFault(endless)).split('"cause"')).toHaveLength(4);
});
