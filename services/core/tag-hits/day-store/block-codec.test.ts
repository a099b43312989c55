import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK_BYTES_MAX, BLOCK_ROWS, decodeBlock, encodeBlock } from "./block-codec.ts";
import { roomForRows } from "./rows.ts";

const place = fc.oneof(
  fc.integer({ min: 44_000_000, max: 44_003_000 }),
  fc.integer({ min: -500_000_000, max: 500_000_000 }),
);
const row = fc.record({
  step: fc.oneof(fc.constant(60), fc.integer({ min: 1, max: 80_000 })),
  east: place,
  north: place,
  quality: fc.oneof(fc.integer({ min: 5, max: 30 }), fc.integer({ min: 0, max: 65_535 })),
});

test("whatever goes into a block comes out of it, and it takes no more room than is kept for it", () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: BLOCK_ROWS }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: 0, max: 50 }),
      (given, activation, start) => {
        const rows = roomForRows(BLOCK_ROWS);
        let time = 1_700_000_000;
        for (const [at, { step, east, north, quality }] of given.entries()) {
          time += step;
          rows.time[at] = time;
          rows.east[at] = east;
          rows.north[at] = north;
          rows.quality[at] = quality;
          rows.activation[at] = activation;
        }
        rows.count = given.length;
        const bytes = new Uint8Array(start + BLOCK_BYTES_MAX);
        const end = encodeBlock(rows, 0, given.length, bytes, start);
        const back = roomForRows(BLOCK_ROWS);
        expect(decodeBlock(bytes, start, rows.time[0] ?? 0, back)).toBe(end);
        expect(end).toBeLessThanOrEqual(bytes.length);
        expect(back).toEqual(rows);
      },
    ),
    { numRuns: 500 },
  );
});
