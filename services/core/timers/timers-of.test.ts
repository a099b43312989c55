import { describe, expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedTimer } from "#schemas/published-timer.ts";
import { TEST_SCHEME } from "#test/made-up-events.ts";
import type { Cell } from "../record/record-state.ts";
import { type TimerSettings, timerSettingsOf } from "./timer-settings.ts";
import { timersOf } from "./timers-of.ts";

const SETTINGS: TimerSettings = {
  ...timerSettingsOf(TEST_SCHEME),
  transferPanels: [{ area: "Southampton", yotAgencyId: "solent-yot", firstOn: "2025-12-16", everyMonths: 3 }],
};

type Values = Partial<Record<FieldPath, unknown>>;

const TYLER: Values = {
  "identity.dateOfBirth": "2009-02-25",
  "youth.youthOrders": { type: "YRO", start: "2026-03-11", end: "2027-09-10" },
};
const ACCEPTED: Values = { "iom.lifecycleState": "registered", "iom.registeredOn": "2026-11-17" };
const DECIDED: Values = { "youth.panelDecision": { decision: "iom", date: "2026-09-16", retainedByYot: false } };

function timers(
  values: Values,
  settings: Partial<TimerSettings> = {},
  supervisedAt: string | null = null,
): readonly PublishedTimer[] {
  const cells = Object.entries(values).map(
    ([field, value]): Cell => ({
      kind: "value",
      field: field as FieldPath,
      originator: ownerOf(field),
      itemKey: field === "youth.youthOrders" || field.endsWith("Actions") ? "1" : "",
      value,
      asOf: "2026-11-20T23:30:00Z",
      recordedTime: "2026-11-20T23:30:00Z",
      itemFacts: null,
      itemOwner: null,
      evidence: null,
      eventId: "made-up",
    }),
  );
  const beside = { supervisedAt, screenedFrom: null, unratifiedSince: null };
  return timersOf({ cells }, TEST_SCHEME, beside, { ...SETTINGS, ...settings });
}

function ownerOf(field: string): string {
  const owners: Readonly<Record<string, string>> = {
    youth: "solent-yot",
    probation: "solent-probation",
    custody: "winchester-prison",
    tag: "em-provider",
    police: "hampshire-police",
  };
  return owners[field.split(".")[0] ?? ""] ?? "iom-team";
}

const days = (of: readonly PublishedTimer[]) => of.map(({ timerId, dueOn }) => [dueOn, timerId]);
const one = (of: readonly PublishedTimer[], id: string) => of.find(({ timerId }) => timerId === id);
const restsOn = (found: PublishedTimer | undefined) => found?.because.map(({ field }) => field);

describe("a young person", () => {
  test("Tyler Dunmore: every day of his transition, and what each rests on", () => {
    const found = timers({ ...TYLER, ...DECIDED, ...ACCEPTED, "police.leadOfficer": { collarNumber: "HC3107" } });
    expect(days(found)).toEqual([
      ["2026-08-25", "transfer-starts"],
      ["2026-11-25", "liaison-starts"],
      ["2027-02-25", "comes-of-age"],
      ["2027-05-25", "retention:youth"],
    ]);
    expect(one(found, "liaison-starts")).toEqual({
      timerId: "liaison-starts",
      kind: "liaison-starts",
      dueOn: "2026-11-25",
      lapsesOn: "2027-02-25",
      because: [
        { field: "identity.dateOfBirth", originator: "iom-team", itemKey: "", held: true },
        { field: "youth.youthOrders", originator: "solent-yot", itemKey: "1", held: true },
        { field: "youth.panelDecision", originator: "solent-yot", itemKey: "", held: true },
        { field: "iom.lifecycleState", originator: "iom-team", itemKey: "", held: true },
        { field: "iom.registeredOn", originator: "iom-team", itemKey: "", held: true },
      ],
    });
  });

  test("waits for the first panel of the area whose youth offending team sent the order", () => {
    expect(one(timers(TYLER), "transfer-panel")?.dueOn).toBe("2026-09-16");
    expect(one(timers(TYLER, { transferPanels: [] }), "transfer-panel")).toBeUndefined();
    expect(one(timers({ ...TYLER, ...DECIDED }), "transfer-panel")).toBeUndefined();
  });

  test("is urgent from the conviction when no panel sits before 18", () => {
    const late = { ...TYLER, "youth.youthOrders": { type: "YRO", start: "2026-12-20", end: "2028-01-01" } };
    expect(one(timers(late), "transfer-panel:urgent")).toMatchObject({ dueOn: "2026-12-20", lapsesOn: "2027-02-25" });
  });

  test("whose order now ends too soon goes back to the next panel", () => {
    const shortened = { ...TYLER, "youth.youthOrders": { type: "YRO", start: "2026-03-11", end: "2027-05-24" } };
    expect(one(timers({ ...shortened, ...DECIDED, ...ACCEPTED }), "transfer-panel")?.dueOn).toBe("2026-12-16");
    expect(one(timers(shortened), "transfer-panel")).toBeUndefined();
  });

  test("Amber Kestrel has none of it", () => {
    const amber: Values = {
      "identity.dateOfBirth": "2009-01-09",
      "youth.youthOrders": { type: "YRO", start: "2026-05-20", end: "2027-02-19" },
    };
    expect(days(timers(amber))).toEqual([["2027-04-09", "retention:youth"]]);
  });

  test("born on a leap day comes of age when the scheme says", () => {
    const born = { ...TYLER, "identity.dateOfBirth": "2008-02-29" };
    const order = { "youth.youthOrders": { type: "YRO", start: "2025-03-11", end: null } };
    const dueOn = (leapDay: TimerSettings["leapDay"]) =>
      one(timers({ ...born, ...order }, { leapDay }), "comes-of-age")?.dueOn;
    expect([dueOn("28-february"), dueOn("1-march")]).toEqual(["2026-02-28", "2026-03-01"]);
  });
});

describe("custody, licence and tag", () => {
  const mohammed: Values = {
    "iom.lifecycleState": "custody",
    "custody.sentenceLengthMonths": 72,
    "custody.expectedReleaseDate": "2029-11-11",
  };

  test("Mohammed Farooqi's re-registration is reviewed on 11 November 2028", () => {
    const found = timers(mohammed);
    expect(days(found)).toEqual([["2028-11-11", "re-registration-review"]]);
    expect(restsOn(found[0])).toEqual([
      "custody.sentenceLengthMonths",
      "custody.expectedReleaseDate",
      "iom.lifecycleState",
    ]);
  });

  test("a release date that changes moves the review; a term under five years has none", () => {
    expect(days(timers({ ...mohammed, "custody.expectedReleaseDate": "2028-02-29" }))).toEqual([
      ["2027-02-28", "re-registration-review"],
    ]);
    expect(timers({ ...mohammed, "custody.sentenceLengthMonths": 59 })).toEqual([]);
    expect(days(timers({ ...mohammed, "custody.sentenceLengthMonths": 60 }))).toHaveLength(1);
    expect(timers({ ...mohammed, "iom.lifecycleState": "rejected" })).not.toContainEqual(
      expect.objectContaining({ kind: "re-registration-review" }),
    );
  });

  test("the transition plan is due three months before the licence ends, else before the order does", () => {
    const active: Values = { "iom.lifecycleState": "active" };
    const licence = {
      type: "DETERMINATE_CUSTODY",
      date: "2026-01-05",
      licenceExpiry: "2027-05-31",
      orderEnd: "2027-01-01",
    };
    expect(timers({ ...active, "probation.sentence": licence })).toMatchObject([
      { timerId: "transition-plan", dueOn: "2027-02-28", lapsesOn: "2027-06-01" },
    ]);
    const order = { type: "COMMUNITY_ORDER", date: "2026-01-05", orderEnd: "2027-01-01" };
    expect(timers({ ...active, "probation.sentence": order })).toMatchObject([{ dueOn: "2026-10-01" }]);
    expect(timers({ "iom.lifecycleState": "transition", "probation.sentence": order })).toEqual([]);
  });

  test("Siân Morgan's order is over, so no plan for its end is due any more", () => {
    const sian = { type: "COMMUNITY_ORDER", date: "2025-10-31", orderEnd: "2026-10-30" };
    const [plan] = timers({ "iom.lifecycleState": "active", "probation.sentence": sian });
    expect(plan).toMatchObject({ dueOn: "2026-07-30", lapsesOn: "2026-10-31" });
  });

  test("a tag ends with its order", () => {
    const order = { type: "gpsTrail", start: "2026-09-07", end: "2027-03-06" };
    expect(timers({ "tag.tagOrder": order })).toMatchObject([{ timerId: "tag-ends", dueOn: "2027-03-06" }]);
    expect(timers({ "tag.tagOrder": { type: "gpsTrail", start: "2026-09-07" } })).toEqual([]);
  });
});

describe("what a registration asks for", () => {
  test("a lead officer within five days, and the reminder rests on there being none", () => {
    const [reminder] = timers(ACCEPTED);
    expect(reminder).toMatchObject({ timerId: "lead-officer-missing", dueOn: "2026-11-22" });
    expect(reminder?.because.at(-1)).toEqual({
      field: "police.leadOfficer",
      originator: "hampshire-police",
      itemKey: "",
      held: false,
    });
    expect(timers({ ...ACCEPTED, "police.leadOfficer": { collarNumber: "HC3107" } })).toEqual([]);
    expect(timers({ ...ACCEPTED, "iom.lifecycleState": "active" })).toEqual([]);
  });

  test.each([
    ["red", "2026-11-16T23:59:00Z", "2026-11-23", "2026-11-30"],
    ["amber", "2026-11-16T23:59:00Z", "2026-11-30", "2026-12-14"],
    ["green", "2026-11-16T23:59:00Z", "2026-12-14", "2027-01-11"],
    // Half past midnight in London: the next day's colour.
    ["red", "2026-07-16T23:30:00Z", "2026-07-24", "2026-07-31"],
    // Both half past ones of the repeated hour are the same day.
    ["red", "2026-10-25T00:30:00Z", "2026-11-01", "2026-11-08"],
    ["red", "2026-10-25T01:30:00Z", "2026-11-01", "2026-11-08"],
  ])("%s, set at %s: reviewed on %s, and by the supervisor on %s", (ragStatus, ragSetAt, reviewOn, supervisorOn) => {
    const rated = { "iom.lifecycleState": "active", "iom.ragStatus": ragStatus, "iom.ragSetAt": ragSetAt };
    expect(days(timers(rated))).toEqual([
      [reviewOn, "rag-review"],
      [supervisorOn, "supervisor-review"],
    ]);
    expect(timers({ ...rated, "iom.lifecycleState": "custody" })).toEqual([]);
  });

  test("a supervisor who has looked looks again counted from then, and that is for readers of notes", () => {
    const rated = { "iom.lifecycleState": "active", "iom.ragStatus": "red", "iom.ragSetAt": "2026-11-16T10:00:00Z" };
    const found = timers(rated, {}, "2026-11-20T10:00:00Z");
    expect(days(found)).toEqual([
      ["2026-11-23", "rag-review"],
      ["2026-12-04", "supervisor-review"],
    ]);
    expect(found.map(({ because }) => because.filter(({ held }) => !held).map(({ field }) => field))).toEqual([
      [],
      ["iom.ragOverrideNote"],
    ]);
  });
});

describe("actions and retention", () => {
  test("an open action is due on its day, one that is done or has no day is not", () => {
    const action = { actionId: "A1", text: "Find a bed", ownerAgency: "solent-housing", dueOn: "2026-12-01" };
    const of = (state: string, more: object = {}) => timers({ "iom.planActions": { ...action, state, ...more } });
    expect(days(of("open"))).toEqual([["2026-12-01", "plan-action:1"]]);
    expect([of("done"), of("cancelled"), of("open", { dueOn: undefined })]).toEqual([[], [], []]);
    expect(days(timers({ "iom.meetingActions": { ...action, state: "open" } }))).toEqual([
      ["2026-12-01", "meeting-action:1"],
    ]);
  });

  test.each([
    ["deregistered", "2027-11-20"],
    ["rejected", "2027-05-20"],
  ])("%s: the hub keeps the case until %s", (state, dueOn) => {
    expect(days(timers({ "iom.lifecycleState": state }))).toEqual([[dueOn, "retention"]]);
  });
});

test("a scheme's own intervals are the ones that count", () => {
  const sussex = { ...PRESET_SETTINGS.sussex, leadReminderDays: 9, leapDay: "1-march" } as const;
  const settings = timerSettingsOf({ ...TEST_SCHEME, casework: sussex });
  expect(days(timers(ACCEPTED, settings))).toEqual([["2026-11-26", "lead-officer-missing"]]);
  expect(settings.leapDay).toBe("1-march");
});
