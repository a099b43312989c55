import { describe, expect, test } from "vitest";
import { probationEvents } from "./probation.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const changesOf = (event: ReturnType<typeof eventSaying>) => probationEvents[event.type]?.(event) ?? [];

describe("sentences", () => {
  const created = eventSaying({
    type: "probation.sentence.created",
    time: "2026-05-11T11:10:00Z",
    says: {
      eventNumber: "1",
      type: "COMMUNITY_ORDER",
      date: "2026-05-11",
      isCustodial: false,
      lengthMonths: 12,
      orderEnd: "2027-05-10",
      requirements: ["DRR", "RAR"],
    },
  });
  const sentence = {
    eventNumber: "1",
    type: "COMMUNITY_ORDER",
    date: "2026-05-11",
    isCustodial: false,
    lengthMonths: 12,
    orderEnd: "2027-05-10",
  };
  const mentioned = eventSaying({
    type: "probation.sentence.created",
    time: "2026-05-10T23:00:00Z",
    says: { eventNumber: "1", type: "COMMUNITY_ORDER", date: "2026-05-11", isCustodial: false },
  });

  test("Luke's order has a drug requirement, which is treatment", () => {
    expect(recordAfter(probationEvents, created).values).toEqual({
      "probation.sentence": sentence,
      "probation.requirements[1:DRR]": { type: "DRR", start: "2026-05-11", end: "2027-05-10" },
      "probation.requirements[1:RAR]": { type: "RAR", start: "2026-05-11", end: "2027-05-10" },
    });
    expect(changesOf(created)).toMatchObject([
      { kind: "set" },
      { kind: "clear" },
      { itemFacts: { "condition-category": "treatment" } },
      { itemFacts: { "condition-category": "other" } },
    ]);
  });

  test.each([
    ["before", [mentioned, created]],
    ["after", [created, mentioned]],
  ])("a contact list that only mentions it, read %s, takes nothing away", (_when, events) => {
    const { values } = recordAfter(probationEvents, ...events);
    expect(values).toMatchObject({ "probation.sentence": sentence, "probation.requirements[1:DRR]": { type: "DRR" } });
  });

  test("an amendment states the requirements anew", () => {
    const amended = eventSaying({
      type: "probation.sentence.amended",
      time: "2026-08-01T09:00:00Z",
      says: { ...sentence, type: "COMMUNITY_ORDER", requirements: ["ATR"] },
    });
    expect(Object.keys(recordAfter(probationEvents, created, amended).values)).toEqual([
      "probation.sentence",
      "probation.requirements[1:ATR]",
    ]);
  });

  test("an order that ended keeps what it was and the day it ended, and requires nothing", () => {
    const terminatedAt = "2026-10-30T23:59:00Z";
    const terminated = eventSaying({
      type: "probation.sentence.terminated",
      time: terminatedAt,
      says: { ...sentence, type: "COMMUNITY_ORDER", terminatedAt },
    });
    expect(recordAfter(probationEvents, created, terminated).values).toEqual({
      "probation.sentence": { ...sentence, orderEnd: "2026-10-30" },
    });
  });

  test("a sentence whose detail was withheld changes nothing", () => {
    const withheld = eventSaying({
      type: "probation.sentence.amended",
      time: "2026-08-01T09:00:00Z",
      says: { eventNumber: "1", detailWithheld: true },
    });
    expect(changesOf(withheld)).toEqual([]);
  });
});

describe("licences", () => {
  const activated = eventSaying({
    type: "probation.licence.activated",
    time: "2026-09-07T05:00:00Z",
    says: {
      licenceId: "810001",
      conditions: [
        { code: "86e550cf", category: "other", text: "Wear a tag." },
        { code: "4673ebe4", category: "residence", text: "Live where approved." },
      ],
    },
  });

  test("each condition is an item that can be decided alone, by its category", () => {
    expect(changesOf(activated)).toMatchObject([
      { kind: "clear", itemKeyPrefix: "810001:" },
      { itemKey: "810001:86e550cf", itemFacts: { "condition-category": "other" } },
      { itemKey: "810001:4673ebe4", itemFacts: { "condition-category": "residence" } },
    ]);
    expect(Object.keys(recordAfter(probationEvents, activated).values)).toHaveLength(2);
  });

  test("a licence no longer in force binds to nothing, and another's conditions stay", () => {
    const other = eventSaying({
      type: "probation.licence.activated",
      time: "2026-09-08T05:00:00Z",
      says: { licenceId: "810002", conditions: [{ category: "testing", text: "Give a sample." }] },
    });
    const over = eventSaying({
      type: "probation.licence.inactivated",
      time: "2026-10-01T05:00:00Z",
      says: { licenceId: "810001" },
    });
    expect(recordAfter(probationEvents, activated, other, over).values).toEqual({
      "probation.licenceConditions[810002:0]": { category: "testing", text: "Give a sample." },
    });
  });
});
