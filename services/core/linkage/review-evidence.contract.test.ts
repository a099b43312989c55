import { afterAll, beforeAll, expect, test } from "vitest";
import type { Identifier, PersonReference } from "#schemas/agency-event.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { candidatesOf, decide, eventRow, everythingIn, heldBy, personOf, reviewOf } from "#test/core-questions.ts";
import { eventOf, NOW } from "#test/made-up-events.ts";
import { client, id, register } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Liam", "Cartwright", "1998-07-21", "2015/9007001W", "X900003"),
    register("Luke", "Cartwright", "1998-07-21", "2016/9007402X", "X900004"),
    register("Peter", "Holloway", "1979-12-02", "1998/0000045P", "X900009"),
  );
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

test("initials fit both twins; the name in a later file leaves one, and the review is the same", async () => {
  const [liam, luke] = [await personOf(core, "X900003"), await personOf(core, "X900004")];
  const initials = { initials: { first: "L", last: "C" }, dateOfBirth: "1998-07-21", sex: "M" } as const;
  await core.takeIn(client("SR-20433", initials, "engagement.changed", { engagement: "engaging", periodDays: 28 }));
  const first = await reviewOf(core, "LOCAL SR-20433");
  expect(candidatesOf(first).sort()).toEqual([liam, luke].sort());

  const named = { firstName: "Luke", lastName: "Cartwright", dateOfBirth: "1998-07-21", sex: "M" } as const;
  await core.takeIn(client("SR-20433", named, "keyworker.assigned", { name: "Mel Hargreaves" }));
  const second = await reviewOf(core, "LOCAL SR-20433");
  expect(second.review_id).toBe(first.review_id);
  expect(candidatesOf(second)).toEqual([luke]);
  expect(await heldBy(core, second.review_id)).toBe(2);
});

test("a record that a later file shows to be nobody is forgotten with all that waited", async () => {
  const initials = { initials: { first: "D", last: "A" }, dateOfBirth: "1989-12-04", sex: "M" } as const;
  await core.takeIn(client("SR-20450", initials, "engagement.changed", { engagement: "engaging", periodDays: 28 }));
  expect(candidatesOf(await reviewOf(core, "LOCAL SR-20450"))).toEqual([await personOf(core, "X900001")]);
  const damon = { firstName: "Damon", lastName: "Aldous", dateOfBirth: "1989-12-04", sex: "M" } as const;
  await core.takeIn(client("SR-20450", damon, "keyworker.assigned", { name: "Mel Hargreaves" }));
  const review = await reviewOf(core, "LOCAL SR-20450");
  expect(review).toMatchObject({ state: "no-candidate", evidence: null, candidates: [], evidence_digests: [] });
  expect(await heldBy(core, review.review_id)).toBe(0);
});

test("what was refused is not asked again, until the record says something new", async () => {
  const initials = { initials: { first: "D", last: "A" }, dateOfBirth: "1989-12-04", sex: "M" } as const;
  const said = (change: object = {}) =>
    client("SR-30000", { ...initials, ...change }, "engagement.changed", { engagement: "engaging", periodDays: 28 });
  await core.takeIn(said());
  const { review_id: reviewId } = await reviewOf(core, "LOCAL SR-30000");
  await decide(core, { reviewId, decision: "not-link" });
  expect(await reviewOf(core, "LOCAL SR-30000")).toMatchObject({ state: "not-linked", evidence: null });
  expect(await everythingIn(core)).not.toMatch(/SR-30000|1989-12-04/);

  await core.takeIn(said());
  expect(await reviewOf(core, "LOCAL SR-30000")).toMatchObject({ state: "not-linked" });
  expect(await heldBy(core, reviewId)).toBe(0);

  await core.takeIn(said({ firstName: "Danny", lastName: "Ashdown" }));
  expect(await reviewOf(core, "LOCAL SR-30000")).toMatchObject({ review_id: reviewId, state: "open" });
});

test("an identifier in a later file settles a review without a human", async () => {
  const liam = { firstName: "LIAM", lastName: "CARTWRIGHT", dateOfBirth: "1998-07-21" };
  const visit = (identifiers: readonly Identifier[]) =>
    eventOf({
      type: "yot.contact.recorded",
      agency: "solent-yot",
      person: { identifiers: [...identifiers, id("LOCAL", "YP-3")], ...liam },
      payload: { yotPersonId: "YP-3", at: NOW, attended: true },
    });
  await core.takeIn(visit([id("PNC", "2015/9007001A", false), id("CRO", "092701/15J")]));
  const review = await reviewOf(core, "LOCAL YP-3");
  expect(review.state).toBe("open");
  await core.takeIn(visit([id("PNC", "2015/9007001W")]));
  expect(await reviewOf(core, "LOCAL YP-3")).toMatchObject({
    state: "linked",
    person_id: await personOf(core, "X900003"),
  });
  expect(await heldBy(core, review.review_id)).toBe(0);
});

test("a known record that begins to carry somebody else's identifier waits, and a refusal takes it from its person", async () => {
  const peter = { firstName: "Peter", lastName: "Holloway", dateOfBirth: "1979-12-02" };
  const visit = (person: PersonReference) =>
    eventOf({
      type: "yot.contact.recorded",
      agency: "solent-yot",
      person: { ...person, identifiers: [...person.identifiers, id("LOCAL", "YP-9")] },
      payload: { yotPersonId: "YP-9", at: NOW, attended: true },
    });
  await core.takeIn(visit({ ...peter, identifiers: [id("PNC", "1998/0000045P")] }));
  const bare = visit({ identifiers: [] });
  await core.takeIn(bare);
  expect((await eventRow(core, bare))?.["outcome"]).toBe("applied");

  await core.takeIn(visit({ ...peter, identifiers: [id("PNC", "2019/1234567J")] }));
  const review = await reviewOf(core, "LOCAL YP-9");
  expect(review).toMatchObject({ state: "open", reason: "STRONG_IDS_CONFLICT" });
  expect(await decide(core, { reviewId: review.review_id, decision: "not-link" })).toEqual({ outcome: "decided" });
  const afterwards = visit({ identifiers: [], middleNames: "Alan" });
  await core.takeIn(afterwards);
  expect((await eventRow(core, afterwards))?.["outcome"]).toBe("discarded");
});
