import { expect, test } from "vitest";
import { eventSaying, recordAfter } from "./record-after.ts";
import { yotEvents } from "./yot.ts";

const yotPersonId = "SYJS-3391";
const orderMade = eventSaying({
  type: "yot.order.made",
  time: "2026-03-11T00:00:00Z",
  says: { yotPersonId, orderType: "YRO", start: "2026-03-11", end: "2027-09-10" },
});
const order = "youth.youthOrders[YRO:2026-03-11]";

test("Tyler has a youth order, an assessment and the panel's decision", () => {
  const { values } = recordAfter(
    yotEvents,
    orderMade,
    eventSaying({
      type: "yot.assessment.completed",
      time: "2026-08-19T23:00:00Z",
      says: {
        yotPersonId,
        completed: "2026-08-20",
        rosh: "medium",
        reoffendingLikelihood: "high",
        safetyWellbeing: "medium",
      },
    }),
    eventSaying({
      type: "yot.panel.decided",
      time: "2026-09-15T23:00:00Z",
      says: { yotPersonId, date: "2026-09-16", decision: "iom", retainedByYot: false, reason: "Because." },
    }),
  );
  expect(values).toEqual({
    "youth.yotPersonId": "SYJS-3391",
    [order]: { type: "YRO", start: "2026-03-11", end: "2027-09-10" },
    "youth.assetPlusSummary": {
      completed: "2026-08-20",
      rosh: "medium",
      reoffendingLikelihood: "high",
      safetyWellbeing: "medium",
    },
    "youth.panelDecision": { decision: "iom", date: "2026-09-16", retainedByYot: false },
  });
});

test("an order that ended early ends early, also when the return that made it comes again", () => {
  const ended = eventSaying({
    type: "yot.order.ended",
    time: "2026-10-31T00:00:00Z",
    says: { yotPersonId, orderType: "YRO", start: "2026-03-11", end: "2026-10-31" },
  });
  expect(recordAfter(yotEvents, orderMade, ended, orderMade).values[order]).toMatchObject({ end: "2026-10-31" });
});

test("safeguarding changes what it names and nothing else", () => {
  const said = (says: { safeguardingStatus?: "lookedAfter" | "none"; childExploitationRisk?: "cce" }, time: string) =>
    eventSaying({ type: "yot.safeguarding.changed", time, says: { yotPersonId, route: "safeguarding", ...says } });
  const { values } = recordAfter(
    yotEvents,
    said({ safeguardingStatus: "lookedAfter", childExploitationRisk: "cce" }, "2026-10-01T00:00:00Z"),
    said({ safeguardingStatus: "none" }, "2026-11-01T00:00:00Z"),
  );
  expect(values).toEqual({ "youth.safeguardingStatus": "none", "youth.childExploitationRisk": "cce" });
});

test("a contact is carried and changes no field", () => {
  const contact = eventSaying({
    type: "yot.contact.recorded",
    time: "2026-10-01T09:00:00Z",
    says: { yotPersonId, at: "2026-10-01T09:00:00Z", attended: true },
  });
  expect(recordAfter(yotEvents, contact).values).toEqual({});
});
