import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { craig, daniel, sarah } from "#test/people.ts";
import { type SchemeAtWork, startScheme } from "#test/scheme-at-work.ts";

/** A practitioner meeting of the demonstration's scheme, from its call to its close, through the public interface. */
let scheme: SchemeAtWork;
let meetingId = "";

const PURPOSE = "iom-case-management";
const CHAIR = { agencyId: "hampshire-police", actor: "insp-01" };
const SPO = { agencyId: "solent-probation", actor: "spo-01" };
const HOUSING = { agencyId: "solent-housing", actor: "hous-01" };
const EXCLUDED = { agencyId: "solent-probation", actor: "prac-02" };

beforeAll(async () => {
  scheme = await startScheme();
  await scheme.dropSamples();
}, 120_000);

afterAll(async () => {
  await scheme[Symbol.asyncDispose]();
});

type Who = typeof CHAIR;

const post = ({ agencyId, actor }: Who, path: string, body: object) =>
  scheme.client(agencyId).call("POST", path, { actor, purpose: PURPOSE, body });
const step = (name: string, body: object, who = CHAIR) => post(who, `/v1/meetings/${meetingId}/${name}`, body);
const packOf = async ({ agencyId, actor }: Who) => {
  const answer = await scheme.client(agencyId).call("GET", `/v1/meetings/${meetingId}`, { actor, purpose: PURPOSE });
  return answer.status === 200 ? (answer.body as Exchanges["meeting-pack"]).items : answer.status;
};
const linesOf = async (who: Who) => {
  const items = await packOf(who);
  return typeof items === "number" ? [] : items;
};
const positions = (...agencies: readonly string[]) => agencies.map((agencyId) => ({ agencyId, position: "agree" }));
const about = async (person: typeof craig | typeof daniel, more: object = {}) => ({
  personId: await scheme.idFor(CHAIR.agencyId, person),
  rationale: "He missed two appointments, and his sister's house is safe.",
  positions: positions("hampshire-police", "solent-probation"),
  outcomes: { reoffending: "worse", safety: "same" },
  ...more,
});

test("F-28: the chair calls a practitioner meeting and opens it; red comes first, and says why", async () => {
  const called = await post(CHAIR, "/v1/meetings", { kind: "map", startsAt: "2026-11-23T10:00:00Z" });
  expect(called).toMatchObject({ status: 200, body: { londonDay: "2026-11-23" } });
  meetingId = (called.body as { readonly meetingId: string }).meetingId;
  expect(await step("opening", {})).toMatchObject({ status: 200, body: { state: "open" } });
  const colours = (await linesOf(CHAIR)).map(({ fields }) => fields["iom.ragStatus"]?.value ?? "none");
  expect(colours).toEqual([...colours].sort((a, b) => ORDER.indexOf(String(a)) - ORDER.indexOf(String(b))));
  expect(colours[0]).toBe("red");
  const [first] = await linesOf(CHAIR);
  expect(first?.because[0]).toBe("colour:red");
});

const ORDER = ["red", "amber", "green", "none"];

test("F-07, F-10: who is not there sees nothing of it; a guest sees whom they came for", async () => {
  expect(await packOf(HOUSING)).toBe(404);
  const people = [await scheme.idFor(CHAIR.agencyId, daniel)];
  await step("attendance", { ...HOUSING, guest: { people, until: "2026-11-23T12:00:00Z" } });
  const seen = (await linesOf(HOUSING)).map(({ fields }) => fields["identity.lastName"]?.value);
  expect(seen).toEqual(["Ashdown"]);
});

test("a decision without probation there is refused, and nothing is decided", async () => {
  const refused = await step("decisions", await about(craig, { positions: positions("hampshire-police") }));
  expect(refused).toMatchObject({ status: 409, body: { code: "move-not-allowed", guard: "no-quorum" } });
  expect((await linesOf(CHAIR)).map(({ state }) => state)).not.toContain("decided");
});

test("each attendee's pack holds whom they may see: an officer whom a record keeps out has no line of it", async () => {
  await step("attendance", SPO);
  await step("attendance", EXCLUDED);
  const sarahs = await scheme.idFor("solent-probation", sarah);
  const ids = async (who: Who) => (await linesOf(who)).map(({ personId }) => personId);
  expect(await ids(SPO)).toContain(sarahs);
  expect(await ids(EXCLUDED)).not.toContain(sarahs);
  expect(await ids(EXCLUDED)).not.toEqual([]);
});

test("F-08: a decision keeps each agency's position; an item is decided once, and gives an agency something to do", async () => {
  const action = { text: "Find him a bed", ownerAgency: "solent-housing", dueOn: "2026-12-01" };
  const decided = await step("decisions", await about(daniel, { actions: [action] }));
  expect(decided).toMatchObject({ status: 200, body: { meetingId } });
  expect(await step("decisions", await about(daniel))).toMatchObject({ status: 409, body: { guard: "item-closed" } });
  const { fields } = await scheme.read("solent-housing", daniel);
  expect(fields["iom.meetingActions"]?.value).toEqual([
    expect.objectContaining({ text: "Find him a bed", ownerAgency: "solent-housing", dueOn: "2026-12-01" }),
  ]);
});

test("the chair closes it, and it decides no more", async () => {
  expect((await step("closing", {}, SPO)).status).toBe(409);
  expect((await step("closing", {})).status).toBe(200);
  expect(await step("decisions", await about(craig))).toMatchObject({
    status: 409,
    body: { guard: "meeting-not-open" },
  });
});
