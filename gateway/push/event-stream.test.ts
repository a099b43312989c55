import { expect, test } from "vitest";
import { eventStream } from "./event-stream.ts";

async function* numbers(stop: AbortController, made: number[]): AsyncGenerator<string, void, undefined> {
  for (let frame = 1; !stop.signal.aborted; frame += 1) {
    made.push(frame);
    yield `data: ${frame}\n\n`;
  }
}

function opened(stallMs?: number) {
  const stop = new AbortController();
  const made: number[] = [];
  const ends: string[] = [];
  const stream = eventStream(numbers(stop, made), stop, {
    onEnd: () => ends.push("end"),
    onError: () => ends.push("error"),
    ...(stallMs === undefined ? {} : { stallMs }),
  });
  return { stop, made, ends, reader: stream.getReader() };
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test("a slow reader holds back the making of frames: nothing piles up", async () => {
  const { made, reader } = opened();
  await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toEqual([1]);
  await reader.cancel();
});

test("after the reader has gone nothing more is made, and the end is told once", async () => {
  const { stop, made, ends, reader } = opened();
  await reader.read();
  await reader.cancel();
  await new Promise((resolve) => setImmediate(resolve));
  expect(stop.signal.aborted).toBe(true);
  expect(made).toHaveLength(1);
  expect(ends).toEqual(["end"]);
});

test("a frame that comes after the reader has gone is not written", async () => {
  const stop = new AbortController();
  let give: (frame: string) => void = () => undefined;
  async function* late(): AsyncGenerator<string, void, undefined> {
    yield await new Promise<string>((resolve) => {
      give = resolve;
    });
  }
  const faults: unknown[] = [];
  const stream = eventStream(late(), stop, { onEnd: () => undefined, onError: (error) => faults.push(error) });
  const reader = stream.getReader();
  const reading = reader.read();
  await reader.cancel();
  give("data: late\n\n");
  expect(await reading).toEqual({ done: true, value: undefined });
  await new Promise((resolve) => setImmediate(resolve));
  expect(faults).toEqual([]);
});

test("a reader that takes nothing for too long is let go", async () => {
  const { stop, ends, reader } = opened(5);
  expect(text((await reader.read()).value)).toBe("data: 1\n\n");
  await expect.poll(() => stop.signal.aborted).toBe(true);
  expect(ends).toEqual(["end"]);
  await expect(reader.read()).rejects.toThrow("took nothing for too long");
});

test("a fault ends the stream and is told to the log, and to the reader nothing of it", async () => {
  const stop = new AbortController();
  const told: unknown[] = [];
  async function* failing(): AsyncGenerator<string, void, undefined> {
    yield "retry: 1\n\n";
    throw new Error("Dana Marsh already exists");
  }
  const stream = eventStream(failing(), stop, { onEnd: () => told.push("end"), onError: (error) => told.push(error) });
  const reader = stream.getReader();
  await reader.read();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(told).toEqual([expect.any(Error), "end"]);
});
