import { expect, test } from "vitest";
import { createEventStreamReader } from "./event-stream.ts";

test("events are read however the text is cut into pieces", () => {
  const text = "retry: 1500\n: heartbeat\n\nid: c1\ndata: one\n\nevent: checkpoint\ndata: two\ndata: three\n\n";
  for (let at = 0; at <= text.length; at += 1) {
    const reader = createEventStreamReader();
    expect([...reader.read(text.slice(0, at)), ...reader.read(text.slice(at))]).toEqual([
      { name: "", id: "c1", data: "one" },
      { name: "checkpoint", id: null, data: "two\nthree" },
    ]);
    expect(reader.retryMs()).toBe(1500);
  }
});

test("lines may end in CR LF, and a value may have a space of its own", () => {
  const reader = createEventStreamReader();
  expect(reader.read("data:  a\r\n\r\n")).toEqual([{ name: "", id: null, data: " a" }]);
});

test("what is no event is passed over", () => {
  const reader = createEventStreamReader();
  expect(reader.read("id: c1\n\nretry: soon\n\n__proto__: x\n\ndata\n\n")).toEqual([{ name: "", id: null, data: "" }]);
  expect(reader.retryMs()).toBeNull();
});

test("an event without an end is not read without end", () => {
  const reader = createEventStreamReader();
  expect(() => reader.read(`data: ${"x".repeat(3_000_000)}`)).toThrow(RangeError);
  const inLines = createEventStreamReader();
  expect(() => inLines.read(`data: ${"x".repeat(3_000_000)}\ndata: y\n`)).toThrow(RangeError);
});
