import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GatewayAtWork, held } from "#test/gateway-at-work.ts";
import { changedIn, DANA, PURPOSE, sequence, startUpdates, type UpdatesAtWork } from "#test/updates-at-work.ts";

let at: UpdatesAtWork;
let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  at = await startUpdates();
  ({ hub } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  person = await at.begin();
});

const OFFICER = { actor: "HC3380", purpose: PURPOSE };
const BODY = { caps: [{ recipient: "solent-probation", field: "police.pncId", form: "withhold" }] };

type Asking = { readonly agencyId?: string; readonly personId?: string; readonly who?: typeof OFFICER };

const pathFor = async ({ agencyId = "hampshire-police", personId = person }: Asking) =>
  `/v1/people/${await hub.idFor(agencyId, personId)}/originator-caps`;
const get = async (asking: Asking = {}) =>
  hub.client(asking.agencyId ?? "hampshire-police").call("GET", await pathFor(asking), asking.who ?? OFFICER);
const put = async (body: unknown, asking: Asking & { readonly ifMatch?: string | null } = {}) => {
  const {
    agencyId = "hampshire-police",
    who = OFFICER,
    ifMatch = (await get(asking)).headers["etag"] ?? null,
  } = asking;
  const headers = ifMatch === null ? {} : { "if-match": ifMatch };
  return hub.client(agencyId).call("PUT", await pathFor(asking), { ...who, body, headers });
};

const PRACTITIONER = { actor: "prac-01", purpose: PURPOSE };
const fieldsSeen = async () => {
  const id = await hub.idFor("solent-probation", person);
  const { body } = await hub.client("solent-probation").call("GET", `/v1/people/${id}`, PRACTITIONER);
  const { fields } = body as { fields: Record<string, { form: string }> };
  return Object.fromEntries(Object.entries(fields).map(([field, { form }]) => [field, form]));
};

describe("an originator's caps on a person", () => {
  test.each([
    ["an actor whom the register does not name", { actor: "x-99", purpose: PURPOSE }, "actor-not-permitted"],
    ["an officer for another purpose", { actor: "HC3380", purpose: "evaluation" }, "purpose-not-permitted"],
  ])("are kept from %s", async (_, who, code) => {
    expect(await get({ who })).toMatchObject({ status: 403, body: { code } });
    expect(await put(BODY, { who, ifMatch: '"caps.0"' })).toMatchObject({ status: 403, body: { code } });
  });

  test("are refused of a person of whom the caller gave nothing, or may know nothing, as of nobody", async () => {
    const housing = { agencyId: "solent-housing", who: { actor: "hous-01", purpose: PURPOSE }, ifMatch: '"caps.0"' };
    const nobody = await hub
      .client("hampshire-police")
      .call("GET", "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11/originator-caps", OFFICER);
    const notGiven = await put({ caps: [{ recipient: "solent-probation", form: "mask" }] }, housing);
    const restricted = { values: DANA, accessRestriction: { excluded: ["hampshire-police"], restricted: [] } };
    await hub.changePerson(person, restricted, {});
    const keptOut = await get();

    const answers = [nobody, notGiven, keptOut].map(({ status, body }) => ({
      status,
      ...Object(body),
      request_id: "",
    }));
    expect(answers[0]).toMatchObject({ status: 404, code: "not-found" });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test.each([
    [{ recipient: "hampshire-police", form: "mask" }, "/caps/0/recipient"],
    [{ recipient: "nobody-known", form: "mask" }, "/caps/0/recipient"],
    [{ recipient: "solent-housing", form: "generalise:age-band" }, "/caps/0/form"],
    [{ recipient: "solent-housing", field: "identity.dateOfBirth", form: "full" }, "/caps/0/form"],
    [{ recipient: "solent-housing", field: "police.pncId", form: "generalise:age-band" }, "/caps/0/form"],
    [{ recipient: "solent-housing", field: "police.shoeSize", form: "mask" }, "/caps/0/field"],
    [{ recipient: "solent-housing", itemKey: "C-1", form: "mask" }, "/caps/0/itemKey"],
    [{ recipient: "solent-housing", field: "police.pncId", itemKey: "C-1", form: "mask" }, "/caps/0/itemKey"],
  ])("are refused where %j says what nobody can mean", async (cap, pointer) => {
    const answer = await put({ caps: [cap] });
    expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed", errors: [{ pointer }] } });
  });

  test("are changed only from the version they were read in", async () => {
    expect((await put(BODY, { ifMatch: null })).status).toBe(428);
    expect((await put(BODY, { ifMatch: '"caps.7"' })).status).toBe(412);
    expect((await put(BODY, { ifMatch: '"caps.0"' })).status).toBe(200);
    expect((await put(BODY, { ifMatch: '"caps.0"' })).status).toBe(412);
    expect((await put(BODY, { ifMatch: '"caps.1"' })).status).toBe(200);
  });

  test("are shown to the agency that set them, with who and when, and are no business of another's", async () => {
    await put(BODY);
    const cap = { ...BODY.caps[0], itemKey: null, setBy: "HC3380", setAt: hub.clock.now().toISOString() };
    expect((await get()).body).toEqual({ personId: await hub.idFor("hampshire-police", person), caps: [cap] });
    const team = { agencyId: "iom-team", who: { actor: "sgt-01", purpose: PURPOSE } };
    expect((await get(team)).body).toMatchObject({ caps: [] });
  });

  test("lower what the recipient reads, from the next reading on, until they are lifted", async () => {
    const before = await fieldsSeen();
    await put(BODY);
    const { "police.pncId": _, ...rest } = before;
    expect(await fieldsSeen()).toEqual(rest);
    expect(await entryOfReading()).not.toContain("police.pncId");

    const headers = { "if-match": (await get()).headers["etag"] ?? "" };
    const lifted = await hub.client("hampshire-police").call("DELETE", await pathFor({}), { ...OFFICER, headers });
    expect(lifted.status).toBe(204);
    expect(await fieldsSeen()).toEqual(before);
  });

  test("of a whole person leave what others gave", async () => {
    await put({ caps: [{ recipient: "solent-probation", form: "withhold" }] });
    expect(await fieldsSeen()).toEqual({ "iom.ragStatus": "full" });
  });

  test("hide from a search what they hide from a reading", async () => {
    const match = { "police.pncId": "2010/9999999X", "identity.lastName": "Marsh" };
    const search = async () => {
      const { body } = await hub
        .client("solent-probation")
        .call("POST", "/v1/searches", { ...PRACTITIONER, body: { match } });
      const id = await hub.idFor("solent-probation", person);
      return (body as { people: readonly { personId: string }[] }).people.some(({ personId }) => personId === id);
    };
    expect(await search()).toBe(true);
    await put(BODY);
    expect(await search()).toBe(false);
  });

  test("are in the log with who set them, and name no recipient who could read it there", async () => {
    await put(BODY);
    const [row] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
    expect(JSON.parse(row?.entry.toString("utf8") ?? "")).toMatchObject({
      kind: "policy.originator-cap",
      agency: "hampshire-police",
      actor_ref: "HC3380",
      recipient: [],
      fields: [],
    });
  });
});

async function entryOfReading(): Promise<readonly string[]> {
  const [row] = await hub.owner<{ entry: Buffer }[]>`
    select entry from ledger.entry where convert_from(entry, 'UTF8') like '%"resource":"person"%' order by arrival desc limit 1`;
  return JSON.parse(row?.entry.toString("utf8") ?? "").fields;
}

describe("updates under an originator's cap", () => {
  const born = (day: string) => ({ "identity.dateOfBirth": held("hampshire-police", day) });
  const capOnBirth = { recipient: "solent-probation", field: "identity.dateOfBirth", form: "generalise:age-band" };

  test("that have not left give way to a tombstone and are made again in the lower form", async () => {
    await at.pull("solent-probation");
    await at.change(born("1990-03-04"), ["identity.dateOfBirth"]);
    const after = at.cursors.get("solent-probation") ?? "";
    await settledWithoutLeaving(after);
    await put({ caps: [capOnBirth] });
    const [tombstone, again] = await at.pull("solent-probation");

    expect(tombstone).toMatchObject({ type: "hub.update.withdrawn", data: { mode: "control" } });
    expect(again?.data["changed"]).toEqual({
      "identity.dateOfBirth": expect.objectContaining({ form: "generalise:age-band" }),
    });
    expect(sequence(again)).toBe(sequence(tombstone) + 1);
  });

  test("that have left come as tombstones when asked for again, and nothing new is sent for the cap", async () => {
    const before = at.cursors.get("solent-probation") ?? "";
    await at.change(born("1991-03-04"), ["identity.dateOfBirth"]);
    expect(changedIn((await at.pull("solent-probation"))[0])).toEqual(["identity.dateOfBirth"]);
    await put({ caps: [capOnBirth] });
    expect(await at.pull("solent-probation")).toEqual([]);
    at.cursors.set("solent-probation", before);
    expect(await at.pull("solent-probation")).toMatchObject([{ type: "hub.update.withdrawn" }]);
  });

  /** Asked for by an officer whom an exclusion list names: settled for the agency, and handed to nobody. */
  async function settledWithoutLeaving(after: string): Promise<void> {
    const values = { ...DANA, ...born("1990-03-04") };
    const excluded = { excluded: ["j.marsh@probation.example"], restricted: [] };
    await hub.changePerson(person, { values, accessRestriction: excluded }, {});
    await hub.client("solent-probation").pullAll({ actor: "prac-02", purpose: PURPOSE, after });
    await hub.changePerson(person, { values }, {});
  }
});
