import { afterAll, beforeAll, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { until } from "#test/eventually.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id } from "#test/made-up-feeds.ts";

let core: CoreAtWork;
beforeAll(async () => {
  core = await startCoreAtWork();
});
afterAll(() => core[Symbol.asyncDispose]());

test("a youth is not rated before T2, whatever happens, and is red from that midnight until somebody assesses them", async () => {
  const person = {
    identifiers: [id("PNC", "2024/9009005L"), id("CRN", "X900005")],
    firstName: "Tyler",
    lastName: "Dunmore",
    dateOfBirth: "2009-02-25",
  };
  const registration = { cohort: "fixed", statutory: true, lifecycleState: "registered", registeredOn: "2026-11-17" };
  const order = { yotPersonId: "SYJS-3391", orderType: "YRO", start: "2026-03-11", end: "2027-09-10" };
  const arrest = { arrestedAt: "2026-11-20T20:00:00Z", status: "inCustody", hoCode: "028/01" };
  await core.takeIn(
    eventOf({ type: "iom-team.registration.imported", agency: "iom-team", person, payload: registration }),
  );
  await core.takeIn(
    eventOf({ type: "yot.order.made", agency: "solent-yot", person, payload: order }),
    eventOf({ type: "police.arrest.recorded", agency: "hampshire-police", person, payload: arrest }),
  );
  const tyler = await personOf(core, "X900005");
  const suggested = () => core.owner<{ at: Date; colour: string; rules: string[] }[]>`
    select at, colour, array(select h ->> 'ruleId' from jsonb_array_elements(suggestion -> 'ruleHits') as h) as rules
    from core.rag_suggestion where person_id = ${tyler}`;
  core.clock.set("2026-11-24T23:59:30.000Z");
  await until(async () => {
    const [row] = await core.owner`select reconsider_at from core.rag_watch where person_id = ${tyler}`;
    return String(row?.["reconsider_at"]) === String(new Date("2026-11-25T00:00:00.000Z"));
  });
  expect(await suggested()).toHaveLength(0);
  expect((await core.read(tyler))?.values["iom.ragReasons"]).toBeUndefined();

  core.clock.set("2026-11-25T00:00:00.000Z");
  await until(async () => (await suggested()).length > 0);
  expect([...(await suggested())]).toEqual([
    { at: new Date("2026-11-25T00:00:00.000Z"), colour: "red", rules: ["R1", "R13"] },
  ]);
});
