import { afterAll, beforeAll, expect, test } from "vitest";
import { type Door, openDoor } from "../door/door.ts";
import { type Caller, DRUGS, HOUSING, POLICE, PROBATION, TEAM } from "../door/drive.ts";
import { numbersHiddenChanges } from "../door/faults.ts";
import { type LeakWorld, startLeakWorld } from "../door/leak-world.ts";
import { NOW } from "../sweep/canary-hub.ts";
import { drawHistory, newPeople, type Step } from "./history.ts";
import { withoutHidden } from "./is-hidden.ts";
import { everythingObtained, takeStep } from "./obtain.ts";

const PEOPLE = 3;
const STEPS = 90;
const SEED = 20_261_121;

let world: LeakWorld;

beforeAll(async () => {
  world = await startLeakWorld();
}, 120_000);
afterAll(() => world?.[Symbol.asyncDispose]());

/** Takes the history in, and says all that was obtained. */
async function live(door: Door, who: Caller, people: readonly string[], history: readonly Step[]): Promise<unknown> {
  for (const step of history) {
    await takeStep(door, step);
  }
  return everythingObtained(door, who, people);
}

const RECIPIENTS = [HOUSING, POLICE, PROBATION, DRUGS, TEAM];

test.each(RECIPIENTS)(
  "with and without what is hidden from it, $agencyId obtains the same by every door",
  async (who) => {
    const people = newPeople(PEOPLE);
    const history = historyFor(who, people, STEPS);
    const seen = withoutHidden(world, who, people, history);
    await using whole = await openDoor(world);
    await using without = await openDoor(world);

    const obtained = await live(whole, who, people, history);
    expect(history.length - seen.length).toBeGreaterThan(20);
    expect(seen.length).toBeGreaterThan(20);
    expect(obtained).toEqual(await live(without, who, people, seen));
  },
  120_000,
);

test("a hub that numbers hidden changes is heard", async () => {
  const people = newPeople(PEOPLE);
  const history = historyFor(HOUSING, people, 40);
  const seen = withoutHidden(world, HOUSING, people, history);
  await using whole = await openDoor(world, { database: numbersHiddenChanges });
  await using without = await openDoor(world, { database: numbersHiddenChanges });

  expect(await live(whole, HOUSING, people, history)).not.toEqual(await live(without, HOUSING, people, seen));
});

/** Of people whom the recipient may know, and among them of one from whom it is kept from the beginning. */
function historyFor(who: Caller, people: readonly string[], steps: number): readonly Step[] {
  const [unknown = ""] = newPeople(1);
  const asOf = NOW.toISOString();
  const restrict = { kind: "restrict-access", excluded: [who.agencyId], restricted: [], asOf } as const;
  const registered = [...people, unknown].map((personId) => ({
    personId,
    agencyId: "iom-team",
    change: { kind: "set", field: "iom.lifecycleState", value: "active", asOf } as const,
  }));
  const drawn = drawHistory(world.scheme, [...people, unknown], steps, SEED);
  return [{ personId: unknown, agencyId: "solent-probation", change: restrict }, ...registered, ...drawn];
}
