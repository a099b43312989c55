import { describe, expect, test } from "vitest";
import type { CrimePlace } from "./crime-window.ts";
import type { Fix, Silence } from "./fix.ts";
import { judge } from "./judge.ts";
import { DEFAULT_PARAMETERS } from "./parameters.ts";

const NOON = Date.parse("2026-11-20T12:00:00Z") / 1000;

/** A shop in Southampton, broken into some time between five to and five past twelve. */
const CRIME: CrimePlace = {
  eastingCm: 44_205_000,
  northingCm: 11_233_000,
  uncertaintyM: 0,
  from: NOON - 300,
  to: NOON + 300,
};

/** A fix so many seconds after noon, so many metres east and north of the crime. */
function fix(seconds: number, east: number, north = 0, more: Partial<Fix> = {}): Fix {
  return {
    at: NOON + seconds,
    eastingCm: CRIME.eastingCm + east * 100,
    northingCm: CRIME.northingCm + north * 100,
    accuracyM: 10,
    mechanism: "GPS",
    activation: "EMS-700101",
    ...more,
  };
}

/** One fix a minute from a quarter to until a quarter past twelve. */
function everyMinute(place: (minute: number) => readonly [east: number, north: number]): readonly Fix[] {
  return Array.from({ length: 31 }, (_, at) => fix((at - 15) * 60, ...place(at - 15)));
}

const ask = (fixes: readonly Fix[], silences: readonly Silence[] = [], crime: Partial<CrimePlace> = {}) =>
  judge({ fixes, silences }, { ...CRIME, ...crime }, DEFAULT_PARAMETERS);

test("who drives by between two fixes has passed", () => {
  // 1,200 m a minute, 31 m beside the place half way between 12:02 and 12:03.
  const answer = ask(everyMinute((minute) => [1_200 * (minute - 2.5), 31]));
  expect(answer).toMatchObject({
    answer: "PASSED",
    fixesInZone: [],
    isSequence: false,
    nearest: { distanceM: 31, errorM: 10, at: NOON + 150, on: "leg", isInWindow: true },
    coverage: { minutes: 10, ofMinutes: 10, share: 1 },
    longestGapMinutes: 0,
    medianAccuracyM: 10,
  });
  expect(answer.nearest?.evidence.map(({ at }) => at - NOON)).toEqual([120, 180]);
  // A chord of the circle, at 20 m/s.
  expect(answer.minutesInZone).toBeCloseTo((2 * Math.sqrt(100 ** 2 - 31 ** 2)) / 1_200, 6);
});

test("who stays three kilometres away, a fix a minute, is ruled out", () => {
  const answer = ask(everyMinute((minute) => [3_000 + minute, 0]));
  expect(answer).toMatchObject({ answer: "RULED OUT", noData: [], reachingFix: null, leftOut: { jumps: [] } });
  expect(answer.nearest).toMatchObject({ distanceM: 2_995, on: "fix", isInWindow: true });
  // From 2,995 and 2,996 m to the edge, less twice the accuracy each, within a minute.
  expect(answer.required).toMatchObject({ on: "leg", isPlausible: false });
  expect(answer.required?.mps).toBeCloseTo((2_995 + 2_996 - 2 * 120) / 60, 6);
});

test("two fixes in the zone are a sequence, and the nearest of them is named", () => {
  const answer = ask(everyMinute((minute) => [minute === 0 ? 12 : minute === 1 ? 40 : 400, 0]));
  expect(answer).toMatchObject({
    answer: "RECORDED",
    isSequence: true,
    nearest: { distanceM: 12, at: NOON, on: "fix" },
  });
  expect(answer.fixesInZone.map(({ at }) => at - NOON)).toEqual([0, 60]);
});

test("the edge of the zone and the ends of the window belong to them", () => {
  const alone = (seconds: number, east: number) => ask([fix(seconds, east, 0, { accuracyM: 0 })]).answer;
  expect([alone(300, 100), alone(-300, 100)]).toEqual(["RECORDED", "RECORDED"]);
  expect([alone(301, 100), alone(300, 100.01)]).toEqual(["NO DATA", "NO DATA"]);
});

test("what happened on a leg outside the window brings nobody near", () => {
  // At the place at 12:05:30, thirty seconds too late; at 12:05 still 600 m away.
  const answer = ask([fix(270, 1_200), fix(390, -1_200)]);
  expect(answer.answer).toBe("CANNOT EXCLUDE");
  expect(answer.nearestOnPath).toMatchObject({ distanceM: 600, at: NOON + 300 });
});

describe("what cannot be excluded", () => {
  test("a gap in which somebody could have come and gone", () => {
    const answer = ask([fix(-600, 4_000), fix(600, 4_000)]);
    expect(answer).toMatchObject({ answer: "CANNOT EXCLUDE", coverage: { share: 0 }, longestGapMinutes: 10 });
    expect(answer.required).toMatchObject({ on: "gap", isPlausible: false });
    expect(answer.required?.mps).toBeCloseTo((2 * (4_000 - 120)) / 1_200, 6);
  });

  test("a mobile-phone position whose circle reaches the zone", () => {
    const far = everyMinute(() => [3_000, 0]);
    const answer = ask([...far, fix(30, 450, 0, { mechanism: "LBS", accuracyM: 200 })]);
    expect(answer).toMatchObject({ answer: "CANNOT EXCLUDE", reachingFix: { mechanism: "LBS" } });
    expect(answer.leftOut.uncounted).toHaveLength(1);
    expect(ask([...far, fix(30, 550, 0, { mechanism: "LBS", accuracyM: 200 })]).answer).toBe("RULED OUT");
  });

  test("a jump of the device into the zone: neither a hit nor a reason to rule out", () => {
    const answer = ask([...everyMinute(() => [9_000, 0]), fix(30, 0)]);
    expect(answer).toMatchObject({ answer: "CANNOT EXCLUDE", fixesInZone: [], reachingFix: { at: NOON + 30 } });
    expect(answer.leftOut.jumps.map(({ at }) => at)).toEqual([NOON + 30]);
  });
});

describe("what the tag cannot say", () => {
  const far = everyMinute(() => [3_000, 0]);
  test.each<readonly [string, readonly Fix[], readonly Silence[], readonly string[]]>([
    ["no fix at all", [], [], ["NO_FIX_BEFORE", "NO_FIX_AFTER"]],
    ["a tag fitted in the window", far.filter(({ at }) => at >= NOON), [], ["NO_FIX_BEFORE"]],
    ["a battery that goes flat in the window", far.filter(({ at }) => at <= NOON), [], ["NO_FIX_AFTER"]],
    ["a strap cut and closed", far, [{ from: NOON + 70, to: NOON + 80, kind: "strap" }], ["SILENT"]],
    [
      "a strap cut before the window, but after the last fix",
      far.filter(({ at }) => at <= NOON - 600 || at >= NOON - 240),
      [{ from: NOON - 500, to: NOON - 400, kind: "strap" }],
      ["SILENT"],
    ],
  ])("%s", (_name, fixes, silences, noData) => {
    const answer = ask(fixes, silences, { eastingCm: CRIME.eastingCm - 3_000_000 });
    expect([answer.answer, answer.noData]).toEqual(["NO DATA", noData]);
  });

  test("no leg crosses a silence, and a fix within one is no hit", () => {
    const silences: readonly Silence[] = [{ from: NOON + 90, to: NOON + 210, kind: "strap" }];
    const drive = everyMinute((minute) => [1_200 * (minute - 2.5), 31]);
    expect(ask(drive, silences).answer).toBe("CANNOT EXCLUDE");
    expect(
      ask(
        everyMinute((minute) => [minute === 2 ? 0 : 400, 0]),
        silences,
      ).answer,
    ).toBe("CANNOT EXCLUDE");
  });
});

describe("what counts", () => {
  test.each<readonly [string, Partial<Fix>]>([
    ["radio", { mechanism: "RF" }],
    ["a circle of over 100 m", { accuracyM: 101 }],
    ["an unknown accuracy", { accuracyM: null }],
  ])("%s is no hit", (_name, more) => {
    expect(ask([fix(0, 0, 0, more)]).fixesInZone).toEqual([]);
  });

  test("the same fix twice is one, and of two places at one moment the better counts", () => {
    const answer = ask([fix(0, 20), fix(0, 20), fix(60, 30, 0, { accuracyM: 40 }), fix(60, 5_000)]);
    expect(answer.fixesInZone.map(({ at }) => at - NOON)).toEqual([0]);
    expect(answer.leftOut.repeated).toBe(1);
    expect(answer.leftOut.contradicted.map(({ accuracyM }) => accuracyM)).toEqual([40]);
  });

  test("a change of tag makes a gap, and so does more than five minutes", () => {
    const leg = (second: Fix) => ask([fix(-10, -500, 0), second]).answer;
    expect(leg(fix(290, 500))).toBe("PASSED");
    expect(leg(fix(291, 500))).toBe("CANNOT EXCLUDE");
    expect(leg(fix(290, 500, 0, { activation: "EMS-700102" }))).toBe("CANNOT EXCLUDE");
  });
});

describe("the window", () => {
  test("of an instant is five minutes either way, and says so", () => {
    const answer = ask([fix(300, 0)], [], { from: NOON, to: NOON });
    expect(answer).toMatchObject({ answer: "RECORDED", window: { from: NOON - 300, to: NOON + 300, isWidened: true } });
    expect(ask([fix(301, 0)], [], { from: NOON, to: NOON }).answer).toBe("NO DATA");
  });

  test("of more than twelve hours is wide, and of more than 96 is refused", () => {
    const hours = (n: number) => ask([], [], { to: CRIME.from + n * 3_600 });
    expect([hours(12).window.isWide, hours(12.01).window.isWide, hours(96).window.isWide]).toEqual([false, true, true]);
    expect(() => hours(96.01)).toThrow(new RangeError("a crime that cannot be matched: WINDOW_TOO_LONG"));
    expect(() => ask([], [], { to: CRIME.from - 1 })).toThrow("ENDS_BEFORE_IT_BEGINS");
    expect(() => ask([], [], { eastingCm: Number.NaN })).toThrow("NOT_A_PLACE");
  });
});

test("a declared accuracy of 95 % is not doubled", () => {
  const parameters = { ...DEFAULT_PARAMETERS, accuracyPercentile: 95 } as const;
  const track = { fixes: [fix(0, 115)], silences: [] };
  expect(judge(track, CRIME, DEFAULT_PARAMETERS).answer).toBe("CANNOT EXCLUDE");
  expect(judge(track, CRIME, parameters).answer).toBe("NO DATA");
});
