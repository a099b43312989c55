import { describe, expect, test } from "vitest";
import { assessTransition, candidatesFor, type TransitionCase } from "./assess-transition.ts";
import { panelDays, type TransferPanel } from "./panel-calendar.ts";

const PANEL: TransferPanel = {
  area: "Southampton",
  yotAgencyId: "solent-yot",
  firstOn: "2025-12-16",
  everyMonths: 3,
};

const TYLER: TransitionCase = {
  dateOfBirth: "2009-02-25",
  orders: [{ type: "YRO", start: "2026-03-11", end: "2027-09-10" }],
  retainedByYot: false,
  decision: null,
  acceptedOn: null,
  leapDay: "28-february",
};

const assess = (more: Partial<TransitionCase> = {}, panel: TransferPanel | null = PANEL) =>
  assessTransition({ ...TYLER, ...more }, panel);

describe("the panel", () => {
  test("sits every three months, on the last day of a month that is too short", () => {
    expect(panelDays({ ...PANEL, firstOn: "2025-11-30" }, "2026-01-01", "2026-12-31")).toEqual([
      "2026-02-28",
      "2026-05-30",
      "2026-08-30",
      "2026-11-30",
    ]);
    expect(panelDays(PANEL, "2026-03-16", "2026-06-16")).toEqual(["2026-03-16", "2026-06-16"]);
    expect(panelDays(PANEL, "2020-01-01", "2025-12-15")).toEqual([]);
  });

  test("first considers somebody on the first sitting once the transfer has begun", () => {
    expect(assess()).toMatchObject({ panelOn: "2026-09-16", isUrgent: false, isReopened: false });
    expect(assess({}, { ...PANEL, firstOn: "2026-08-25" })).toMatchObject({ panelOn: "2026-08-25" });
  });

  test("has nothing more to consider once it has decided", () => {
    expect(assess({ decision: "none" })).toMatchObject({ panelOn: null, isUrgent: false });
    expect(assess({ decision: "iom", acceptedOn: "2026-11-17" })).toMatchObject({ panelOn: null, isUrgent: false });
  });

  test("comes too late for somebody convicted after its last sitting before 18, who is then urgent", () => {
    const orders = [{ type: "YRO", start: "2026-12-20", end: "2028-01-01" }];
    expect(assess({ orders })).toMatchObject({ panelOn: null, isUrgent: true });
    expect(assess({ orders: [{ type: "YRO", start: "2026-12-16", end: null }] })).toMatchObject({ isUrgent: false });
  });

  test("that sits on the birthday is no panel for a young person", () => {
    const orders = [{ type: "YRO", start: "2026-12-20", end: null }];
    expect(assess({ orders }, { ...PANEL, firstOn: "2027-02-25" })).toMatchObject({ isUrgent: true });
    expect(assess({ orders }, { ...PANEL, firstOn: "2027-02-24" })).toMatchObject({ panelOn: "2027-02-24" });
  });

  test("of an area whose dates nobody has given makes nobody urgent", () => {
    expect(assess({}, null)).toMatchObject({ panelOn: null, isUrgent: false });
  });

  test("is cancelled when there is nobody to consider", () => {
    const people = [{ name: "Tyler", assessment: assess() }];
    expect(candidatesFor("2026-06-16", people)).toEqual([]);
    expect(candidatesFor("2026-09-16", people).map(({ name }) => name)).toEqual(["Tyler"]);
    expect(candidatesFor("2026-12-16", people).map(({ name }) => name)).toEqual(["Tyler"]);
    expect(candidatesFor("2027-03-16", people)).toEqual([]);
  });
});

describe("eligibility", () => {
  test("is told for each of the three, and what nobody said is not a no", () => {
    expect(assess().eligible).toEqual({ e1: true, e2: true, e3: true });
    expect(assess({ retainedByYot: null }).eligible).toEqual({ e1: null, e2: true, e3: true });
    expect(assess({ retainedByYot: true }).eligible).toEqual({ e1: false, e2: true, e3: true });
    const referral = [{ type: "REFERRAL_ORDER", start: "2026-03-11", end: "2027-09-10" }];
    expect(assess({ orders: referral }).eligible).toEqual({ e1: true, e2: false, e3: false });
  });

  test("Amber Kestrel fails E3 alone", () => {
    const amber = { dateOfBirth: "2009-01-09", orders: [{ type: "YRO", start: "2026-05-20", end: "2027-02-19" }] };
    expect(assess(amber)).toMatchObject({ eligible: { e1: true, e2: true, e3: false }, panelOn: null });
  });

  test("that fails after the scheme took the person on re-opens the decision and drops nobody", () => {
    const shortened = [{ type: "YRO", start: "2026-03-11", end: "2027-05-24" }];
    const reopened = assess({ orders: shortened, decision: "iom", acceptedOn: "2026-11-17" });
    expect(reopened).toMatchObject({ isReopened: true, dates: { t1: "2026-08-25", t2: "2026-11-25" } });
    expect(candidatesFor("2026-12-16", [{ assessment: reopened }])).toHaveLength(1);
    expect(assess({ decision: "iom", retainedByYot: true })).toMatchObject({ isReopened: true });
    expect(assess({ decision: "mappa", orders: shortened })).toMatchObject({ isReopened: false });
  });
});
