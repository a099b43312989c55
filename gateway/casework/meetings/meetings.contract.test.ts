import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const CASE = "iom-case-management";
const CHAIR = { actor: "insp-01", purpose: CASE };
const MEETING = randomUUID();
const [CRAIG_ITEM, SARAH_ITEM] = [randomUUID(), randomUUID()];

let hub: GatewayAtWork;
let craig: string;
let sarah: string;
const asked: { readonly subject: string; readonly body: Record<string, unknown> }[] = [];
let answer: Record<string, unknown> = { outcome: "done", meetingId: MEETING, items: [CRAIG_ITEM] };

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const values = (name: string) => ({
    "identity.firstName": held("hampshire-police", name),
    "iom.lifecycleState": held("iom-team", "active"),
    "iom.ragStatus": held("iom-team", "red"),
  });
  craig = await hub.addPerson({ values: values("Craig") });
  sarah = await hub.addPerson({
    values: values("Sarah"),
    accessRestriction: { excluded: ["solent-housing", "a.inspector@police.example"], restricted: [] },
  });
  const tag = { timerId: "tag-ends", kind: "tag-ends", dueOn: "2026-11-20", lapsesOn: null };
  const because = [{ field: "tag.tagOrder", originator: "em-provider", itemKey: "", held: false }];
  await hub.owner`
    update core.person set timers = ${JSON.stringify([{ ...tag, because }])}::text::jsonb where person_id = ${craig}`;
  await hub.owner`
    insert into core.meeting (meeting_id, kind, starts_at, london_day, state, created_at)
    values (${MEETING}, 'map', ${NOW}, '2026-11-21', 'open', ${NOW})`;
  await hub.owner`
    insert into core.meeting_item (item_id, meeting_id, place, person_id, because) values
      (${CRAIG_ITEM}, ${MEETING}, 0, ${craig}, array['colour:red', 'due:tag-ends']),
      (${SARAH_ITEM}, ${MEETING}, 1, ${sarah}, array['colour:red'])`;
  for (const [agencyId, actor] of [
    ["hampshire-police", "insp-01"],
    ["hampshire-police", "HC3380"],
    ["solent-housing", "hous-01"],
  ]) {
    await hub.owner`
      insert into core.meeting_attendance (meeting_id, agency_id, actor, role, noted_at)
      values (${MEETING}, ${agencyId ?? ""}, ${actor ?? ""}, 'x', ${NOW})`;
  }
  hub.coreBus.subscribe("core.casework.>", {
    callback: (_error, message) => {
      asked.push({ subject: message.subject, body: message.json() });
      message.respond(JSON.stringify(answer));
    },
  });
  await hub.coreBus.flush();
});
afterAll(() => hub[Symbol.asyncDispose]());

beforeEach(() => {
  asked.length = 0;
  answer = { outcome: "done", meetingId: MEETING, items: [CRAIG_ITEM] };
});

const read = (agencyId: string, actor: string, id = MEETING) =>
  hub.client(agencyId).call("GET", `/v1/meetings/${id}`, { actor, purpose: CASE });
const packOf = async (agencyId: string, actor: string) =>
  (await read(agencyId, actor)).body as Exchanges["meeting-pack"];
const about = async (personId: string, more: object = {}) => ({
  ...DECISION,
  personId: await hub.idFor("hampshire-police", personId),
  ...more,
});
const post = (step: string, body: object, who: object = CHAIR, agencyId = "hampshire-police") =>
  hub.client(agencyId).call("POST", `/v1/meetings/${MEETING}/${step}`, { ...CHAIR, ...who, body });

test("each attendee's pack holds whom and what they may see, and counts nobody else", async () => {
  const shown = async (agencyId: string, actor: string) =>
    (await packOf(agencyId, actor)).items.map(({ because, fields }) => [
      fields["identity.firstName"]?.value,
      because,
      Object.keys(fields).sort(),
    ]);
  const all = ["identity.firstName", "iom.lifecycleState", "iom.ragStatus"];
  expect(await shown("hampshire-police", "HC3380")).toEqual([
    ["Craig", ["colour:red", "due:tag-ends"], all],
    ["Sarah", ["colour:red"], all],
  ]);
  expect(await shown("solent-housing", "hous-01")).toEqual([["Craig", ["colour:red"], all]]);
});

test("a pack has a number, and every line of it is a disclosure with a number of its own", async () => {
  const { items, receipt } = await packOf("hampshire-police", "HC3380");
  const numbers = [receipt.id, ...items.map((item) => item.receipt.id)];
  expect(new Set(numbers).size).toBe(3);
  const logged = await hub.owner`
    select outlet from gateway.decision where receipt_id = any(${numbers}::uuid[])`;
  expect(logged.map(({ outlet }) => outlet)).toEqual(["meetings.pack", "meetings.pack"]);
  expect(await hub.owner`select 1 from ledger.entry where receipt_id = any(${numbers}::uuid[])`).toHaveLength(3);
  expect(JSON.stringify(items)).not.toContain(craig);
  expect(items[0]?.personId).toBe(await hub.idFor("hampshire-police", craig));
});

test("who is not at the meeting is told no more than of a meeting that there is not", async () => {
  const answers = [await read("solent-probation", "prac-01"), await read("solent-probation", "prac-01", randomUUID())];
  const [other, none] = answers.map(({ status, body }) => ({ status, body: { ...(body as object), request_id: "" } }));
  expect(other).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(other).toEqual(none);
});

test("a guest sees the items that were named, until the time that was set", async () => {
  const until = new Date(NOW.getTime() + 3_600_000);
  await hub.owner`
    insert into core.meeting_attendance (meeting_id, agency_id, actor, role, guest_items, guest_until, noted_at)
    values (${MEETING}, 'iom-team', 'lead-01', 'x', ${[SARAH_ITEM]}::uuid[], ${until}, ${NOW})`;
  const seen = (await packOf("iom-team", "lead-01")).items.map(({ fields }) => fields["identity.firstName"]?.value);
  expect(seen).toEqual(["Sarah"]);
  hub.clock.set(until);
  const after = await read("iom-team", "lead-01");
  hub.clock.set(NOW);
  expect(after.status).toBe(404);
});

const DECISION = {
  rationale: "He missed two appointments.",
  positions: [{ agencyId: "hampshire-police", position: "agree" }],
  outcomes: { reoffending: "worse", safety: "same" },
};

test("a decision goes to the core in the name of the officer and the register's role", async () => {
  answer = { outcome: "done", meetingId: MEETING, decisionId: CRAIG_ITEM, at: NOW.toISOString() };
  const { status, body } = await post("decisions", await about(craig));
  expect([status, body]).toEqual([200, { meetingId: MEETING, decisionId: CRAIG_ITEM }]);
  expect(asked).toEqual([
    {
      subject: "core.casework.decide-item",
      body: {
        ...DECISION,
        itemId: CRAIG_ITEM,
        meetingId: MEETING,
        decidedBy: { agencyId: "hampshire-police", actor: "insp-01", role: "iomInspector" },
      },
    },
  ]);
});

test("about somebody from whom the chair is kept away nothing is decided, and the item is as unknown as none", async () => {
  const known = await hub.idFor("hampshire-police", sarah);
  const answers = [known, randomUUID()].map((personId) => post("decisions", { ...DECISION, personId }));
  const [kept, none] = (await Promise.all(answers)).map(({ status, body }) => ({
    status,
    body: { ...(body as object), request_id: "" },
  }));
  expect(kept).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(kept).toEqual(none);
  expect(asked).toEqual([]);
});

test("a move that the core refuses is 409 with its guard and words", async () => {
  answer = { outcome: "refused", guard: "item-closed", message: "This item has been decided; nothing was changed." };
  expect(await post("decisions", await about(craig))).toMatchObject({
    status: 409,
    body: { code: "move-not-allowed", guard: "item-closed" },
  });
});

test.each([
  ["a time without its offset", "", { kind: "map", startsAt: "2026-10-25T01:30:00" }, 422],
  ["somebody who is in no register", "attendance", { agencyId: "solent-housing", actor: "stranger" }, 409],
  ["a decision without reasons", "decisions", { ...DECISION, personId: randomUUID(), rationale: "" }, 422],
  ["an opening that says more", "opening", { force: true }, 422],
])("%s is refused before the core hears of it", async (_what, step, body, status) => {
  const path = step === "" ? "/v1/meetings" : `/v1/meetings/${MEETING}/${step}`;
  expect((await hub.client("hampshire-police").call("POST", path, { ...CHAIR, body })).status).toBe(status);
  expect(asked).toEqual([]);
});

test("an officer of no such role makes no move", async () => {
  const as = { actor: "hous-01", purpose: CASE };
  expect((await post("closing", {}, as, "solent-housing")).status).toBe(403);
  expect(asked).toEqual([]);
});

test("attendance carries the role of the register, and what a caller says of it counts for nothing", async () => {
  await post("attendance", { agencyId: "solent-housing", actor: "hous-01" });
  expect(asked[0]?.body["attendee"]).toEqual({ agencyId: "solent-housing", actor: "hous-01", role: "housingOfficer" });
});

test("a guest is asked for people by the ids that the chair's agency knows them by", async () => {
  const people = [await hub.idFor("hampshire-police", craig)];
  const guest = { people, until: "2026-11-21T13:00:00Z" };
  await post("attendance", { agencyId: "solent-yot", actor: "yot-01", guest });
  expect(asked[0]?.body["guest"]).toEqual({ items: [CRAIG_ITEM], until: guest.until });
  const stranger = { agencyId: "solent-yot", actor: "yot-01", guest: { ...guest, people: [randomUUID()] } };
  expect((await post("attendance", stranger)).status).toBe(404);
});
