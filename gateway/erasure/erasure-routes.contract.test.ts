import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AUDIT, dana, type ErasuresAtWork, later, type Notice, startErasures } from "#test/erasures-at-work.ts";
import { type GatewayAtWork, NOW } from "#test/gateway-at-work.ts";

const PURPOSE = "iom-case-management";

let at: ErasuresAtWork;
let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  at = await startErasures();
  ({ hub } = at);
});
afterAll(() => at[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ person } = await at.begin());
});

describe("the answer to a notice", () => {
  const noticed = async () => {
    await at.read("solent-probation", "prac-01", person);
    await at.terminate();
    return (await at.noticesOf("solent-probation"))[0]?.id ?? "";
  };

  test.each([
    ["a practitioner", { actor: "prac-01", purpose: AUDIT }, "actor-not-permitted"],
    ["an actor nobody knows", { actor: "x-99", purpose: AUDIT }, "actor-not-permitted"],
    [
      "a data protection officer for another purpose",
      { actor: "dpo-probation", purpose: PURPOSE },
      "purpose-not-permitted",
    ],
  ])("is not for %s", async (_, who, code) => {
    const id = await noticed();
    expect(await at.list("solent-probation", "", who)).toMatchObject({ status: 403, body: { code } });
    expect(await at.answer("solent-probation", id, { outcome: "erased" }, who)).toMatchObject({
      status: 403,
      body: { code },
    });
  });

  test.each([
    ["retained", { outcome: "retained" }],
    ["partly", { outcome: "partly" }],
    ["erased, on a ground", { outcome: "erased", ground: "There is nothing to explain here" }],
    ["something else", { outcome: "lost" }],
  ])("is refused where it says %s without making sense", async (_, body) => {
    expect((await at.answer("solent-probation", await noticed(), body)).status).toBe(422);
  });

  test("is the receiver's alone", async () => {
    const id = await noticed();
    expect((await at.answer("hampshire-police", id, { outcome: "erased" })).status).toBe(404);
    expect((await at.answer("solent-probation", "not-an-id", { outcome: "erased" })).status).toBe(404);
  });

  test("is taken once, kept with its ground, and logged without it", async () => {
    const id = await noticed();
    const ground = "A court has ordered the file to be kept until the appeal is heard";
    const kept = await at.answer("solent-probation", id, { outcome: "retained", ground });
    const again = await at.answer("solent-probation", id, { outcome: "erased" });
    const [notice] = await at.noticesOf("solent-probation");
    const [entry] = await at.entriesOf("agreement.erasure-answered");

    expect(kept).toMatchObject({ status: 200, body: { id, outcome: "retained" } });
    expect(again).toMatchObject({ status: 409, body: { code: "move-not-allowed", guard: "already-answered" } });
    expect(notice?.["answer"]).toEqual({ outcome: "retained", ground, answeredAt: NOW.toISOString() });
    expect(entry).toMatchObject({
      agency: "solent-probation",
      actor_ref: "dpo-probation",
      detail: { noticeId: id, outcome: "retained" },
    });
    expect(JSON.stringify(entry)).not.toContain("court");
  });

  test("erased: nothing of it is remembered as held, but for what was given again since", async () => {
    const id = await noticed();
    await hub.owner`
      update gateway.disclosed set last_at = ${later(1)} where field = 'police.pncId' and agency_id = 'solent-probation'`;
    await at.answer("solent-probation", id, { outcome: "erased" });
    const rows = await hub.owner<{ field: string }[]>`
      select field from gateway.disclosed where agency_id = 'solent-probation' and person_id = ${person}`;
    expect(rows.map(({ field }) => field)).toEqual(["police.pncId"]);
  });

  test("not given within 28 days makes the notice the originators' business, each for what came from it, until it is given", async () => {
    const id = await noticed();
    hub.clock.set(new Date(later(28).getTime() - 1));
    expect(await at.noticesOf("hampshire-police")).toEqual([]);
    hub.clock.set(later(28));
    const [atPolice] = await at.noticesOf("hampshire-police");
    const [atTeam] = await at.noticesOf("iom-team");
    const escalated = await at.entriesOf("agreement.erasure-escalated");

    expect(atPolice).toMatchObject({
      id,
      receiver: "solent-probation",
      personId: await hub.idFor("hampshire-police", person),
      fields: [{ field: "police.pncId" }],
      escalated: true,
      forYouTo: "pursue",
    });
    expect(atTeam).toMatchObject({ fields: [{ field: "iom.ragStatus" }], forYouTo: "pursue" });
    expect(
      escalated
        .flatMap(({ recipient }) => recipient)
        .toSorted()
        .slice(0, 3),
    ).toEqual(["hampshire-police", "iom-team", "solent-drug-services"]);
    expect(await at.noticesOf("solent-housing")).toEqual([]);
    expect((await at.answer("solent-probation", id, { outcome: "erased" })).status).toBe(200);
    expect(await at.noticesOf("hampshire-police")).toEqual([]);
  });
});

describe("the list of notices", () => {
  test("comes in pages, each notice once, by a cursor that is good for nobody else", async () => {
    for (let count = 0; count < 100; count += 1) {
      person = await hub.addPerson(dana);
      await hub.owner`
        insert into gateway.disclosed (agency_id, person_id, field, originator, agreement_id, first_at, last_at)
        values ('solent-probation', ${person}, 'police.pncId', 'hampshire-police', 'solent-iom', ${NOW}, ${NOW})`;
    }
    await at.read("solent-probation", "prac-01", person);
    person = await hub.addPerson(dana);
    await at.read("solent-probation", "prac-01", person);
    await at.terminate();
    type Page = { readonly notices: readonly Notice[]; readonly cursor: string | null };
    const first = (await at.list("solent-probation")).body as Page;
    const second = (await at.list("solent-probation", `?after=${first.cursor}`)).body as Page;

    expect([first.notices.length, second.notices.length, second.cursor]).toEqual([100, 1, null]);
    expect(new Set([...first.notices, ...second.notices].map(({ id }) => id)).size).toBe(101);
    expect((await at.list("solent-housing", `?after=${first.cursor}`)).status).toBe(400);
  });
});
