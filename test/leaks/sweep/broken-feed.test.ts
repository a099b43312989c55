import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markFeed } from "#services/core/feeds/mark-feed.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import { type CanaryHub, NOW, startCanaryHub } from "./canary-hub.ts";
import { OUTLETS } from "./outlets.ts";
import { plantPeople } from "./planted-people.ts";
import { type Probe, probeFor } from "./probe.ts";

const SWEEP_TIMEOUT_MS = 600_000;
/** Not the first, of whom every field is looked for and whom the canary sweep asks about for minutes; the tokens of all are looked for. */
const PEOPLE_ASKED_ABOUT = 3;

/**
 * Every way out, while a probation feed is marked broken (design/agreements 4.3): the same outlets as in the canary sweep, which shows
 * that each of these values comes out of them while no feed is marked.
 */
describe("while a probation feed is marked broken", () => {
  let hub: CanaryHub;
  let probe: Probe;

  beforeAll(async () => {
    hub = await startCanaryHub();
    const all = await plantPeople(hub.core, hub.stage.hub.scheme);
    const mark = { agencyId: "solent-probation", state: "broken", operator: "night-shift", reason: "It is" } as const;
    await hub.core.begin((tx) => markFeed(tx, mark, appendEntry, NOW));
    // What may be shared is worked out from this, and not from what the hub reads.
    const recordOf: CanaryHub["recordOf"] = async (personId) => ({
      ...(await hub.recordOf(personId)),
      accessRestriction: "unreadable",
    });
    probe = { ...probeFor({ ...hub, recordOf }, all), people: all.slice(1, 1 + PEOPLE_ASKED_ABOUT) };
  }, 120_000);

  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
  });

  test.each(Object.entries(OUTLETS))(
    "%s lets out nothing of anybody",
    async (_, sweep) => {
      // Lists are empty, which a sweep takes for one that shows nothing.
      const leaks = (await sweep(probe)).filter((problem) => problem.includes("leaked"));
      expect(leaks.slice(0, 20)).toEqual([]);
    },
    SWEEP_TIMEOUT_MS,
  );
});
