import { CHROMIUM, startConsoleAtWork } from "../browser/console-at-work.ts";
import { type Benchmark, percentile } from "./figure.ts";

const ROUNDS = 60;
const PAGES = ["/agreements", "/agreements/solent-iom/1", "/shared", "/log"] as const;

type Timing = { readonly firstByteMs: number; readonly bytes: number };

/** First byte and weight of a data protection officer's pages in Chromium, with the demonstration running. */
export const benchmark: Benchmark = async (print) => {
  if (CHROMIUM === null) throw new Error("There is no Chromium here: apt-get install chromium");
  const world = await startConsoleAtWork();
  try {
    const page = await world.signIn("solent-drug-services/dpo-drugs");
    for (const path of PAGES) {
      const seen: Timing[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await page.goto(world.origin + path);
        seen.push(await page.evaluate<Timing>(READ_TIMING));
      }
      const firstBytes = seen.map(({ firstByteMs }) => firstByteMs);
      const common = { unit: "ms", better: "lower", n: ROUNDS } as const;
      print({ figure: `${path} first byte, p50`, value: Math.round(percentile(firstBytes, 0.5)), ...common });
      print({ figure: `${path} first byte, p95`, value: Math.round(percentile(firstBytes, 0.95)), ...common });
      const bytes = Math.max(...seen.map((timing) => timing.bytes));
      print({
        figure: `${path} weight, compressed`,
        value: Math.round(bytes / 1000),
        unit: "kB",
        better: "lower",
        n: ROUNDS,
      });
    }
  } finally {
    await world.close();
  }
};

/** Runs in the page: the page itself and whatever it loads, as they came over the wire or would have. */
const READ_TIMING = `(() => {
  const [own] = performance.getEntriesByType("navigation");
  const parts = [own, ...performance.getEntriesByType("resource")];
  const bytes = parts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return { firstByteMs: own.responseStart - own.requestStart, bytes };
})()`;
