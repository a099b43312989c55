import { afterAll, beforeAll, expect, test } from "vitest";
import { type ErasuresAtWork, startErasures } from "#test/erasures-at-work.ts";
import { NOW } from "#test/gateway-at-work.ts";
import { terminate } from "#test/policy-moves.ts";

const HOUR_MS = 3_600_000;
const ONCE_SEEN = { timeout: 10_000 };

let at: ErasuresAtWork;

beforeAll(async () => {
  at = await startErasures();
});
afterAll(() => at[Symbol.asyncDispose]());

test("a termination tells receivers and destroys pseudonyms when it takes effect, and not before", async () => {
  const { hub } = at;
  const { person } = await at.begin();
  await at.read("solent-probation", "prac-01", person);
  await at.read("solent-probation", "spo-01", person, "evaluation");
  const effectiveAt = new Date(NOW.getTime() + HOUR_MS);
  const keys = () => hub.owner`select from gateway.pseudonym_key where agreement_id = 'solent-iom' and key is not null`;

  await terminate(hub, effectiveAt);
  expect((await at.read("solent-probation", "prac-01", person)).status).toBe(200);
  expect(await at.noticesOf("solent-probation")).toEqual([]);
  expect(await keys()).not.toHaveLength(0);

  hub.clock.set(effectiveAt);
  await expect.poll(() => at.noticesOf("solent-probation"), ONCE_SEEN).toMatchObject([{ reason: "terminated" }]);
  expect(await keys()).toHaveLength(0);
  expect((await at.read("solent-probation", "prac-01", person)).status).toBe(403);
});
