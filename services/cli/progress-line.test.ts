import { expect, test } from "vitest";
import { progressLine } from "./progress-line.ts";

function watched() {
  const shown: string[] = [];
  let nowMs = 0;
  const line = progressLine(
    (text) => shown.push(text.replace("\r\u001b[K", "|")),
    () => nowMs,
  );
  return {
    shown,
    line,
    after: (ms: number) => {
      nowMs += ms;
    },
  };
}

test("says nothing in the first second, then not more often than can be read, and leaves the line empty", () => {
  const { shown, line, after } = watched();

  line.tell(() => "at once");
  after(1_000);
  line.tell(() => "after a second");
  after(100);
  line.tell(() => "too soon");
  after(100);
  line.tell(() => "later");
  line.done();

  expect(shown).toEqual(["|after a second", "|later", "|"]);
});

test("what is done within a second shows nothing at all", () => {
  const { shown, line } = watched();
  line.tell(() => "at once");
  line.done();

  expect(shown).toEqual([]);
});

test("where nobody watches, nothing is even put into words", () => {
  const line = progressLine(undefined, () => 5_000);
  line.tell(() => {
    throw new Error("words were made");
  });
  line.done();
});
