import { expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import { TEST_SCHEME } from "#test/made-up-events.ts";
import type { Attendee, ItemDecision } from "./meeting.ts";
import { type DecisionScene, whyNotDecided } from "./meeting-guards.ts";

const CHAIR = { agencyId: "hampshire-police", actor: "insp-01", role: "iomInspector" };
const SPO = { agencyId: "solent-probation", actor: "spo-01", role: "spo" };
const there = (who: typeof CHAIR, guest: Attendee["guest"] = null): Attendee => ({ ...who, guest });

const SCENE: DecisionScene = { kind: "map", state: "open", itemState: "open", attendees: [there(CHAIR), there(SPO)] };

const DECISION: ItemDecision = {
  meetingId: "m",
  itemId: "i",
  by: CHAIR,
  rationale: "He keeps his appointments.",
  positions: [
    { agencyId: "hampshire-police", position: "agree" },
    { agencyId: "solent-probation", position: "object" },
  ],
  outcomes: { reoffending: "better", safety: "same" },
  actions: [],
};

const guardOf = (decision: Partial<ItemDecision> = {}, scene: Partial<DecisionScene> = {}) =>
  whyNotDecided({ ...DECISION, ...decision }, { ...SCENE, ...scene }, PRESET_SETTINGS.hampshire, TEST_SCHEME.agencies)
    ?.guard ?? null;

test("a chair with police and probation there decides, though an agency objects", () => {
  expect(guardOf()).toBeNull();
});

const guest = { items: ["i"], until: "2026-11-25T15:00:00Z" };

test.each([
  ["meeting-not-open", {}, { state: "closed" }],
  ["meeting-not-open", {}, { state: "scheduled" }],
  ["not-the-chair", { by: SPO }, {}],
  ["not-attending", {}, { attendees: [there(SPO)] }],
  ["not-attending", {}, { attendees: [there(CHAIR, guest), there(SPO)] }],
  ["item-closed", {}, { itemState: "decided" }],
  ["item-closed", {}, { itemState: "not-reached" }],
  ["no-quorum", {}, { attendees: [there(CHAIR)] }],
  ["no-quorum", {}, { attendees: [there(CHAIR), there(SPO, guest)] }],
  ["reason-missing", { rationale: "" }, {}],
  ["position-twice", { positions: [...DECISION.positions, { agencyId: "solent-probation", position: "agree" }] }, {}],
  ["position-of-absent", { positions: [...DECISION.positions, { agencyId: "solent-housing", position: "agree" }] }, {}],
  ["position-missing", { positions: DECISION.positions.slice(0, 1) }, {}],
  ["outcomes-wrong", { outcomes: null }, {}],
  ["outcomes-wrong", {}, { kind: "macc" }],
] as const)("%s", (guard, decision, scene) => {
  expect(guardOf(decision as Partial<ItemDecision>, scene as Partial<DecisionScene>)).toBe(guard);
});

test("an operational group may say how it goes with somebody, and need not", () => {
  const group = { kind: "operationalGroup" } as const;
  expect([guardOf({}, group), guardOf({ outcomes: null }, group)]).toEqual([null, null]);
});
