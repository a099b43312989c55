import { expect, test } from "vitest";
import { OpenedThings } from "./opened-things.ts";
import { within } from "./within.ts";

test("what was opened is closed in reverse, once", async () => {
  const closed: string[] = [];
  const opened = new OpenedThings();
  for (const name of ["server", "bus", "part"]) opened.add(async () => void closed.push(name));

  await opened.close();
  await opened.close();

  expect(closed).toEqual(["part", "bus", "server"]);
});

test("one that cannot be closed does not keep the others open", async () => {
  const closed: string[] = [];
  const opened = new OpenedThings();
  opened.add(() => closed.push("server"));
  opened.add(() => Promise.reject(new Error("stuck")));

  await expect(opened.close()).rejects.toMatchObject({ errors: [new Error("stuck")] });

  expect(closed).toEqual(["server"]);
});

test("waiting has a limit", async () => {
  expect(await within(20, new Promise(() => undefined))).toBe(false);
  expect(await within(5_000, Promise.resolve("done"))).toBe(true);
});
