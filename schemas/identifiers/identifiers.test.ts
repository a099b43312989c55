import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLetter } from "./check-letter.ts";
import { parseCrn } from "./crn.ts";
import { parseCro } from "./cro.ts";
import { parseNino } from "./nino.ts";
import { parseNoms } from "./noms.ts";
import { parsePnc, pncYearFitsBirthYear } from "./pnc.ts";
import { parsePartialPostcode, parsePostcode } from "./postcode.ts";
import { parseUprn } from "./uprn.ts";

const REFERENCE_YEAR = 26;
const valid = (canonical: string) => ({ canonical, valid: true, fault: null });
const wrongLetter = (canonical: string) => ({ canonical, valid: false, fault: "check-letter" });

describe("parsePnc", () => {
  test.each([
    ["19/1234567J", "2019/1234567J"],
    ["98/45P", "1998/0000045P"],
    ["2015/0730012U", "2015/0730012U"],
    ["2021/0000005Z", "2021/0000005Z"],
    ["02/73319Z", "2002/0073319Z"],
    ["0273319Z", "2002/0073319Z"],
    ["20020073319Z", "2002/0073319Z"],
    ["2002/0073319Z", "2002/0073319Z"],
    ["81/34U", "1981/0000034U"],
    ["033Y", "2003/0000003Y"],
    ["00/223R", "2000/0000223R"],
    ["67/9893091D", "1967/9893091D"],
    ["1979/0163001B", "1979/0163001B"],
    ["1902/0073319Z", "1902/0073319Z"],
    [" 2002/00733-19z ", "2002/0073319Z"],
    ["26/0000001W", "2026/0000001W"],
  ])("reads %s as %s", (raw, canonical) => {
    expect(parsePnc(raw, REFERENCE_YEAR)).toEqual(valid(canonical));
  });

  test.each([
    ["2019/1234567K", "2019/1234567K"],
    ["1980/0163001B", "1980/0163001B"],
    ["2015/9007001A", "2015/9007001A"],
    ["2012/9021012C", "2012/9021012C"],
  ])("keeps %s, and never to match", (raw, canonical) => {
    expect(parsePnc(raw, REFERENCE_YEAR)).toEqual(wrongLetter(canonical));
  });

  test.each(["", "PNC", "2019/1234567", "2019/12345678J", "2019/1234567I", "019/1234567J", "2019123456J", "2019//1J"])(
    "%j is no PNC ID",
    (raw) => {
      expect(parsePnc(raw, REFERENCE_YEAR)).toBeNull();
    },
  );

  test("the pivot is the reference year given, in two digits or four", () => {
    expect(parsePnc("27/45P", 26)?.canonical).toBe("1927/0000045P");
    expect(parsePnc("27/45P", 2027)?.canonical).toBe("2027/0000045P");
  });

  test("a wrong century is caught by the year of birth alone", () => {
    expect(pncYearFitsBirthYear("1902/0073319Z", 1989)).toBe(false);
    expect(pncYearFitsBirthYear("2002/0073319Z", 1989)).toBe(true);
    expect(pncYearFitsBirthYear("1999/0073319Z", 1989)).toBe(true);
    expect(pncYearFitsBirthYear("1998/0073319Z", 1989)).toBe(false);
  });

  test("every valid number comes back from each of its spellings, and no other letter passes", () => {
    const year = fc.integer({ min: 1927, max: 2026 });
    const serial = fc.integer({ min: 0, max: 9_999_999 });
    fc.assert(
      fc.property(year, serial, (yyyy, n) => {
        const yy = String(yyyy).slice(-2);
        const padded = String(n).padStart(7, "0");
        const letter = checkLetter(`${yy}${padded}`);
        const canonical = `${yyyy}/${padded}${letter}`;
        for (const spelling of [canonical, `${yyyy}${padded}${letter}`, `${yy}/${n}${letter}`, `${yy}${n}${letter}`]) {
          expect(parsePnc(spelling, REFERENCE_YEAR)).toEqual(valid(canonical));
        }
        const passing = [..."ABCDEFGHJKLMNPQRTUVWXYZ"].filter((c) => parsePnc(`${yy}/${n}${c}`, 26)?.valid);
        expect(passing).toEqual([letter]);
      }),
    );
  });
});

describe("parseCro", () => {
  test.each([
    ["123456/19P", "123456/19P"],
    ["4521/98C", "004521/98C"],
    ["65656/91H", "065656/91H"],
    ["sf05/482703j", "SF05/482703J"],
    ["SF83/50058Z", "SF83/50058Z"],
    ["SF39/400123V", "SF39/400123V"],
    ["SF98/40123K", "SF98/40123K"],
  ])("reads %s as %s", (raw, canonical) => {
    expect(parseCro(raw)).toEqual(valid(canonical));
  });

  test("keeps a wrong letter, and never to match", () => {
    expect(parseCro("85227/65G")).toEqual(wrongLetter("085227/65G"));
    expect(parseCro("85227/65L")).toEqual(valid("085227/65L"));
  });

  test("keeps what the deny-list names, and never to match", () => {
    expect(parseCro("000000/00Z")).toEqual({ canonical: "000000/00Z", valid: false, fault: "deny-listed" });
    expect(parseCro("0/00Z")).toMatchObject({ valid: false, fault: "deny-listed" });
  });

  test.each(["", "123456/19", "1234567/19P", "123456/2019P", "SF/40123K", "SF1998/40123K", "123456-19P"])(
    "%j is no CRO number",
    (raw) => {
      expect(parseCro(raw)).toBeNull();
    },
  );
});

test.each([
  [parseCrn, "x900001", "X900001"],
  [parseCrn, " X 900001 ", "X900001"],
  [parseCrn, "X90012", null],
  [parseCrn, "XX900001", null],
  [parseNoms, "a9001aa", "A9001AA"],
  [parseNoms, "A90071G", null],
  [parseNoms, "A9001A", null],
  [parseUprn, "000099900", "99900"],
  [parseUprn, "999000000101", "999000000101"],
  [parseUprn, "99900X0122", null],
  [parseUprn, "0000", null],
  [parseUprn, "1234567890123", null],
])("%o reads %j as %j", (parse, raw, canonical) => {
  expect(parse(raw)).toEqual(canonical === null ? null : valid(canonical));
});

test.each([
  ["AB123456C", false, "AB123456C"],
  ["ab 12 34 56 c", false, "AB123456C"],
  ["QQ123456A", false, null],
  ["QQ123456A", true, "QQ123456A"],
  ["QA123456A", true, null],
  ["BG123456A", false, null],
  ["ZZ123456A", true, null],
  ["AO123456A", false, null],
  ["AB123456E", false, null],
])("NINO %s, test numbers accepted %j: %j", (raw, acceptTest, canonical) => {
  expect(parseNino(raw, { acceptTest })).toEqual(canonical === null ? null : valid(canonical));
});

test.each([
  ["so14 0zz", "SO14 0ZZ", "SO14"],
  ["SO140ZZ", "SO14 0ZZ", "SO14"],
  ["w1a 1aa", "W1A 1AA", "W1A"],
  ["M1 1AE", "M1 1AE", "M1"],
])("postcode %s is %s, outward %s", (raw, canonical, outward) => {
  expect(parsePostcode(raw)).toEqual({ ...valid(canonical), outward });
});

test.each(["", "SO14", "SO14 0Z", "14 0ZZ", "SO14 ZZZ", "ABC1 1AA"])("%j is no full postcode", (raw) => {
  expect(parsePostcode(raw)).toBeNull();
});

test.each([
  ["SO15 0", { canonical: "SO15 0", outward: "SO15" }],
  ["so15", { canonical: "SO15", outward: "SO15" }],
  ["SO150ZY", { canonical: "SO15 0ZY", outward: "SO15" }],
  ["SO15 0Z", null],
  ["", null],
])("partial postcode %j is %j", (raw, expected) => {
  expect(parsePartialPostcode(raw)).toEqual(expected);
});

const PEOPLE = fileURLToPath(new URL("../../../shared/samples/people.json", import.meta.url));

test.skipIf(!existsSync(PEOPLE))("every PNC and CRO of the made-up people is canonical and valid", () => {
  const text = readFileSync(PEOPLE, "utf8");
  const numbers = [...text.matchAll(/"(\d{4}\/\d{7}[A-Z]|SF\d\d\/\d+[A-Z]|\d{6}\/\d\d[A-Z])"/g)].map(([, n]) => `${n}`);
  const parsed = numbers.map((number) => parsePnc(number, REFERENCE_YEAR) ?? parseCro(number));
  expect(numbers.length).toBeGreaterThan(20);
  expect(parsed).toEqual(numbers.map(valid));
});
