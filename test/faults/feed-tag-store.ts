import type { PersonFix } from "#services/core/tag-hits/day-store/arrival-log.ts";
import { openDayStore } from "#services/core/tag-hits/day-store/day-store.ts";
import { madeUpTagDay } from "#test/proof/tag-hits/made-up-tag-day.ts";

/** The fixes of a made-up day in the batches in which they arrive, which is no order at all. */
export function arrivingBatches(): readonly (readonly PersonFix[])[] {
  const fixes = madeUpTagDay(11, 10, 30).tracks.flatMap((track, person) =>
    track.map((fix) => ({ ...fix, person: `person-${person}` })),
  );
  const batches = Array.from({ length: 90 }, (): PersonFix[] => []);
  for (const [at, fix] of fixes.entries()) {
    batches[(at * 37) % batches.length]?.push(fix);
  }
  return batches;
}

export const RULE = { accuracyMaxM: 100, legMaxS: 300, jumpMps: 70 };

/** Adds batch after batch from one on, seals every third time, and says what is acknowledged, until somebody kills it. */
async function feed(folder: string, first: number): Promise<void> {
  const store = await openDayStore({ folder, rule: RULE });
  for (const [at, batch] of arrivingBatches().entries()) {
    if (at >= first) {
      await store.add(batch);
      process.stdout.write(`${at}\n`);
      if (at % 3 === 0) {
        await store.seal();
      }
    }
  }
  await store[Symbol.asyncDispose]();
}

const [folder, first] = process.argv.slice(2);
if (folder !== undefined && first !== undefined && process.argv[1]?.endsWith("feed-tag-store.ts")) {
  await feed(folder, Number(first));
}
