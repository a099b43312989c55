import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const HOUR_MS = 3_600_000;
const REASON = "He told his sister that he will kill himself tonight";
const INSPECTOR = { actor: "insp-01", purpose: "emergency" };
const AUDIT = "dpo-audit";
const DPO = { actor: "dpo-police", purpose: AUDIT };

const dana = {
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "probation.roshLevel": held("solent-probation", "veryHigh"),
    "housing.visitSafetyNote": held("solent-housing", "Two dogs at the back"),
    "housing.tenancyStart": held("solent-housing", "2026-01-05"),
  },
};

let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(async () => {
  hub.clock.set(NOW);
  person = await hub.addPerson(dana);
});

const police = () => hub.client("hampshire-police");
const policeId = () => hub.idFor("hampshire-police", person);
const openFor = async (personId: string, body: object = { reason: REASON }) =>
  police().call("POST", `/v1/people/${personId}/emergency-access`, { ...INSPECTOR, body });
const readAs = (personId: string) => police().call("GET", `/v1/people/${personId}`, INSPECTOR);
const newestEntry = async () => {
  const [row] = await hub.owner<{ entry: Buffer; detail: Buffer }[]>`
    select entry, detail from ledger.entry join ledger.entry_secret using (receipt_id) order by arrival desc limit 1`;
  const { entry, detail } = row ?? { entry: Buffer.from("{}"), detail: Buffer.from("{}") };
  return { ...JSON.parse(entry.toString("utf8")), detail: JSON.parse(detail.toString("utf8")) };
};

type Review = { readonly id: string; readonly personId: string; readonly openings: number; readonly overdue: boolean };

const listReviews = async (who = DPO): Promise<readonly Review[]> => {
  const { body } = await police().call("GET", "/v1/emergency-reviews", who);
  return (body as { reviews: readonly Review[] }).reviews;
};
const answerReview = (id: string, who: typeof DPO, agencyId = "hampshire-police") =>
  hub.client(agencyId).call("POST", `/v1/emergency-reviews/${id}/answer`, {
    ...who,
    body: { outcome: "justified", note: "The threat was real, he was found in time" },
  });
const openedId = async () => ((await openFor(await policeId())).body as { id: string }).id;

describe("the review that an opening owes", () => {
  test.each([
    ["a lead officer", { actor: "HC3380", purpose: "emergency" }, "actor-not-permitted"],
    ["an actor nobody knows", { actor: "x-99", purpose: "emergency" }, "actor-not-permitted"],
    ["a data protection officer for another purpose", { ...DPO, purpose: "evaluation" }, "purpose-not-permitted"],
  ])("is not shown to %s", async (_, who, code) => {
    expect(await police().call("GET", "/v1/emergency-reviews", who)).toMatchObject({ status: 403, body: { code } });
    expect((await answerReview(await openedId(), who)).status).toBe(403);
  });

  test("is closed by nobody who took part, by nobody of another agency, and once only", async () => {
    const body = { reason: REASON, secondActor: "dpo-police" };
    const { body: opened } = await openFor(await policeId(), body);
    const { id } = opened as { id: string };
    const tookPart = { status: 409, body: { code: "move-not-allowed", guard: "reviewer-took-part" } };
    expect(await answerReview(id, INSPECTOR)).toMatchObject(tookPart);
    expect(await answerReview(id, DPO)).toMatchObject(tookPart);
    const stranger = { actor: "dpo-probation", purpose: AUDIT };
    expect((await answerReview(id, stranger, "solent-probation")).status).toBe(404);

    const other = await openedId();
    expect(await answerReview(other, DPO)).toMatchObject({ status: 200, body: { id: other, outcome: "justified" } });
    expect(await answerReview(other, DPO)).toMatchObject({ status: 409, body: { guard: "already-answered" } });
    expect((await listReviews()).map((review) => review.id)).not.toContain(other);
  });

  test("says who, whom, why, how often, and that it is overdue; its answer is in the log", async () => {
    const id = await openedId();
    await openedId();
    await readAs(await policeId());
    hub.clock.set(new Date(NOW.getTime() + 48 * HOUR_MS));
    const review = (await listReviews()).find((one) => one.id === id);
    await answerReview(id, DPO);

    expect(review).toEqual({
      id,
      personId: await policeId(),
      actor: "insp-01",
      secondActor: null,
      reason: REASON,
      agreement: "solent-iom@1",
      openedAt: NOW.toISOString(),
      openUntil: "2026-11-21T13:00:00.000Z",
      uses: expect.any(Number),
      openings: 2,
      dueAt: "2026-11-23T12:00:00.000Z",
      overdue: true,
    });
    expect(await newestEntry()).toMatchObject({
      kind: "policy.emergency-reviewed",
      actor_ref: "dpo-police",
      detail: { accessId: id, outcome: "justified" },
    });
  });
});

describe("those whose data it lets out", () => {
  const noticesOf = async (agencyId: string, actor: string) => {
    const { body } = await hub.client(agencyId).call("GET", "/v1/emergency-notices", { actor, purpose: AUDIT });
    const personId = await hub.idFor(agencyId, person);
    return (body as { notices: readonly { personId: string }[] }).notices.filter((one) => one.personId === personId);
  };

  test("are told at once, by their own id of the person, without value or reason", async () => {
    await openFor(await policeId());
    const notice = {
      personId: await hub.idFor("solent-housing", person),
      agency: "hampshire-police",
      agreement: "solent-iom@1",
      openedAt: NOW.toISOString(),
      openUntil: "2026-11-21T13:00:00.000Z",
    };
    expect(await noticesOf("solent-housing", "dpo-housing")).toEqual([notice]);
    expect(await noticesOf("solent-probation", "spo-01")).toHaveLength(1);
    expect(await noticesOf("hampshire-police", "dpo-police")).toEqual([]);
    expect(await noticesOf("solent-drug-services", "dpo-drugs")).toEqual([]);
  });

  test("are not told of a person they are kept from, also when that happens afterwards", async () => {
    const accessRestriction = { excluded: ["solent-housing"], restricted: [] };
    await openFor(await policeId());
    await hub.changePerson(person, { ...dana, accessRestriction }, {});
    expect(await noticesOf("solent-housing", "dpo-housing")).toEqual([]);
  });

  test("include an agency that gave its value after the opening, once it is read", async () => {
    const { "housing.visitSafetyNote": note, "housing.tenancyStart": _, ...before } = dana.values;
    await hub.changePerson(person, { values: before }, {});
    await openFor(await policeId());
    expect(await noticesOf("solent-housing", "dpo-housing")).toEqual([]);
    await hub.changePerson(person, { values: { ...before, "housing.visitSafetyNote": note } }, {});
    await readAs(await policeId());
    expect(await noticesOf("solent-housing", "dpo-housing")).toHaveLength(1);
  });
});
