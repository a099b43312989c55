import { describe, expect, test } from "vitest";
import { candidatesOf, daniel, held, id, liam, link, luke, peter, roster } from "#test/made-up-roster.ts";
import { evidenceOf } from "./link-evidence.ts";
import { linkPerson } from "./link-person.ts";

describe("a record is not linked by a machine when", () => {
  test("the identifier agrees and neither name nor date of birth does", () => {
    const decision = link({
      identifiers: [id("PNC", "2007/9001234F")],
      firstName: "John",
      lastName: "Marlow",
      dateOfBirth: "1970-01-31",
    });
    expect(decision).toMatchObject({ outcome: "review", reason: "ID_AGREES_BIO_DISAGREES" });
    expect(candidatesOf(decision)).toEqual(["P01"]);
  });

  test("another strong identifier of the same type is held", () => {
    const decision = link({
      identifiers: [id("CRN", "X900003"), id("PNC", "2016/9007402X")],
      firstName: "Liam",
      lastName: "Cartwright",
      dateOfBirth: "1998-07-21",
    });
    expect(decision).toMatchObject({ outcome: "review", reason: "IDS_OF_SEVERAL_PERSONS" });
    const conflicting = link({
      identifiers: [id("CRN", "X900003"), id("PNC", "2019/1234567J")],
      firstName: "Liam",
      lastName: "Cartwright",
      dateOfBirth: "1998-07-21",
    });
    expect(conflicting).toMatchObject({ outcome: "review", reason: "STRONG_IDS_CONFLICT" });
  });

  test("the identifier was never verified and nothing else is said", () => {
    const unverified = { ...liam, identifiers: [held("NOMS", "A9003AC", { verified: false })] };
    expect(link({ identifiers: [id("NOMS", "A9003AC")] }, [unverified])).toMatchObject({
      outcome: "review",
      reason: "ID_NOT_VERIFIED",
    });
  });

  test("the check letter is wrong, though the value is held: the names propose the person", () => {
    const bad = { ...liam, identifiers: [held("PNC", "2015/9007001A")] };
    const decision = link(
      {
        identifiers: [id("PNC", "2015/9007001A", false), id("CRO", "092701/15J")],
        firstName: "LIAM",
        lastName: "CARTWRIGHT",
        dateOfBirth: "1998-07-21",
        sex: "M",
      },
      [bad, luke],
    );
    expect(decision).toMatchObject({ outcome: "review", reason: "NO_STRONG_IDENTIFIER_AGREES" });
    expect(candidatesOf(decision)).toEqual(["P03"]);
  });

  test("the identifier is generic, on the deny-list, or from before the person could have one", () => {
    const reference = { identifiers: [id("PNC", "2007/9001234F")], dateOfBirth: "1989-04-12" };
    expect(link(reference, roster, new Set(["PNC 2007/9001234F"]))).toEqual({ outcome: "nobody" });
    const junk = { ...daniel, identifiers: [held("CRO", "000000/00Z")] };
    expect(link({ identifiers: [id("CRO", "000000/00Z")], dateOfBirth: "1989-04-12" }, [junk])).toEqual({
      outcome: "nobody",
    });
    const early = { ...daniel, identifiers: [held("PNC", "1902/0073319Z")] };
    expect(link({ identifiers: [id("PNC", "1902/0073319Z")], dateOfBirth: "1989-04-12" }, [early])).toEqual({
      outcome: "nobody",
    });
  });

  test("a known record begins to carry a strong identifier of somebody else", () => {
    const input = { evidence: evidenceOf({ identifiers: [id("PNC", "2016/9007402X")] }), profiles: [liam, luke] };
    expect(linkPerson({ ...input, knownPersonId: "P03", generic: new Set() })).toMatchObject({
      outcome: "review",
      reason: "STRONG_IDS_CONFLICT",
    });
  });

  test("it has no strong identifier at all, however well the names agree", () => {
    const decision = link({ identifiers: [], firstName: "Pete", lastName: "Holloway", dateOfBirth: "1979-12-02" });
    expect(decision).toMatchObject({
      outcome: "review",
      candidates: [
        {
          personId: "P09",
          comparison: {
            firstName: "similar",
            middleNames: "not-given",
            lastName: "same",
            dateOfBirth: "same",
            sex: "not-given",
            postcode: "not-given",
            identifiers: "not-given",
          },
        },
      ],
    });
  });
});

describe("a record is linked when", () => {
  test("Danny Ash carries Daniel Ashdown's PNC and date of birth", () => {
    const decision = link({
      identifiers: [id("PNC", "2007/9001234F")],
      firstName: "DANNY",
      lastName: "ASH",
      dateOfBirth: "1989-04-12",
    });
    expect(decision).toMatchObject({ outcome: "linked", personId: "P01", cause: "identifier-corroborated" });
  });

  test.each(["1989-04-12", "1989-12-04", "1989-04-13"])("the identifier agrees and the date of birth is %s", (born) => {
    const unverified = { ...daniel, identifiers: [held("PNC", "2007/9001234F", { verified: false })] };
    const decision = link({ identifiers: [id("PNC", "2007/9001234F")], dateOfBirth: born }, [unverified]);
    expect(decision).toMatchObject({ outcome: "linked", personId: "P01" });
  });

  test("the identifier agrees and the names do, though the date of birth is wrong", () => {
    const decision = link({
      identifiers: [id("CRN", "X900009")],
      firstName: "Pete",
      lastName: "Holloway",
      dateOfBirth: "1960-05-05",
    });
    expect(decision).toMatchObject({ outcome: "linked", personId: "P09" });
  });

  test("a verified identifier stands alone", () => {
    expect(link({ identifiers: [id("CRN", "X900001")] })).toMatchObject({
      outcome: "linked",
      cause: "identifier-verified",
    });
  });

  test("the CRN is valid beside a PNC with a wrong letter", () => {
    const decision = link({ identifiers: [id("CRN", "X900001"), id("PNC", "2007/9001234A", false)] });
    expect(decision).toMatchObject({ outcome: "linked", personId: "P01" });
  });

  test("the identifier is an old one of a merge at source", () => {
    const merged = { ...peter, identifiers: [...peter.identifiers, held("CRN", "X900019", { retired: true })] };
    expect(link({ identifiers: [id("CRN", "X900019")] }, [merged])).toMatchObject({
      outcome: "linked",
      personId: "P09",
    });
  });

  test("the record was linked before, whatever it calls the person now", () => {
    const evidence = evidenceOf({ identifiers: [], firstName: "Someone", lastName: "Else", dateOfBirth: "1950-01-31" });
    const decision = linkPerson({ evidence, profiles: roster, knownPersonId: "P09", generic: new Set() });
    expect(decision).toMatchObject({ outcome: "linked", personId: "P09", cause: "record-known" });
  });
});

test("an unknown person is nobody", () => {
  expect(
    link({ identifiers: [id("CRN", "X999999")], firstName: "Grace", lastName: "Okafor", dateOfBirth: "1981-06-22" }),
  ).toEqual({ outcome: "nobody" });
});
