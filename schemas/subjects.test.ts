import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deliverSubject,
  feedSubject,
  feedSubjectOf,
  hubSubject,
  parseDeliverSubject,
  parseFeedSubject,
  parseHubSubject,
} from "./subjects.ts";
import { AGENCY_TYPES } from "./vocabulary.ts";

const token = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,5}){0,3}$/);
const agencyType = fc.constantFrom(...AGENCY_TYPES);
const notToken = fc.oneof(
  fc.constantFrom("", "*", ">", "a.b", "a b", "A", "-a", "a-", "a--b", "1a", "a\n", "é", "a".repeat(65), "a_b"),
  token.chain((good) => fc.constantFrom(".", " ", "*", ">", "\t", "\u0000").map((bad) => `${good}${bad}`)),
);

describe("subjects", () => {
  test("what is built is parsed back", () => {
    fc.assert(
      fc.property(agencyType, token, token, token, (type, agencyId, entity, verb) => {
        const feed = { agencyType: type, agencyId, entity, verb };
        expect(parseFeedSubject(feedSubject(feed))).toEqual(feed);
        expect(feedSubjectOf({ type: `${type}.${entity}.${verb}`, agencyid: agencyId })).toBe(feedSubject(feed));
        expect(parseHubSubject(hubSubject({ entity, verb }))).toEqual({ entity, verb });
        expect(parseDeliverSubject(deliverSubject({ agencyId, entity, verb }))).toEqual({ agencyId, entity, verb });
      }),
    );
  });

  test("a token with a dot, a wildcard or a space is refused in every place", () => {
    fc.assert(
      fc.property(agencyType, token, notToken, (type, good, bad) => {
        expect(() => feedSubject({ agencyType: type, agencyId: bad, entity: good, verb: good })).toThrow(RangeError);
        expect(() => feedSubject({ agencyType: type, agencyId: good, entity: bad, verb: good })).toThrow(RangeError);
        expect(() => feedSubject({ agencyType: type, agencyId: good, entity: good, verb: bad })).toThrow(RangeError);
        expect(() => hubSubject({ entity: bad, verb: good })).toThrow(RangeError);
        expect(() => deliverSubject({ agencyId: bad, entity: good, verb: good })).toThrow(RangeError);
      }),
    );
  });

  test.each([
    "feed.police.hampshire-police.arrest",
    "feed.police.hampshire-police.arrest.recorded.again",
    "feed.police.*.arrest.recorded",
    "feed.police.hampshire-police.>",
    "feed.spies.hampshire-police.arrest.recorded",
    "hub.record.changed",
    "",
  ])("%j is no feed subject", (subject) => {
    expect(parseFeedSubject(subject)).toBeNull();
  });

  test("an event type of four tokens makes no subject", () => {
    expect(() => feedSubjectOf({ type: "police.arrest.recorded.twice", agencyid: "hampshire-police" })).toThrow();
  });
});
