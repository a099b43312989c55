import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { COORDINATOR, decide, heldBy, personOf, reviewOf } from "#test/core-questions.ts";
import { client, consent, register, tenancy } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Kyle", "Brennan", "1994-02-03", "2011/9004567P", "X900002"),
    register("Sarah", "Ellerby", "1986-10-09", "2004/9011006G", "X900006"),
    register("Peter", "Holloway", "1979-12-02", "1998/0000045P", "X900009"),
  );
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

describe("a decision is refused when", () => {
  let reviewId: string;

  beforeAll(async () => {
    await core.takeIn(tenancy("TEN-1/a", { firstName: "Pete", lastName: "Holloway", dateOfBirth: "1979-12-02" }));
    reviewId = (await reviewOf(core, "LOCAL TEN-1/a")).review_id;
  });

  test.each([
    ["there is no such review", () => ({ reviewId: NOBODY, decision: "unsure" }), "review-unknown"],
    ["a link names nobody", () => ({ reviewId, decision: "link" }), "person-missing"],
    ["the person is no candidate", () => ({ reviewId, decision: "link", personId: NOBODY }), "not-a-candidate"],
    [
      "anything but a link names a person",
      () => ({ reviewId, decision: "not-link", personId: NOBODY }),
      "person-not-asked",
    ],
    ["it gives no reason", () => ({ reviewId, decision: "unsure", reason: "" }), "command-malformed"],
    ["nobody decided it", () => ({ reviewId, decision: "unsure", decidedBy: {} }), "command-malformed"],
  ])("%s", async (_, decision, guard) => {
    expect(await decide(core, decision())).toMatchObject({ outcome: "refused", guard });
    expect((await reviewOf(core, "LOCAL TEN-1/a")).state).toBe("open");
  });

  test("it was decided before, either way", async () => {
    expect(await decide(core, { reviewId, decision: "not-link" })).toEqual({ outcome: "decided" });
    expect(await decide(core, { reviewId, decision: "not-link" })).toMatchObject({ guard: "already-decided" });
    expect(await decide(core, { reviewId, decision: "link", personId: await personOf(core, "X900009") })).toMatchObject(
      {
        guard: "already-decided",
      },
    );
  });
});

test("a review shows how the record compares and nothing of what it says", async () => {
  const personId = await personOf(core, "X900001");
  await core.takeIn(tenancy("TEN-48101/a", { firstName: "Daniel", lastName: "Ashton", dateOfBirth: "1989-04-12" }));
  const [row] = await core.asGateway`
    select * from published.link_review where review_id = ${(await reviewOf(core, "LOCAL TEN-48101/a")).review_id}`;
  expect(row).toMatchObject({
    state: "open",
    candidates: [
      {
        personId,
        comparison: {
          firstName: "same",
          middleNames: "not-given",
          lastName: "similar",
          dateOfBirth: "same",
          sex: "not-given",
          postcode: "not-given",
          identifiers: "not-given",
        },
      },
    ],
    decided: null,
  });
  expect(JSON.stringify(row)).not.toMatch(/Ashton|1989|TEN-48101|solent-housing/);
});

test("events that waited are applied in the order in which they happened once a human has linked their record", async () => {
  const personId = await personOf(core, "X900002");
  const person = { firstName: "Kyle", lastName: "Brennan", dateOfBirth: "1994-02-03" };
  const engagement = (value: string, time: string) =>
    client("SR-20417", person, "engagement.changed", { engagement: value, periodDays: 28 }, time);
  const waiting = [
    engagement("disengaged", "2026-11-20T00:00:00Z"),
    engagement("engaging", "2026-11-01T00:00:00Z"),
    consent("SR-20417", "CN-7001", "2026-06-08T10:00:00Z"),
  ];
  await core.takeIn(...waiting);
  expect((await core.read(personId))?.values["treatment.engagement"]).toBeUndefined();
  expect((await core.read(personId))?.consents).toEqual([]);

  const review = await reviewOf(core, "LOCAL SR-20417");
  expect(await decide(core, { reviewId: review.review_id, decision: "link", personId })).toEqual({
    outcome: "decided",
  });

  const record = await core.read(personId);
  expect(record?.values["treatment.engagement"]).toMatchObject([
    { originator: "solent-drug-services", value: "disengaged" },
  ]);
  expect(record?.consents).toMatchObject([
    { consentId: "CN-7001", takenBy: "solent-drug-services", withdrawnAt: null },
  ]);
  const outcomes = await core.owner`select outcome, person_id from core.event where agency_id = 'solent-drug-services'`;
  expect(new Set(outcomes.map(({ outcome, person_id }) => `${outcome} ${person_id}`))).toEqual(
    new Set([`applied ${personId}`]),
  );
  const [linked] = await core.owner`select kind, cause, actor from core.link_event where record_key = 'LOCAL SR-20417'`;
  expect(linked).toEqual({ kind: "linked", cause: "reviewed", actor: "iom-team/coord-01" });

  // From now on the service's own number of the client is enough.
  await core.takeIn(
    client("SR-20417", {}, "engagement.changed", { engagement: "partial", periodDays: 28 }, "2026-11-21T00:00:00Z"),
  );
  expect((await core.read(personId))?.values["treatment.engagement"]).toMatchObject([{ value: "partial" }]);

  await core.takeIn(consent("SR-20417", "CN-7001", "2026-06-08T10:00:00Z", "2026-11-18T14:25:00Z"));
  expect((await core.read(personId))?.consents).toMatchObject([
    { consentId: "CN-7001", withdrawnAt: "2026-11-18T14:25:00Z" },
  ]);
  const withdrawals = await core.owner`
    select person_id, detail from core.change_feed where kind = 'consent-withdrawn'`;
  expect(withdrawals).toEqual([
    {
      person_id: personId,
      detail: {
        consentId: "CN-7001",
        takenBy: "solent-drug-services",
        fields: ["treatment.engagement"],
        recipients: ["hampshire-police"],
      },
    },
  ]);
});

test("a review that was put off or sent on can still be decided, and keeps its events", async () => {
  await core.takeIn(tenancy("TEN-2/a", { firstName: "Sarah", lastName: "Ellerby", dateOfBirth: "1986-10-09" }));
  const { review_id: reviewId } = await reviewOf(core, "LOCAL TEN-2/a");
  expect(await decide(core, { reviewId, decision: "unsure" })).toEqual({ outcome: "decided" });
  expect(await decide(core, { reviewId, decision: "refer" })).toEqual({ outcome: "decided" });
  expect(await reviewOf(core, "LOCAL TEN-2/a")).toMatchObject({
    state: "referred",
    decided: { decision: "refer", by: COORDINATOR },
  });
  expect(await heldBy(core, reviewId)).toBe(1);
  expect(await decide(core, { reviewId, decision: "link", personId: await personOf(core, "X900006") })).toEqual({
    outcome: "decided",
  });
});
