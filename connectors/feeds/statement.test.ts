import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseStatement, previousEdition, type StatementSpan } from "./statement.ts";

/** What one record holds, by name: `{ end: 1 }`. */
type Record = Readonly<{ [name: string]: number }>;

const RECORD = fc.dictionary(fc.constantFrom("start", "end", "panel"), fc.integer({ min: 0, max: 2 }), { maxKeys: 3 });
const FILES = fc.array(RECORD, { minLength: 1, maxLength: 8 });

test("content that is said for the first time keeps its own id, and what goes on being said has no other", () => {
  const hub = emptyHub();
  expect(hub.read(1, { end: 1 })).toEqual(["end=1#0"]);
  expect(hub.read(2, { end: 1 })).toEqual(["end=1#0"]);
  expect(hub.read(7, { end: 1, start: 1 })).toEqual(["end=1#0", "start=1#0"]);
});

test("what the agency comes back to is said anew, each time it does", () => {
  const hub = emptyHub();
  const said = [1, 2, 1, 1, 2, 1].map((end, index) => hub.read(index + 1, { end }));
  expect(said.flat()).toEqual(["end=1#0", "end=2#0", "end=1#1", "end=1#1", "end=2#1", "end=1#2"]);
});

test("of two things a record says the one that stands does not hide that the other comes back", () => {
  const hub = emptyHub();
  const said = [1, 2, 1].map((end, index) => hub.read(index + 1, { start: 1, end }));
  expect(said.at(-1)).toEqual(["start=1#0", "end=1#1"]);
});

test("the hub ends at what the last file says, whatever the files before it said", () => {
  fc.assert(
    fc.property(FILES, (files) => {
      const hub = emptyHub();
      readAll(hub, files);
      expect(hub.holds()).toMatchObject(files.at(-1) ?? {});
    }),
  );
});

test("a file that says no more than the one before it brings nothing new", () => {
  fc.assert(
    fc.property(FILES, fc.integer({ min: 1, max: 5 }), (files, times) => {
      const hub = emptyHub();
      readAll(hub, files);
      const published = hub.published();
      for (let again = 1; again <= times; again += 1) {
        hub.read(files.length + again, files.at(-1) ?? {});
      }
      expect(hub.published()).toBe(published);
    }),
  );
});

test("a file that is read again, after a crash half way or after all the others, says the very same", () => {
  fc.assert(
    fc.property(FILES, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 })), { maxLength: 8 }), (files, cuts) => {
      const [steady, crashing] = [emptyHub(), emptyHub()];
      const said = files.map((record, index) => steady.read(index + 1, record));
      files.forEach((record, index) => {
        const cut = cuts[index % Math.max(cuts.length, 1)]?.[1] ?? 0;
        crashing.read(index + 1, Object.fromEntries(Object.entries(record).slice(0, cut)));
        expect(crashing.read(index + 1, record)).toEqual(said[index]);
      });
      for (const [at] of cuts) {
        const index = at % files.length;
        expect(crashing.read(index + 1, files[index] ?? {})).toEqual(said[index]);
      }
      expect(crashing.holds()).toEqual(steady.holds());
    }),
  );
});

function readAll(hub: ReturnType<typeof emptyHub>, files: readonly Record[]): void {
  for (const [index, record] of files.entries()) {
    hub.read(index + 1, record);
  }
}

/** Statements as they are stored, one after the other, and a record that takes each id in once. */
function emptyHub() {
  const spans = new Map<string, StatementSpan[]>();
  const ids = new Set<string>();
  const held = new Map<string, number>();
  const say = (edition: number, name: string, value: number): string => {
    const content = `${name}=${value}`;
    const own = spans.get(content) ?? [];
    const span = chooseStatement(edition, previousEdition(edition, [...spans.values()].flat()), own);
    spans.set(content, [...own.filter(({ returned }) => returned !== span.returned), span]);
    const id = `${content}#${span.returned}`;
    if (!ids.has(id)) {
      ids.add(id);
      held.set(name, value);
    }
    return id;
  };
  return {
    read: (edition: number, record: Record) => Object.entries(record).map(([name, value]) => say(edition, name, value)),
    published: () => ids.size,
    holds: () => Object.fromEntries(held),
  };
}
