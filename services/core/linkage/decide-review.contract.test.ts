import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgencyEvent, Identifier, PersonReference } from "#schemas/agency-event.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { eventOf, NOW, TEST_SCHEME } from "#test/made-up-events.ts";

let core: CoreAtWork;

const id = (type: Identifier["type"], value: string, valid = true): Identifier => ({ type, value, valid });
const COORDINATOR = { agencyId: "iom-team", actor: "coord-01" };
const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Kyle", "Brennan", "1994-02-03", "2011/9004567P", "X900002"),
    register("Liam", "Cartwright", "1998-07-21", "2015/9007001W", "X900003"),
    register("Luke", "Cartwright", "1998-07-21", "2016/9007402X", "X900004"),
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
    reviewId = (await reviewOf("LOCAL TEN-1/a")).review_id;
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
    expect(await decide(decision())).toMatchObject({ outcome: "refused", guard });
    expect((await reviewOf("LOCAL TEN-1/a")).state).toBe("open");
  });

  test("it was decided before, either way", async () => {
    expect(await decide({ reviewId, decision: "not-link" })).toEqual({ outcome: "decided" });
    expect(await decide({ reviewId, decision: "not-link" })).toMatchObject({ guard: "already-decided" });
    expect(await decide({ reviewId, decision: "link", personId: await personOf("X900009") })).toMatchObject({
      guard: "already-decided",
    });
  });
});

test("a review shows how the record compares and nothing of what it says", async () => {
  const personId = await personOf("X900001");
  await core.takeIn(tenancy("TEN-48101/a", { firstName: "Daniel", lastName: "Ashton", dateOfBirth: "1989-04-12" }));
  const [row] = await core.asGateway`
    select * from published.link_review where review_id = ${(await reviewOf("LOCAL TEN-48101/a")).review_id}`;
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
  const personId = await personOf("X900002");
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

  const review = await reviewOf("LOCAL SR-20417");
  expect(await decide({ reviewId: review.review_id, decision: "link", personId })).toEqual({ outcome: "decided" });

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

test("initials fit both twins; the name in a later file leaves one, and the review is the same", async () => {
  const [liam, luke] = [await personOf("X900003"), await personOf("X900004")];
  const initials = { initials: { first: "L", last: "C" }, dateOfBirth: "1998-07-21", sex: "M" } as const;
  await core.takeIn(client("SR-20433", initials, "engagement.changed", { engagement: "engaging", periodDays: 28 }));
  const first = await reviewOf("LOCAL SR-20433");
  expect(candidates(first).sort()).toEqual([liam, luke].sort());

  const named = { firstName: "Luke", lastName: "Cartwright", dateOfBirth: "1998-07-21", sex: "M" } as const;
  await core.takeIn(client("SR-20433", named, "keyworker.assigned", { name: "Mel Hargreaves" }));
  const second = await reviewOf("LOCAL SR-20433");
  expect(second.review_id).toBe(first.review_id);
  expect(candidates(second)).toEqual([luke]);
  expect(await heldBy(second.review_id)).toBe(2);
});

test("a record that a later file shows to be nobody is forgotten with all that waited", async () => {
  const initials = { initials: { first: "D", last: "A" }, dateOfBirth: "1989-12-04", sex: "M" } as const;
  await core.takeIn(client("SR-20450", initials, "engagement.changed", { engagement: "engaging", periodDays: 28 }));
  expect(candidates(await reviewOf("LOCAL SR-20450"))).toEqual([await personOf("X900001")]);
  const damon = { firstName: "Damon", lastName: "Aldous", dateOfBirth: "1989-12-04", sex: "M" } as const;
  await core.takeIn(client("SR-20450", damon, "keyworker.assigned", { name: "Mel Hargreaves" }));
  const review = await reviewOf("LOCAL SR-20450");
  expect(review).toMatchObject({ state: "no-candidate", evidence: null, candidates: [], evidence_digests: [] });
  expect(await heldBy(review.review_id)).toBe(0);
});

test("what was refused is not asked again, until the record says something new", async () => {
  const initials = { initials: { first: "D", last: "A" }, dateOfBirth: "1989-12-04", sex: "M" } as const;
  const said = (change: object = {}) =>
    client("SR-30000", { ...initials, ...change }, "engagement.changed", { engagement: "engaging", periodDays: 28 });
  await core.takeIn(said());
  const { review_id: reviewId } = await reviewOf("LOCAL SR-30000");
  await decide({ reviewId, decision: "not-link" });
  expect(await reviewOf("LOCAL SR-30000")).toMatchObject({ state: "not-linked", evidence: null });
  expect(await everythingStored()).not.toMatch(/SR-30000|1989-12-04/);

  await core.takeIn(said());
  expect(await reviewOf("LOCAL SR-30000")).toMatchObject({ state: "not-linked" });
  expect(await heldBy(reviewId)).toBe(0);

  await core.takeIn(said({ firstName: "Danny", lastName: "Ashdown" }));
  expect(await reviewOf("LOCAL SR-30000")).toMatchObject({ review_id: reviewId, state: "open" });
});

test("a review that was put off or sent on can still be decided, and keeps its events", async () => {
  await core.takeIn(tenancy("TEN-2/a", { firstName: "Sarah", lastName: "Ellerby", dateOfBirth: "1986-10-09" }));
  const { review_id: reviewId } = await reviewOf("LOCAL TEN-2/a");
  expect(await decide({ reviewId, decision: "unsure" })).toEqual({ outcome: "decided" });
  expect(await decide({ reviewId, decision: "refer" })).toEqual({ outcome: "decided" });
  expect(await reviewOf("LOCAL TEN-2/a")).toMatchObject({
    state: "referred",
    decided: { decision: "refer", by: COORDINATOR },
  });
  expect(await heldBy(reviewId)).toBe(1);
  expect(await decide({ reviewId, decision: "link", personId: await personOf("X900006") })).toEqual({
    outcome: "decided",
  });
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
  const review = await reviewOf("LOCAL YP-3");
  expect(review.state).toBe("open");
  await core.takeIn(visit([id("PNC", "2015/9007001W")]));
  expect(await reviewOf("LOCAL YP-3")).toMatchObject({ state: "linked", person_id: await personOf("X900003") });
  expect(await heldBy(review.review_id)).toBe(0);
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
  expect(await outcomeOf(bare)).toBe("applied");

  await core.takeIn(visit({ ...peter, identifiers: [id("PNC", "2019/1234567J")] }));
  const review = await reviewOf("LOCAL YP-9");
  expect(review).toMatchObject({ state: "open", reason: "STRONG_IDS_CONFLICT" });
  expect(await decide({ reviewId: review.review_id, decision: "not-link" })).toEqual({ outcome: "decided" });
  const afterwards = visit({ identifiers: [], middleNames: "Alan" });
  await core.takeIn(afterwards);
  expect(await outcomeOf(afterwards)).toBe("discarded");
});

test("a restriction is published in the transaction that sets it, and one that cannot be read keeps everybody out", async () => {
  const personId = await personOf("X900006");
  const restrict = (excluded: readonly string[], time: string) =>
    eventOf({
      type: "probation.access-restriction.changed",
      agency: "solent-probation",
      person: { identifiers: [id("CRN", "X900006")] },
      time,
      payload: { excluded, restricted: [], readable: true },
    });
  await core.takeIn(restrict(["J.Marsh@probation.example"], "2026-11-19T14:02:11Z"));
  expect((await core.read(personId))?.accessRestriction).toEqual({
    excluded: ["j.marsh@probation.example"],
    restricted: [],
  });
  const feed =
    await core.owner`select kind from core.change_feed where person_id = ${personId} and kind = 'access-restricted'`;
  expect(feed).toHaveLength(1);

  await core.takeIn(restrict(["somebody@else.example"], "2026-11-20T00:00:00Z"));
  expect((await core.read(personId))?.accessRestriction).toBe("unreadable");
  await core.takeIn(restrict([], "2026-11-21T00:00:00Z"));
  expect((await core.read(personId))?.accessRestriction).toBeNull();
});

type ReviewRow = { review_id: string; state: string; candidates: { personId: string }[] };

async function reviewOf(recordKey: string): Promise<ReviewRow> {
  const [row] = await core.owner<ReviewRow[]>`
    select r.* from core.link_review r
    where exists (select from unnest(${TEST_SCHEME.agencies.map(({ agencyId }) => agencyId)}::text[]) as a(id)
      where r.record_digest = core.record_digest(a.id, ${recordKey}))`;
  if (row === undefined) {
    throw new Error(`there is no review of ${recordKey}`);
  }
  return row;
}

function candidates(review: ReviewRow): string[] {
  return review.candidates.map(({ personId }) => personId);
}

async function outcomeOf({ id: eventId }: AgencyEvent): Promise<unknown> {
  const [row] = await core.owner`select outcome from core.event where event_id = ${eventId}`;
  return row?.["outcome"];
}

async function everythingStored(): Promise<string> {
  const tables = await core.owner<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('core', 'ledger') and table_type = 'BASE TABLE'`;
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await core.owner.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`);
      return rows.map(({ text }) => text).join("\n");
    }),
  );
  return texts.join("\n");
}

async function heldBy(reviewId: string): Promise<number> {
  return (await core.owner`select 1 from core.event where review_id = ${reviewId} and outcome = 'held'`).length;
}

function decide(decision: Readonly<Record<string, unknown>>): Promise<unknown> {
  return core.command("core.link-review.decide", { reason: "Compared by hand.", decidedBy: COORDINATOR, ...decision });
}

async function personOf(crn: string): Promise<string> {
  const personId = await core.personBy("CRN", crn);
  if (personId === null) {
    throw new Error(`nobody holds ${crn}`);
  }
  return personId;
}

function register(firstName: string, lastName: string, dateOfBirth: string, pnc: string, crn: string): AgencyEvent {
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: { identifiers: [id("PNC", pnc), id("CRN", crn)], firstName, lastName, dateOfBirth },
    payload: { cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-11-17" },
  });
}

function tenancy(localId: string, person: Omit<PersonReference, "identifiers">): AgencyEvent {
  return eventOf({
    type: "housing.tenancy.started",
    agency: "solent-housing",
    person: { identifiers: [id("LOCAL", localId)], ...person },
    payload: { tenancyRef: localId, accommodationType: "social", start: "2026-09-07" },
  });
}

function client(
  localId: string,
  person: Omit<PersonReference, "identifiers">,
  event: string,
  payload: Readonly<Record<string, unknown>>,
  time = NOW,
): AgencyEvent {
  return eventOf({
    type: `drug-services.${event}`,
    agency: "solent-drug-services",
    person: { identifiers: [id("LOCAL", localId)], ...person },
    payload,
    time,
  });
}

function consent(localId: string, consentId: string, capturedAt: string, withdrawnAt?: string): AgencyEvent {
  const said = {
    consentId,
    capturedAt,
    method: "signed",
    fields: ["treatment.engagement"],
    recipients: ["hampshire-police"],
    purposes: ["iom-case-management"],
    validFrom: capturedAt,
  };
  return withdrawnAt === undefined
    ? client(localId, {}, "consent.given", said, capturedAt)
    : client(localId, {}, "consent.withdrawn", { ...said, withdrawnAt }, withdrawnAt);
}
