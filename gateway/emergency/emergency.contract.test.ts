import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const HOUR_MS = 3_600_000;
const REASON = "He told his sister that he will kill himself tonight";
const NOBODY = "6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
const INSPECTOR = { actor: "insp-01", purpose: "emergency" };

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

type Who = { readonly actor: string; readonly purpose: string };
type Answer = Awaited<ReturnType<ReturnType<GatewayAtWork["client"]>["call"]>>;

const police = () => hub.client("hampshire-police");
const policeId = () => hub.idFor("hampshire-police", person);
const openFor = async (personId: string, who: Who = INSPECTOR, body: object = { reason: REASON }): Promise<Answer> =>
  police().call("POST", `/v1/people/${personId}/emergency-access`, { ...who, body });
const readAs = (personId: string, who: Who = INSPECTOR) => police().call("GET", `/v1/people/${personId}`, who);
const fieldsOf = ({ body }: Answer) => Object.keys((body as { fields?: object }).fields ?? {}).toSorted();

const entries = async () => {
  const rows = await hub.owner<{ entry: Buffer; detail: Buffer }[]>`
    select entry, detail from ledger.entry join ledger.entry_secret using (receipt_id) order by arrival desc limit 12`;
  return rows.map(({ entry, detail }) => ({
    ...JSON.parse(entry.toString("utf8")),
    detail: JSON.parse(detail.toString("utf8")),
  }));
};

const rolesRefused: readonly (readonly [string, Who, string])[] = [
  ["a lead officer, whom no emergency rule names", { ...INSPECTOR, actor: "HC3380" }, "actor-not-permitted"],
  ["a data protection officer", { ...INSPECTOR, actor: "dpo-police" }, "actor-not-permitted"],
  ["an actor nobody knows, who counts as a lead officer", { ...INSPECTOR, actor: "x-99" }, "actor-not-permitted"],
  ["an inspector for another purpose", { ...INSPECTOR, purpose: "iom-case-management" }, "purpose-not-permitted"],
];

describe("opening emergency access", () => {
  test.each(rolesRefused)("is refused to %s, and the refusal is logged", async (_, who, code) => {
    const answer = await openFor(await policeId(), who);
    expect(answer).toMatchObject({ status: 403, body: { code } });
    expect((await entries())[0]).toMatchObject({ kind: "access.refused", resource: "emergency-access" });
  });

  test.each([
    ["no reason", {}],
    ["a reason of 19 characters", { reason: "x".repeat(19) }],
    ["a reason of spaces", { reason: " ".repeat(40) }],
    ["a second person nobody knows", { reason: REASON, secondActor: "x-99" }],
    ["a second person of another agency", { reason: REASON, secondActor: "spo-01" }],
    ["oneself as the second person", { reason: REASON, secondActor: "insp-01" }],
  ])("is refused with %s", async (_, body) => {
    const answer = await openFor(await policeId(), INSPECTOR, body);
    expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  });

  test("is refused for what is no id", async () => {
    expect((await openFor("dana-marsh")).status).toBe(422);
  });

  test("answers until when it is open and when its review is due, and is logged without the person or the reason", async () => {
    const answer = await openFor(await policeId());
    const [entry] = await entries();

    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.any(String),
        openedAt: NOW.toISOString(),
        openUntil: "2026-11-21T13:00:00.000Z",
        reviewDueAt: "2026-11-23T12:00:00.000Z",
        receipt: { id: expect.any(String), logIndex: null },
      },
    });
    expect(entry).toMatchObject({
      kind: "policy.emergency-opened",
      agency: "hampshire-police",
      actor_ref: "insp-01",
      recipient: [],
      agreement: "solent-iom@1",
      detail: { personId: person, told: ["solent-housing", "solent-probation"], secondActor: null },
    });
    expect(JSON.stringify(entry)).not.toContain("sister");
  });

  test("tells nothing by its answer, its leaf or its review, whether the person is known, restricted or nobody", async () => {
    const restricted = await hub.addPerson({
      ...dana,
      accessRestriction: { excluded: ["hampshire-police"], restricted: [] },
    });
    const ids = [await policeId(), await hub.idFor("hampshire-police", restricted), NOBODY];
    const shapes: unknown[] = [];
    for (const id of ids) {
      const { status, headers, body } = await openFor(id);
      const [{ detail: _, ...leaf } = {}] = await entries();
      shapes.push({
        status,
        headers: Object.keys(headers),
        body: Object.keys(body as object),
        leaf: Object.keys(leaf),
      });
    }
    const { body } = await police().call("GET", "/v1/emergency-reviews", { actor: "dpo-police", purpose: "dpo-audit" });
    const { reviews: all } = body as { reviews: readonly { personId: string }[] };
    const reviews = all.filter(({ personId }) => ids.includes(personId));

    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    expect(new Set(reviews.map((review) => JSON.stringify({ ...review, id: "", personId: "" }))).size).toBe(1);
    expect(reviews).toHaveLength(3);
  });

  test("asked again under the same key opens nothing again", async () => {
    const id = await policeId();
    const headers = { "idempotency-key": '"0a2c8e0c-4d0e-4b51-9a55-0e3f0f2f3a10"' };
    const call = () =>
      police().call("POST", `/v1/people/${id}/emergency-access`, { ...INSPECTOR, body: { reason: REASON }, headers });
    const first = await call();
    const second = await call();

    expect(second.body).toEqual(first.body);
    const [row] = await hub.owner`select count(*)::int as openings from gateway.emergency_access where asked = ${id}`;
    expect(row).toEqual({ openings: 1 });
  });
});

describe("a reading under emergency access", () => {
  test("is refused while nothing was opened, by another actor, for another person, and once the window has closed", async () => {
    const id = await policeId();
    const other = await hub.idFor("hampshire-police", await hub.addPerson(dana));
    expect((await readAs(id)).status).toBe(403);
    await openFor(id);
    expect((await readAs(other)).status).toBe(403);
    expect((await readAs(id, { ...INSPECTOR, actor: "HC3380" })).status).toBe(403);
    hub.clock.set(new Date(NOW.getTime() + HOUR_MS));
    expect((await readAs(id)).status).toBe(403);
    expect((await entries())[0]).toMatchObject({ detail: { code: "EMERGENCY_WINDOW_CLOSED" } });
  });

  test("gives what the emergency rules give and nothing else, as an ordinary disclosure that names its opening", async () => {
    const id = await policeId();
    const { body } = await openFor(id);
    hub.clock.set(new Date(NOW.getTime() + HOUR_MS - 1));
    const answer = await readAs(id);
    const [entry] = await entries();

    expect(fieldsOf(answer)).toEqual(["housing.visitSafetyNote", "identity.firstName", "probation.roshLevel"]);
    expect(entry).toMatchObject({
      kind: "disclosure",
      purpose: "emergency",
      detail: { outlet: "people.read", personId: person, emergencyAccess: (body as { id: string }).id },
    });
  });

  test.each([
    ["restricted", { accessRestriction: { excluded: ["hampshire-police"], restricted: [] } }],
    ["sealed", { hubStop: "sealed" as const }],
  ])("never opens a person who is %s", async (_, stop) => {
    const id = await policeId();
    await openFor(id);
    await hub.changePerson(person, { ...dana, ...stop }, {});
    expect((await readAs(id)).status).toBe(404);
  });

  test("is counted whatever it was answered, and only within the window", async () => {
    const id = await policeId();
    const unknown = randomUUID();
    for (const asked of [id, unknown]) {
      await openFor(asked);
      await readAs(asked);
      await readAs(asked);
    }
    hub.clock.set(new Date(NOW.getTime() + HOUR_MS));
    await readAs(id);
    const counted = await hub.owner<{ asked: string; uses: number }[]>`
      select asked, uses from gateway.emergency_access where asked in (${id}, ${unknown})`;
    expect(counted.map(({ uses }) => uses)).toEqual([2, 2]);
  });
});
