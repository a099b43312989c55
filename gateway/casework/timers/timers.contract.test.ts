import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { PublishedTimer, TimerFact, TimerField } from "#schemas/published-timer.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";

let hub: GatewayAtWork;
let craig: string;

const rests = (field: TimerField, originator: string, isHeld = true): TimerFact => ({
  field,
  originator,
  itemKey: "",
  held: isHeld,
});

const STATE = rests("iom.lifecycleState", "iom-team");
const TIMERS: readonly PublishedTimer[] = [
  { timerId: "rag-review", kind: "rag-review", dueOn: "2026-11-21", lapsesOn: null, because: [STATE] },
  { timerId: "tag-ends", kind: "tag-ends", dueOn: "2026-11-30", lapsesOn: "2026-12-01", because: [STATE, tag()] },
  {
    timerId: "lead-officer-missing",
    kind: "lead-officer-missing",
    dueOn: "2026-12-02",
    lapsesOn: null,
    because: [STATE, rests("police.leadOfficer", "hampshire-police", false)],
  },
  {
    timerId: "supervisor-review",
    kind: "supervisor-review",
    dueOn: "2026-12-03",
    lapsesOn: null,
    because: [STATE, rests("iom.ragOverrideNote", "iom-team", false)],
  },
  {
    timerId: "transition-plan",
    kind: "transition-plan",
    dueOn: "2026-07-30",
    lapsesOn: "2026-11-21",
    because: [STATE],
  },
];

function tag(): TimerFact {
  return rests("tag.tagOrder", "em-provider");
}

beforeAll(async () => {
  hub = await startGatewayAtWork();
  craig = await hub.addPerson({
    values: {
      "iom.lifecycleState": held("iom-team", "active"),
      "tag.tagOrder": held("em-provider", { type: "gpsTrail", start: "2026-09-07", end: "2026-11-30" }),
    },
  });
  await keep(TIMERS);
});
afterAll(() => hub[Symbol.asyncDispose]());

const keep = (timers: readonly PublishedTimer[]) =>
  hub.owner`update core.person set timers = ${JSON.stringify(timers)}::text::jsonb where person_id = ${craig}`;

const ask = async (agencyId: string, actor: string, purpose = "iom-case-management") =>
  hub.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, craig)}/timers`, { actor, purpose });

const shown = async (agencyId: string, actor: string) =>
  ((await ask(agencyId, actor)).body as Exchanges["person-timers"]).timers.map(({ timerId }) => timerId);

test("each reader is told of what falls due as far as they may see all it rests on", async () => {
  expect({
    police: await shown("hampshire-police", "HC3380"),
    probation: await shown("solent-probation", "prac-01"),
    housing: await shown("solent-housing", "hous-01"),
    drugs: await shown("solent-drug-services", "drug-01"),
  }).toEqual({
    police: ["rag-review", "tag-ends", "lead-officer-missing", "supervisor-review"],
    probation: ["rag-review", "tag-ends", "lead-officer-missing", "supervisor-review"],
    housing: ["rag-review", "lead-officer-missing"],
    drugs: ["rag-review", "lead-officer-missing"],
  });
});

test("a timer says why it is due and what it rests on; the values stand beside it and their giving is logged", async () => {
  const { status, body } = await ask("solent-housing", "hous-01");
  const { timers, fields, receipt } = body as Exchanges["person-timers"];
  expect(status).toBe(200);
  expect(timers[0]).toEqual({
    timerId: "rag-review",
    kind: "rag-review",
    dueOn: "2026-11-21",
    isDue: true,
    why: "A colour is reviewed within the days the scheme sets for it.",
    because: [{ field: "iom.lifecycleState", source: "iom-team", held: true }],
  });
  expect(fields).toEqual({
    "iom.lifecycleState": { value: "active", form: "full", source: "iom-team", asOf: "2026-11-20T09:00:00Z" },
  });
  const logged = await hub.owner`select outlet, person_id from gateway.decision where receipt_id = ${receipt.id}`;
  expect([...logged]).toEqual([{ outlet: "people.timers", person_id: craig }]);
});

test("the values that are shown are the same whatever falls due, so that they tell of no timer that is not", async () => {
  const before = ((await ask("solent-housing", "hous-01")).body as Exchanges["person-timers"]).fields;
  await keep([]);
  const after = ((await ask("solent-housing", "hous-01")).body as Exchanges["person-timers"]).fields;
  await keep(TIMERS);
  expect(after).toEqual(before);
});

test("somebody unknown and somebody of whom nothing is shared are refused alike", async () => {
  const as = { actor: "hous-01", purpose: "iom-case-management" };
  const sealed = await hub.addPerson({
    values: { "iom.lifecycleState": held("iom-team", "active") },
    hubStop: "sealed",
  });
  const answers = [await hub.idFor("solent-housing", sealed), randomUUID(), craig].map((personId) =>
    hub.client("solent-housing").call("GET", `/v1/people/${personId}/timers`, as),
  );
  const [one, ...others] = (await Promise.all(answers)).map(({ status, body }) => ({
    status,
    body: { ...(body as object), request_id: "" },
  }));
  expect(one).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(others).toEqual([one, one]);
});

test("timers worked out from another version of the record are not given out", async () => {
  await hub.owner`
    create or replace view published.person_timers as
      select person_id, version + 1 as version, timers from core.person where state = 'active'`;
  const { status } = await ask("solent-housing", "hous-01");
  await hub.owner`
    create or replace view published.person_timers as
      select person_id, version, timers from core.person where state = 'active'`;
  expect(status).toBe(503);
});

test("who has the same value from somebody else knows what rests on it, and who has another does not", async () => {
  const order = [
    {
      originator: "solent-yot",
      value: { type: "YRO", start: "2026-03-11" },
      asOf: "2026-11-20T09:00:00Z",
      itemKey: "1",
    },
  ];
  const born = (...days: readonly string[]) => [
    ...held("solent-probation", "2009-02-25"),
    ...days.flatMap((day) => held("solent-yot", day)),
  ];
  const because = [
    rests("identity.dateOfBirth", "solent-probation"),
    { ...rests("youth.youthOrders", "solent-yot"), itemKey: "1" },
  ];
  const timers = [
    { timerId: "transfer-starts", kind: "transfer-starts", dueOn: "2026-08-25", lapsesOn: null, because },
  ];
  const told = async (...days: readonly string[]) => {
    const young = await hub.addPerson({
      values: { "identity.dateOfBirth": born(...days), "youth.youthOrders": order },
    });
    await hub.owner`update core.person set timers = ${JSON.stringify(timers)}::text::jsonb where person_id = ${young}`;
    const path = `/v1/people/${await hub.idFor("solent-yot", young)}/timers`;
    const as = { actor: "yot-01", purpose: "youth-transition" };
    const { body } = await hub.client("solent-yot").call("GET", path, as);
    return (body as Exchanges["person-timers"]).timers.map(({ timerId }) => timerId);
  };
  expect([await told(), await told("2009-02-24"), await told("2009-02-25")]).toEqual([[], [], ["transfer-starts"]]);
});
