import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { until } from "#test/eventually.ts";
import { type MadeUpPerson, mohammed, sian, tyler } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** The demonstration's people, whose dates the handbook and the samples work out, through the public interface. */
let scheme: SchemeAtWork;

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

type Asking = { readonly agencyId: string; readonly actor: string; readonly purpose: string };

const asProbation: Asking = { agencyId: "solent-probation", actor: "prac-01", purpose: "iom-case-management" };
const asPolice: Asking = { agencyId: "hampshire-police", actor: "HC3380", purpose: "iom-case-management" };
const forTransition = (who: Asking): Asking => ({ ...who, purpose: "youth-transition" });
const asYot: Asking = { agencyId: "solent-yot", actor: "yot-01", purpose: "iom-case-management" };

async function timersOf({ agencyId, actor, purpose }: Asking, person: MadeUpPerson) {
  const id = await scheme.idFor(agencyId, person);
  const { body } = await scheme.client(agencyId).call("GET", `/v1/people/${id}/timers`, { actor, purpose });
  return (body as Partial<Exchanges["person-timers"]>).timers ?? [];
}

const dueDays = async (who: Asking, person: MadeUpPerson) =>
  Object.fromEntries((await timersOf(who, person)).map(({ timerId, dueOn }) => [timerId, dueOn]));

test("F-43: Mohammed Farooqi's registration is considered again twelve months before his release", async () => {
  const timers = await timersOf(asProbation, mohammed);
  expect(timers.find(({ kind }) => kind === "re-registration-review")).toEqual({
    timerId: "re-registration-review",
    kind: "re-registration-review",
    dueOn: "2028-11-11",
    isDue: false,
    why: "Registration is considered again before the release from a long sentence.",
    because: [
      { field: "custody.sentenceLengthMonths", source: "winchester-prison", held: true },
      { field: "custody.expectedReleaseDate", source: "winchester-prison", held: true },
      { field: "iom.lifecycleState", source: "iom-team", held: true },
    ],
  });
});

test("F-44: no plan for the end of an order is due of Siân Morgan, whose order is over", async () => {
  expect(Object.keys(await dueDays(asProbation, sian))).not.toContain("transition-plan");
});

describe("F-53 to F-58: Tyler Dunmore moves to adult services", () => {
  test("the youth offending team is told every day of it", async () => {
    expect(await dueDays(asYot, tyler)).toMatchObject({
      "transfer-starts": "2026-08-25",
      "liaison-starts": "2026-11-25",
      "comes-of-age": "2027-02-25",
      "retention:youth": "2027-05-25",
    });
  });

  const policeSeeOrders = async () => {
    const how = { actor: "HC3380", purpose: "youth-transition" };
    const { fields } = await scheme.read("hampshire-police", tyler, how);
    return fields["youth.youthOrders"]?.form === "full";
  };
  const moveTo = (at: string) => scheme.hub.clock.set(new Date(at));

  test("F-57: the police see his orders from the first moment of the day on which the scheme begins with him", async () => {
    moveTo("2026-11-24T23:59:59Z");
    expect([await policeSeeOrders(), await dueDays(forTransition(asPolice), tyler)]).toEqual([false, {}]);
    moveTo("2026-11-25T00:00:00Z");
    await until(policeSeeOrders);
    expect(await dueDays(forTransition(asPolice), tyler)).toMatchObject({ "transfer-starts": "2026-08-25" });
  });

  test("F-58: on his birthday the scheme takes over, and what concerns a young person stops flowing", async () => {
    expect(await policeSeeOrders()).toBe(true);
    moveTo("2027-02-25T00:00:00Z");
    expect(await policeSeeOrders()).toBe(false);
    const { fields } = await scheme.read("solent-yot", tyler, { actor: "yot-01", purpose: "youth-transition" });
    expect(fields["youth.youthOrders"]).toMatchObject({ form: "full", source: "solent-yot" });
  });
});
