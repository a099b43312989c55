import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const PURPOSE = "iom-case-management";
const LEAD = { actor: "HC3380", purpose: PURPOSE };
const SERGEANT = { actor: "sgt-01", purpose: PURPOSE };
const DONE = {
  outcome: "done",
  at: NOW.toISOString(),
  assessmentId: randomUUID(),
  reviewId: randomUUID(),
  colour: "amber",
};

let hub: GatewayAtWork;
let dana: string;
let hidden: string;
let answer: Record<string, unknown> = DONE;
const asked: { readonly subject: string; readonly body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const values = {
    "identity.firstName": held("hampshire-police", "Dana"),
    "iom.ragStatus": held("iom-team", "amber"),
    "iom.ragSetAt": held("iom-team", "2026-11-10T00:00:00.000Z"),
  };
  dana = await hub.addPerson({ values });
  hidden = await hub.addPerson({
    values,
    accessRestriction: { excluded: ["hampshire-police", "iom-team"], restricted: [] },
  });
  for (const subject of ["core.casework.assess-rag", "core.casework.review-supervision"]) {
    hub.coreBus.subscribe(subject, {
      callback: (_error, message) => {
        asked.push({ subject, body: message.json() });
        message.respond(JSON.stringify(answer));
      },
    });
  }
  await hub.coreBus.flush();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(() => {
  answer = DONE;
  asked.length = 0;
});

const police = (method: string, path: string, options: object) =>
  hub.client("hampshire-police").call(method, path, { ...LEAD, ...options });
const idOf = (personId: string) => hub.idFor("hampshire-police", personId);

async function view(): Promise<string> {
  const { body } = await police("GET", `/v1/people/${await idOf(dana)}/rag`, {});
  return (body as Exchanges["rag-view"]).view;
}

async function assess(more: object = {}, options: object = {}) {
  const body = { colour: "red", view: await view(), reason: "Seen in the meeting.", ...more };
  return police("POST", `/v1/people/${await idOf(dana)}/rag-assessments`, { body, ...options });
}

describe("an assessment", () => {
  test("goes to the core in the officer's name, once for one key, and is answered with when to look again", async () => {
    const idempotencyKey = randomUUID();
    const body = { colour: "red", view: await view(), reason: "Seen in the meeting.", occupation: "training" };
    const path = `/v1/people/${await idOf(dana)}/rag-assessments`;
    const first = await police("POST", path, { body, idempotencyKey });
    const again = await police("POST", path, { body, idempotencyKey });
    const { assessmentId, at: setAt } = DONE;
    expect([first.status, first.body]).toEqual([200, { assessmentId, setAt, reviewDueOn: "2026-11-28" }]);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(asked).toEqual([
      {
        subject: "core.casework.assess-rag",
        body: {
          personId: dana,
          colour: "red",
          suggestionId: null,
          reason: body.reason,
          occupation: "training",
          decidedBy: { agencyId: "hampshire-police", actor: "HC3380", role: "leadOfficer" },
        },
      },
    ]);
  });

  test("on a view that is no longer so is refused before the core hears of it", async () => {
    const before = await view();
    await hub.changePerson(
      dana,
      {
        values: {
          "iom.ragStatus": held("iom-team", "green"),
          "iom.ragSetAt": held("iom-team", "2026-11-20T00:00:00.000Z"),
        },
      },
      { fields: ["iom.ragStatus"] },
    );
    expect(await assess({ view: before })).toMatchObject({
      status: 409,
      body: { code: "move-not-allowed", guard: "changed-meanwhile" },
    });
    expect(asked).toHaveLength(0);
  });

  test("that the core refuses is 409 with its guard and the way out", async () => {
    answer = { outcome: "refused", guard: "reason-missing", message: "A colour that differs needs a reason." };
    expect(await assess()).toMatchObject({
      status: 409,
      body: { code: "move-not-allowed", guard: "reason-missing", hint: "A colour that differs needs a reason." },
    });
  });

  test.each([
    ["a colour that there is not", { colour: "blue" }],
    ["a reason of two letters", { reason: "No" }],
    ["a member nobody knows", { suggestionId: 7 }],
  ])("with %s is refused with its place", async (_what, more) => {
    expect(await assess(more)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
    expect(asked).toHaveLength(0);
  });
});

test.each([
  ["solent-housing", "hous-01", "rag-assessments", { colour: "red", view: "none" }],
  ["solent-probation", "prac-01", "rag-assessments", { colour: "red", view: "none" }],
  ["hampshire-police", "HC3380", "reviews", { outcome: "commensurate" }],
  ["hampshire-police", "stranger", "rag-assessments", { colour: "red", view: "none" }],
])("%s %s may not make the move %s", async (agencyId, actor, path, body) => {
  const id = await hub.idFor(agencyId, dana);
  const refused = await hub
    .client(agencyId)
    .call("POST", `/v1/people/${id}/${path}`, { actor, purpose: PURPOSE, body });
  expect(refused).toMatchObject({ status: 403, body: { code: "actor-not-permitted" } });
  expect(asked).toHaveLength(0);
});

test.each([
  ["GET", "rag", LEAD, "hampshire-police", undefined],
  ["POST", "rag-assessments", LEAD, "hampshire-police", { colour: "red", view: "none" }],
  ["POST", "reviews", SERGEANT, "iom-team", { outcome: "commensurate" }],
])("%s %s of somebody withheld is answered as of nobody", async (method, path, who, agencyId, body) => {
  const ask = async (id: string) => {
    const options = body === undefined ? who : { ...who, body };
    const { status, body: said } = await hub.client(agencyId).call(method, `/v1/people/${id}/${path}`, options);
    return { status, body: { ...(said as object), request_id: "" } };
  };
  const withheld = await ask(await hub.idFor(agencyId, hidden));
  expect(withheld).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(await ask(randomUUID())).toEqual(withheld);
  expect(asked).toHaveLength(0);
});

test("a supervisor's review goes to the core and is answered with when the next is due by the colour", async () => {
  const id = await hub.idFor("iom-team", dana);
  const body = { outcome: "underManaged", note: "Two visits a week." };
  const { status, body: said } = await hub
    .client("iom-team")
    .call("POST", `/v1/people/${id}/reviews`, { ...SERGEANT, body });
  expect([status, said]).toEqual([200, { reviewId: DONE.reviewId, reviewedAt: DONE.at, nextDueOn: "2026-12-19" }]);
  const decidedBy = { agencyId: "iom-team", actor: "sgt-01", role: "iomSergeant" };
  expect(asked).toEqual([
    { subject: "core.casework.review-supervision", body: { personId: dana, ...body, decidedBy } },
  ]);
});
