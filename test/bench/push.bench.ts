import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startScheme } from "../scheme-at-work.ts";
import { type Benchmark, percentile } from "./figure.ts";

const DROPS = 100;
const HEADER =
  "PERSON_REF,PNCID,CRO_NO,SURNAME,FORENAME_1,DOB,SEX,EVENT_TYPE,EVENT_DATETIME,OCCURRENCE_NO,HO_CODE,CJS_CODE,OFFENCE_TEXT,CUSTODY_NO,STATION,OFFICER_COLLAR,STATUS";

/** From a police file with one new row landing in the feed folder to the IOM team's stream showing it. */
export const benchmark: Benchmark = async (print) => {
  await using scheme = await startScheme();
  await scheme.dropSamples("iom-team", "police");
  const stop = new AbortController();
  const updates = scheme.client("iom-team").follow("/v1/events/stream", {
    actor: "sgt-01",
    purpose: "iom-case-management",
    signal: stop.signal,
  });
  const shown = shownWarrants(updates);
  const latenciesMs: number[] = [];
  const folder = scheme.agency("hampshire-police").feedDirectory;
  for (let drop = 0; drop < DROPS; drop += 1) {
    const name = `rms-extract-bench-${drop}.csv`;
    await writeFile(join(folder, `.${name}`), `${HEADER}\n${warrantRow(drop)}\n`);
    const droppedAt = performance.now();
    await rename(join(folder, `.${name}`), join(folder, name));
    await shown.next(drop + 1);
    latenciesMs.push(performance.now() - droppedAt);
  }
  stop.abort();
  for (const share of [0.5, 0.95, 0.99, 1]) {
    const figure = share === 1 ? "drop to stream, max" : `drop to stream, p${share * 100}`;
    print({ figure, value: Math.round(percentile(latenciesMs, share)), unit: "ms", better: "lower", n: DROPS });
  }
};

function warrantRow(drop: number): string {
  const minute = String(drop % 60).padStart(2, "0");
  const hour = String(6 + Math.floor(drop / 60)).padStart(2, "0");
  return `HC0010010,2009/9017010J,091710/09T,IRVING,CRAIG,26/08/1991,M,WARRANT,21/11/2026 ${hour}:${minute},,,,,,TOTTON,HC4471,ISSUED`;
}

/** Counts the warrants each update shows; `next(n)` resolves when n more than at the start are there. */
function shownWarrants(updates: AsyncIterable<{ readonly data: unknown }>): { next: (drop: number) => Promise<void> } {
  let seen = 0;
  let wake: () => void = () => {};
  void (async () => {
    for await (const update of updates) {
      if (JSON.stringify(update.data).includes("police.warrants")) {
        seen += 1;
        wake();
      }
    }
  })();
  return {
    next: async (drop) => {
      while (seen < drop) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
