import { describe, expect, test } from "vitest";
import { dayAfter, type LeapDayRule } from "../../facts/calendar.ts";
import { type TransitionInput, transitionDates } from "./transition-dates.ts";

const datesOf = (dateOfBirth: string, more: Partial<TransitionInput> = {}) =>
  transitionDates({
    dateOfBirth,
    orders: [{ type: "YRO", start: "2024-01-02", end: null }],
    retainedByYot: false,
    acceptedOn: "2024-02-01",
    leapDay: "28-february",
    ...more,
  });

describe("the dates that the handbook works out", () => {
  test.each([
    ["2009-08-15", "2027-02-15", "2027-05-15", "2027-08-15", "2027-11-15"],
    ["2009-03-31", "2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30"],
    ["2008-02-29", "2025-08-29", "2025-11-29", "2026-02-28", "2026-05-28"],
  ])("born on %s", (born, t1, t2, t3, mustRunTo) => {
    expect(datesOf(born)).toEqual({ t1, t2, t3, mustRunTo });
  });

  test("born on 29 February, in a scheme that has them come of age on 1 March", () => {
    const dates = { t1: "2025-08-29", t2: "2025-11-29", t3: "2026-03-01", mustRunTo: "2026-06-01" };
    expect(datesOf("2008-02-29", { leapDay: "1-march" })).toEqual(dates);
  });
});

describe("Tyler Dunmore", () => {
  const tyler = {
    orders: [{ type: "YRO", start: "2026-03-11", end: "2027-09-10" }],
    acceptedOn: "2026-11-17",
  };

  test("is with the scheme from 25 November 2026 and its own from his birthday", () => {
    const dates = { t1: "2026-08-25", t2: "2026-11-25", t3: "2027-02-25", mustRunTo: "2027-05-25" };
    expect(datesOf("2009-02-25", tyler)).toEqual(dates);
  });

  test("has no day for the scheme to begin before the MACC has registered him", () => {
    expect(datesOf("2009-02-25", { ...tyler, acceptedOn: null })).toMatchObject({ t1: "2026-08-25", t2: null });
  });
});

test("Amber Kestrel's order ends before three months after her birthday, so nothing begins", () => {
  const orders = [{ type: "YRO", start: "2026-05-20", end: "2027-02-19" }];
  const dates = { t1: null, t2: null, t3: "2027-01-09", mustRunTo: "2027-04-09" };
  expect(datesOf("2009-01-09", { orders, acceptedOn: null })).toEqual(dates);
});

test("Marlon Oduya's transfer begins on 15 February 2027", () => {
  const orders = [{ type: "YRO", start: "2026-08-03", end: "2028-02-02" }];
  const dates = { t1: "2027-02-15", t2: null, t3: "2027-08-15", mustRunTo: "2027-11-15" };
  expect(datesOf("2009-08-15", { orders, acceptedOn: null })).toEqual(dates);
});

describe("what comes late", () => {
  test("a conviction after 17 years 9 months: the transfer begins with it, the scheme with the acceptance", () => {
    const orders = [{ type: "YRO", start: "2027-06-03", end: null, convictedOn: "2027-06-01" }];
    expect(datesOf("2009-08-15", { orders, acceptedOn: "2027-06-20" })).toMatchObject({
      t1: "2027-06-01",
      t2: "2027-06-20",
    });
  });

  test("an acceptance after 17 years 9 months is the day the scheme begins", () => {
    expect(datesOf("2009-08-15", { acceptedOn: "2027-07-01" })).toMatchObject({ t1: "2027-02-15", t2: "2027-07-01" });
  });

  test("an acceptance or a conviction on the birthday begins nothing for a young person", () => {
    expect(datesOf("2009-08-15", { acceptedOn: "2027-08-15" })).toMatchObject({ t1: "2027-02-15", t2: null });
    const orders = [{ type: "DTO", start: "2027-08-15", end: null }];
    expect(datesOf("2009-08-15", { orders })).toMatchObject({ t1: null, t2: null });
  });
});

describe("who is no candidate", () => {
  test.each([
    ["kept by the youth offending team", { retainedByYot: true }],
    ["with an order below a YRO", { orders: [{ type: "REFERRAL_ORDER", start: "2026-08-03", end: null }] }],
    ["with no order", { orders: [] }],
    ["whose order ends a day early", { orders: [{ type: "YRO", start: "2026-08-03", end: "2027-11-14" }] }],
  ])("somebody %s", (_who, more) => {
    expect(datesOf("2009-08-15", { acceptedOn: null, ...more })).toMatchObject({ t1: null, t2: null });
  });

  test("an order that runs to the last day needed is enough", () => {
    const orders = [{ type: "YRO", start: "2026-08-03", end: "2027-11-15" }];
    expect(datesOf("2009-08-15", { acceptedOn: null, orders })).toMatchObject({ t1: "2027-02-15" });
  });
});

describe.each(["28-february", "1-march"] as const)("every birthday of twenty years, leap day on %s", (leapDay) => {
  const birthdays = everyDay("2000-01-01", "2020-01-01");

  test("T1 comes before T2 and T2 before T3, each on the day of birth or the last day of its month", () => {
    const wrong = birthdays.filter((born) => {
      const { t1, t2, t3 } = datesOf(born, { leapDay, orders: LONG_AGO, acceptedOn: "2000-01-01" });
      return (
        t1 === null ||
        t2 === null ||
        !(t1 < t2 && t2 < t3) ||
        !lands(born, t1, 210, leapDay) ||
        !lands(born, t2, 213, leapDay) ||
        !lands(born, t3, 216, leapDay)
      );
    });
    expect(birthdays).toHaveLength(7305);
    expect(wrong).toEqual([]);
  });

  test("nobody who is younger comes first, and nobody is passed over for a day of acceptance", () => {
    const wrong: string[] = [];
    let before = datesOf("1999-12-31", { leapDay, orders: LONG_AGO, acceptedOn: "2000-01-01" });
    for (const born of birthdays) {
      const dates = datesOf(born, { leapDay, orders: LONG_AGO, acceptedOn: "2000-01-01" });
      const dayBefore18 = dayBefore(dates.t3);
      const late = datesOf(born, { leapDay, orders: LONG_AGO, acceptedOn: dayBefore18 });
      const tooLate = datesOf(born, { leapDay, orders: LONG_AGO, acceptedOn: dates.t3 });
      const isMonotone = (["t1", "t2", "t3"] as const).every((stage) => `${before[stage]}` <= `${dates[stage]}`);
      if (!isMonotone || late.t2 !== dayBefore18 || tooLate.t2 !== null) {
        wrong.push(born);
      }
      before = dates;
    }
    expect(wrong).toEqual([]);
  });

  test("an order counts to the very day it has to run to", () => {
    const wrong = birthdays.filter((born) => {
      const { mustRunTo } = datesOf(born, { leapDay });
      const ending = (end: string) =>
        datesOf(born, { leapDay, acceptedOn: null, orders: [{ type: "YRO", start: "1990-01-01", end }] }).t1;
      return ending(mustRunTo) === null || ending(dayBefore(mustRunTo)) !== null;
    });
    expect(wrong).toEqual([]);
  });
});

const LONG_AGO = [{ type: "YRO", start: "1990-01-01", end: null }];

function everyDay(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = dayAfter(day)) {
    days.push(day);
  }
  return days;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

/** Worked out with a calendar of its own: the month counted on its fingers, the day kept or the month's last. */
function lands(born: string, on: string, months: number, leapDay: LeapDayRule): boolean {
  const birth = new Date(`${born}T00:00:00Z`);
  const target = new Date(Date.UTC(birth.getUTCFullYear(), birth.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  if (leapDay === "1-march" && born.endsWith("-02-29") && target.getUTCMonth() === 1 && last === 28) {
    return on === `${target.getUTCFullYear()}-03-01`;
  }
  target.setUTCDate(Math.min(birth.getUTCDate(), last));
  return on === target.toISOString().slice(0, 10);
}
