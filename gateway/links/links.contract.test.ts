import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const AS_COORDINATOR = { actor: "coord-01", purpose: "iom-case-management" };
const REVIEW = randomUUID();
const ONLY_HIDDEN = randomUUID();

let hub: GatewayAtWork;
let luke: string;
let hidden: string;
const asked: Record<string, unknown>[] = [];
let answer: Record<string, unknown> = { outcome: "decided" };

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const values = { "identity.firstName": held("hampshire-police", "Luke") };
  luke = await hub.addPerson({ values });
  hidden = await hub.addPerson({ values, accessRestriction: { excluded: ["iom-team"], restricted: [] } });
  const comparison = { firstName: "same", lastName: "similar", dateOfBirth: "same" };
  await addReview(REVIEW, [
    { personId: luke, comparison, weight: 11.5 },
    { personId: hidden, comparison, weight: 11.5 },
  ]);
  await addReview(ONLY_HIDDEN, [{ personId: hidden, comparison, weight: 3 }]);
  hub.coreBus.subscribe("core.link-review.decide", {
    callback: (_error, message) => {
      asked.push(message.json());
      message.respond(JSON.stringify(answer));
    },
  });
  await hub.coreBus.flush();
});
afterAll(() => hub[Symbol.asyncDispose]());

const addReview = (reviewId: string, candidates: unknown) => hub.owner`
  insert into core.link_review
    (review_id, agency_id, agency_type, record_digest, record_key, state, reason, evidence, evidence_salt, candidates, created_at, updated_at)
  values (${reviewId}, 'solent-drug-services', 'drug-services', ${reviewId}, ${reviewId}, 'open', 'NAMES_AGREE', '{"firstName":"Secret"}', 'x',
    ${JSON.stringify(candidates)}::text::jsonb, ${NOW}, ${NOW})`;

const decide = (body: unknown, who = AS_COORDINATOR, more: object = {}) =>
  hub.client("iom-team").call("POST", `/v1/links/reviews/${REVIEW}/decision`, { ...who, body, ...more });

test.each([
  ["iom-team", "sgt-01"],
  ["iom-team", "stranger"],
  ["hampshire-police", "insp-01"],
])("%s %s is no coordinator and sees no review", async (agencyId, actor) => {
  const list = await hub.client(agencyId).call("GET", "/v1/links/reviews", { ...AS_COORDINATOR, actor });
  expect(list).toMatchObject({ status: 403, body: { code: "actor-not-permitted" } });
});

test("a review shows how a record compares: not what it says, nor who sent it, nor anybody the coordinator is kept from", async () => {
  const list = await hub.client("iom-team").call("GET", "/v1/links/reviews", AS_COORDINATOR);
  const { reviews } = list.body as Exchanges["link-reviews"];
  expect(reviews).toEqual([
    {
      reviewId: REVIEW,
      state: "open",
      createdAt: NOW.toISOString(),
      candidates: [
        {
          personId: await hub.idFor("iom-team", luke),
          comparison: { firstName: "same", lastName: "similar", dateOfBirth: "same" },
          weight: 11.5,
        },
      ],
    },
  ]);
  expect(JSON.stringify(list.body)).not.toMatch(/Secret|drug/);
});

test("that a candidate is shown is a decision on them, kept under the receipt of the looking", async () => {
  await hub.owner`delete from gateway.decision`;
  await hub.client("iom-team").call("GET", "/v1/links/reviews", AS_COORDINATOR);
  const rows = await hub.owner`
    select decision.person_id, outlet, given, basis.basis -> 'cells' -> 0 ->> 'field' as first_held
    from gateway.decision join gateway.decision_basis as basis on basis.digest = decision.basis
      join ledger.entry using (receipt_id)`;
  expect([...rows]).toEqual([
    { person_id: luke, outlet: "links.reviews", given: {}, first_held: "identity.firstName" },
  ]);
});

test.each([
  ["a link without a person", { decision: "link", reason: "Names and date agree." }],
  ["a person without a link", { decision: "not-link", personId: randomUUID(), reason: "Nobody we know of." }],
  ["no reason", { decision: "not-link" }],
  ["a move there is not", { decision: "maybe", reason: "Names and date agree." }],
])("%s is refused before the core hears of it", async (_what, body) => {
  const before = asked.length;
  expect(await decide(body)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  expect(asked).toHaveLength(before);
});

test("a link to somebody the agency has no id of is refused like any unknown", async () => {
  const body = { decision: "link", personId: luke, reason: "The hub's own id is not ours." };
  expect(await decide(body)).toMatchObject({ status: 404, body: { code: "not-found" } });
});

test("a coordinator links to nobody whom they are kept away from, and is told no more than of nobody", async () => {
  const before = asked.length;
  const known = await hub.idFor("iom-team", hidden);
  const answers = [known, randomUUID()].map((personId) =>
    decide({ decision: "link", personId, reason: "Both names and the date of birth agree." }),
  );
  const [ofHidden, ofNobody] = (await Promise.all(answers)).map(({ status, body }) => ({
    status,
    body: { ...(body as object), request_id: "" },
  }));
  expect(ofHidden).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(ofHidden).toEqual(ofNobody);
  expect(asked).toHaveLength(before);
});

test("a review of nobody but people whom the coordinator is kept away from is as unknown as none", async () => {
  const before = asked.length;
  const body = { decision: "unsure", reason: "Not enough to go by." };
  const answers = [ONLY_HIDDEN, randomUUID()].map((reviewId) =>
    hub.client("iom-team").call("POST", `/v1/links/reviews/${reviewId}/decision`, { ...AS_COORDINATOR, body }),
  );
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404]);
  expect(asked).toHaveLength(before);
});

test("reviews that are not shown make the list no shorter", async () => {
  const candidates = [{ personId: hidden, comparison: { firstName: "same" }, weight: 1 }];
  await hub.owner`
    insert into core.link_review
      (review_id, agency_id, agency_type, record_digest, record_key, state, reason, evidence, evidence_salt, candidates, created_at, updated_at)
    select id, 'solent-housing', 'housing', id, id, 'open', 'NAMES_AGREE', '{}', 'x', ${JSON.stringify(candidates)}::text::jsonb,
      ${new Date(NOW.getTime() - 60_000)}::timestamptz, ${NOW}::timestamptz
    from (select gen_random_uuid() as id from generate_series(1, 450)) as made`;
  const list = await hub.client("iom-team").call("GET", "/v1/links/reviews", AS_COORDINATOR);
  expect((list.body as Exchanges["link-reviews"]).reviews.map(({ reviewId }) => reviewId)).toEqual([REVIEW]);
});

test("a move the core refuses is 409 with its guard", async () => {
  answer = { outcome: "refused", guard: "review-is-open", message: "It was decided before." };
  const refused = await decide({ decision: "not-link", reason: "Nobody we know of." });
  answer = { outcome: "decided" };
  expect(refused).toMatchObject({ status: 409, body: { code: "move-not-allowed", guard: "review-is-open" } });
});

test("a decision reaches the core in the coordinator's name, once for one key", async () => {
  const before = asked.length;
  const body = {
    decision: "link",
    personId: await hub.idFor("iom-team", luke),
    reason: "Both names and the date of birth agree.",
  };
  const more = { idempotencyKey: randomUUID() };
  expect(await decide(body, AS_COORDINATOR, more)).toMatchObject({ status: 200, body: { outcome: "decided" } });
  expect((await decide(body, AS_COORDINATOR, more)).status).toBe(200);
  expect(asked.slice(before)).toEqual([
    {
      reviewId: REVIEW,
      decision: "link",
      personId: luke,
      reason: body.reason,
      decidedBy: { agencyId: "iom-team", actor: "coord-01" },
    },
  ]);
});
