import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { eventRow, everythingIn, personOf } from "#test/core-questions.ts";
import { eventOf, NOW } from "#test/made-up-events.ts";
import { id, probation, received, register, released, tenancy } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Liam", "Cartwright", "1998-07-21", "2015/9007001W", "X900003"),
    register("Luke", "Cartwright", "1998-07-21", "2016/9007402X", "X900004"),
    register("Peter", "Holloway", "1979-12-02", "1998/0000045P", "X900009"),
  );
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

describe("an event about nobody on the roster", () => {
  test("is dropped unread: its id and a count stay, and nothing it said", async () => {
    const grace = tenancy("TEN-48120/1", { firstName: "Grace", lastName: "Okafor", dateOfBirth: "1981-06-22" });
    await core.takeIn(grace);
    expect(await eventRow(core, grace)).toMatchObject({
      outcome: "discarded",
      body: null,
      person_id: null,
      review_id: null,
    });
    const counted =
      await core.owner`select sum(events)::int as n from core.discarded_count where agency_id = 'solent-housing'`;
    expect(counted[0]?.["n"]).toBe(1);
    const stored = await everythingIn(core);
    for (const word of ["Okafor", "1981-06-22", "TEN-48120/1"]) {
      expect(stored).not.toContain(word);
    }
    expect(stored).toContain("Ashdown");
  });

  test("is looked at anew when it is sent again after the person was registered", async () => {
    const early = probation(id("CRN", "X900700"));
    await core.takeIn(early);
    expect(await eventRow(core, early)).toMatchObject({ outcome: "discarded" });
    await core.takeIn(register("Nora", "Quill", "1990-05-05", "2009/9017099H", "X900700"), early);
    expect(await eventRow(core, early)).toMatchObject({ outcome: "applied" });
  });
});

describe("an event that links", () => {
  test("changes the record, its provenance, the feeds, the ledger and the position in one transaction", async () => {
    const personId = await personOf(core, "X900001");
    const before = await core.read(personId);
    const arrival = probation(id("CRN", "X900001"), id("NOMS", "A9001AA"));
    await core.takeIn(arrival);
    const left = released("A9001AA", { time: "2026-09-07T08:41:00Z" });
    await core.takeIn(left);

    const record = await core.read(personId);
    expect(record?.values["custody.custodyStatus"]).toEqual([
      { originator: "winchester-prison", value: "outside", asOf: "2026-09-07T08:41:00.000Z" },
    ]);
    expect(record?.version).toBe((before?.version ?? 0) + 2);
    const feed = await core.owner`
      select kind, fields, version::int, detail from core.change_feed where person_id = ${personId} order by change_id desc limit 1`;
    expect(feed[0]).toEqual({
      kind: "record",
      fields: ["custody.custodyStatus", "custody.nomsNumber", "custody.releaseReason"],
      version: record?.version,
      detail: { originators: ["winchester-prison"] },
    });
    const history = await core.owner`
      select event_id, current from core.record_value where person_id = ${personId} and field = 'custody.custodyStatus'`;
    expect(history).toMatchObject([{ event_id: left.id, current: true }]);
    expect(await eventRow(core, left)).toMatchObject({ outcome: "applied", person_id: personId });
    const entries = await core.owner<
      { detail: Uint8Array }[]
    >`select detail from ledger.entry_secret where person_id = ${personId}`;
    const details = entries.map(({ detail }) => JSON.parse(Buffer.from(detail).toString()));
    expect(details).toContainEqual({ eventId: left.id, type: "prison.custody.released" });
  });

  test("changes nothing when it comes again, and nothing is told of it", async () => {
    const personId = await personOf(core, "X900001");
    const again = released("A9001AA", { time: "2026-09-07T08:41:00Z" });
    const version = (await core.read(personId))?.version;
    const feedLength = await changesOf(personId);
    await core.takeIn(again);
    await core.takeIn(again);
    expect((await core.read(personId))?.version).toBe(version);
    expect(await changesOf(personId)).toBe(feedLength);
  });

  test("gives the same record in whichever order its events arrive", async () => {
    const personId = await personOf(core, "X900003");
    await core.takeIn(probation(id("CRN", "X900003"), id("NOMS", "A9003AC")));
    await core.takeIn(
      released("A9003AC", { time: "2026-10-26T09:20:00Z" }),
      received("A9003AC", "2026-02-26T17:00:00Z"),
    );
    const record = await core.read(personId);
    expect(record?.values["custody.custodyStatus"]?.map(({ value }) => value)).toEqual(["outside"]);
  });

  test("finds its person by an old identifier of a merge at source", async () => {
    const personId = await personOf(core, "X900009");
    await core.takeIn(probation(id("CRN", "X900009"), id("NOMS", "A9009AJ")));
    await core.takeIn(
      eventOf({
        type: "prison.identity.merged",
        agency: "winchester-prison",
        person: { identifiers: [id("NOMS", "A9009AJ")] },
        payload: { nomsNumber: "A9009AJ", removedNomsNumber: "A9019AZ" },
      }),
    );
    const old = released("A9019AZ");
    await core.takeIn(old);
    expect(await eventRow(core, old)).toMatchObject({ outcome: "applied", person_id: personId });
    const [held] = await core.owner`select retired from core.identifier where value = 'A9019AZ'`;
    expect(held).toEqual({ retired: true });
  });
});

test("a NOMS number that nobody vouched for links nothing by itself", async () => {
  const yot = eventOf({
    type: "yot.contact.recorded",
    agency: "solent-yot",
    person: { identifiers: [id("PNC", "2016/9007402X"), id("NOMS", "A9004ZZ")] },
    payload: { yotPersonId: "SYJS-1", at: NOW, attended: true },
  });
  await core.takeIn(yot);
  const bare = released("A9004ZZ");
  await core.takeIn(bare);
  expect(await eventRow(core, bare)).toMatchObject({ outcome: "held" });
});

async function changesOf(personId: string): Promise<number> {
  return (await core.owner`select 1 from core.change_feed where person_id = ${personId}`).length;
}
