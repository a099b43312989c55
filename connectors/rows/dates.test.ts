import { describe, expect, test } from "vitest";
import {
  COMPACT_DATE,
  COMPACT_UTC,
  ISO_DATE,
  ISO_INSTANT,
  JAVA_DATE,
  londonDate,
  startOfLondonDay,
  UK_DATE,
  UK_DATE_TIME,
} from "./dates.ts";

test.each([
  ["12/04/1989", "1989-04-12"],
  ["29/02/2024", "2024-02-29"],
  ["29/02/2026", null],
  ["31/02/2026", null],
  ["31/11/2025", null],
  ["01/13/1993", null],
  ["00/01/1993", null],
  ["1/4/1989", null],
  ["12/04/89", null],
  ["1989-04-12", null],
  ["12/04/1089", null],
  ["12/04/1989 10:00", null],
])("dd/mm/yyyy %s is read as %s", (text, expected) => {
  expect(UK_DATE.read(text)).toBe(expected);
});

describe("local times in Europe/London", () => {
  test.each([
    ["21/11/2026 02:41", "2026-11-21T02:41:00Z"],
    ["14/08/2026 15:50", "2026-08-14T14:50:00Z"],
    ["14/08/2026 00:00", "2026-08-13T23:00:00Z"],
    ["31/12/1969 12:00", "1969-12-31T11:00:00Z"],
    ["31/02/2026 10:15", null],
    ["21/11/2026 24:00", null],
    ["21/11/2026 10:60", null],
    ["21/11/2026", null],
  ])("%s is %s", (text, expected) => {
    expect(UK_DATE_TIME.read(text)).toBe(expected);
  });

  test.each([
    ["29/03/2026 00:59", "2026-03-29T00:59:00Z"],
    ["29/03/2026 01:00", null],
    ["29/03/2026 01:59", null],
    ["29/03/2026 02:00", "2026-03-29T01:00:00Z"],
  ])("an hour that the clocks skip does not exist: %s", (text, expected) => {
    expect(UK_DATE_TIME.read(text)).toBe(expected);
  });

  test.each([
    ["25/10/2026 00:59", "2026-10-24T23:59:00Z"],
    ["25/10/2026 01:00", "2026-10-25T00:00:00Z"],
    ["25/10/2026 01:30", "2026-10-25T00:30:00Z"],
    ["25/10/2026 02:00", "2026-10-25T02:00:00Z"],
  ])("an hour that comes twice is read as the first of the two: %s", (text, expected) => {
    expect(UK_DATE_TIME.read(text)).toBe(expected);
  });

  test("a day begins at local midnight", () => {
    expect(startOfLondonDay("2026-11-18")).toBe("2026-11-18T00:00:00Z");
    expect(startOfLondonDay("2026-05-29")).toBe("2026-05-28T23:00:00Z");
  });

  test("an instant just before midnight UTC in summer lies on the next London day", () => {
    expect(londonDate("2026-05-28T23:00:00Z")).toBe("2026-05-29");
    expect(londonDate("2026-11-18T23:59:59Z")).toBe("2026-11-18");
  });
});

test.each([
  ["20261120200000", "2026-11-20T20:00:00Z"],
  ["20260701120000", "2026-07-01T12:00:00Z"],
  ["20260231120000", null],
  ["20261120250000", null],
  ["2026112020000", null],
])("yyyyMMddHHmmss %s is UTC: %s", (text, expected) => {
  expect(COMPACT_UTC.read(text)).toBe(expected);
});

test.each([
  ["20261121", "2026-11-21"],
  ["20261131", null],
])("yyyyMMdd %s is %s", (text, expected) => {
  expect(COMPACT_DATE.read(text)).toBe(expected);
});

test.each([
  ["2026-11-18", "2026-11-18"],
  ["2026-02-30", null],
  ["2026-11-18T00:00:00Z", null],
])("ISO date %s is %s", (text, expected) => {
  expect(ISO_DATE.read(text)).toBe(expected);
});

test.each([
  ["2026-09-08T09:12:44+01:00", "2026-09-08T08:12:44Z"],
  ["2026-11-19T09:30:00Z", "2026-11-19T09:30:00Z"],
  ["2026-11-19T09:30:00.250Z", "2026-11-19T09:30:00.250Z"],
  ["2026-01-01T00:30:00+05:30", "2025-12-31T19:00:00Z"],
  ["2026-11-19T09:30:00", null],
  ["2026-02-30T09:30:00Z", null],
  ["2026-11-19T09:30:00+19:00", null],
  ["2026-11-19", null],
])("instant %s is %s", (text, expected) => {
  expect(ISO_INSTANT.read(text)).toBe(expected);
});

test.each([
  ["Tue Sep 08 00:00:00 BST 2026", "2026-09-08"],
  ["Mon Feb 02 00:00:00 GMT 2026", "2026-02-02"],
  ["Thu Jul 02 23:30:00 UTC 2026", "2026-07-03"],
  ["Mon Feb 30 00:00:00 GMT 2026", null],
  ["Mon Foo 02 00:00:00 GMT 2026", null],
  ["Tue Sep 08 00:00:00 CET 2026", null],
  ["2026-09-08", null],
])("a Java date %s is %s", (text, expected) => {
  expect(JAVA_DATE.read(text)).toBe(expected);
});
