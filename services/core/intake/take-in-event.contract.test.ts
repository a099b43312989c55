import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgencyEvent, Identifier, PersonReference } from "#schemas/agency-event.ts";
import { type CoreAtWork, eventually, startCoreAtWork } from "#test/core-at-work.ts";
import { eventOf, NOW } from "#test/made-up-events.ts";

let core: CoreAtWork;

const id = (type: Identifier["type"], value: string, valid = true): Identifier => ({ type, value, valid });

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Kyle", "Brennan", "1994-02-03", "2011/9004567P", "X900002"),
    register("Liam", "Cartwright", "1998-07-21", "2015/9007001W", "X900003"),
    register("Luke", "Cartwright", "1998-07-21", "2016/9007402X", "X900004"),
    register("Tyler", "Dunmore", "2009-02-25", "2024/9009005L", "X900005"),
    register("Peter", "Holloway", "1979-12-02", "1998/0000045P", "X900009"),
    register("Siân", "Morgan", "1992-11-05", "2012/9021012E", "X900012"),
  );
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

describe("the gateway's role", () => {
  test("cannot read a table of the core, only the published view", async () => {
    const tables = await core.owner<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'core'`;
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      await expect(core.asGateway.unsafe(`select 1 from ${name}`), name).rejects.toThrow(/permission denied/);
    }
    const views = await core.asGateway`select count(*) from published.person`;
    expect(Number(views[0]?.["count"])).toBe(7);
  });

  test("cannot change anything it can read", async () => {
    for (const view of ["person", "searchable", "change_feed", "link_review"]) {
      await expect(core.asGateway.unsafe(`delete from published.${view}`), view).rejects.toThrow(
        /denied|cannot delete/,
      );
    }
  });

  test("is never shown whose record awaits review, nor what the record says", async () => {
    const columns = await core.owner<{ column_name: string }[]>`
      select column_name from information_schema.columns
      where table_schema = 'published' and table_name = 'link_review' order by column_name`;
    expect(columns.map(({ column_name }) => column_name)).toEqual([
      "agency_type",
      "candidates",
      "created_at",
      "decided",
      "review_id",
      "state",
    ]);
  });
});

test("the core's role cannot rewrite history", async () => {
  await expect(core.asCore`update core.link_event set cause = 'x'`).rejects.toThrow(/permission denied/);
  await expect(core.asCore`delete from core.change_feed`).rejects.toThrow(/permission denied/);
  await expect(core.asCore`update core.record_value set value = '1'`).rejects.toThrow(/permission denied/);
});

describe("a message that is set aside", () => {
  test("has a schema-valid event of another agency, or of another type than its subject", async () => {
    const forged = released("A9001AA");
    await core.publish(forged, { subject: "feed.prison.winchester-prison.custody.received", source: "forged:type" });
    const foreign = { ...released("A9001AA"), agencyid: "iom-team", source: "/agencies/iom-team/made-up" };
    await core.publish(foreign, { subject: "feed.prison.winchester-prison.custody.released", source: "forged:agency" });
    await core.publish(released("A9001AA"), {
      subject: "feed.prison.em-provider.custody.released",
      source: "forged:kind",
    });
    await eventually(async () => (await setAside()).length >= 3);
    expect(await setAside()).toEqual([
      { reason: "type-mismatch", kept: false },
      { reason: "agency-mismatch", kept: false },
      { reason: "agency-unknown", kept: false },
    ]);
    expect(await core.personBy("NOMS", "A9001AA")).toBeNull();
  });

  test("cannot be stored, and does not keep the next one waiting", async () => {
    const poison = housing(
      "TEN-9/poison",
      { firstName: "Daniel", lastName: "Ashdown", dateOfBirth: "1989-04-12" },
      {
        landlordName: "\u0000",
      },
    );
    await core.takeIn(poison, probation(id("CRN", "X900001")));
    const [row] = await core.owner`
      select reason, body is not null as kept from core.set_aside order by set_aside_id desc limit 1`;
    expect(row).toEqual({ reason: "processing-failed", kept: true });
    expect(await core.owner`select 1 from core.link_review where record_key = 'LOCAL TEN-9/poison'`).toHaveLength(0);
  });

  async function setAside() {
    const rows = await core.owner`
      select reason, body is not null as kept from core.set_aside where reason <> 'processing-failed' order by set_aside_id`;
    return rows.map(({ reason, kept }) => ({ reason, kept }));
  }
});

describe("an event about nobody on the roster", () => {
  test("is dropped unread: its id and a count stay, and nothing it said", async () => {
    const grace = housing("TEN-48120/1", { firstName: "Grace", lastName: "Okafor", dateOfBirth: "1981-06-22" });
    await core.takeIn(grace);
    expect(await eventRow(grace)).toMatchObject({ outcome: "discarded", body: null, person_id: null, review_id: null });
    const counted =
      await core.owner`select sum(events)::int as n from core.discarded_count where agency_id = 'solent-housing'`;
    expect(counted[0]?.["n"]).toBe(1);
    for (const word of ["Okafor", "1981-06-22", "TEN-48120/1"]) {
      expect(await tablesHolding(word), word).toEqual([]);
    }
  });

  test("is looked at anew when it is sent again after the person was registered", async () => {
    const early = probation(id("CRN", "X900700"));
    await core.takeIn(early);
    expect(await eventRow(early)).toMatchObject({ outcome: "discarded" });
    await core.takeIn(register("Nora", "Quill", "1990-05-05", "2009/9017099H", "X900700"), early);
    expect(await eventRow(early)).toMatchObject({ outcome: "applied" });
  });
});

describe("an event that links", () => {
  test("changes the record, its provenance, the feeds, the ledger and the position in one transaction", async () => {
    const personId = await required("CRN", "X900001");
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
      detail: {},
    });
    const history = await core.owner`
      select event_id, current from core.record_value where person_id = ${personId} and field = 'custody.custodyStatus'`;
    expect(history).toMatchObject([{ event_id: left.id, current: true }]);
    expect(await eventRow(left)).toMatchObject({ outcome: "applied", person_id: personId });
    const entries = await core.owner<
      { detail: Uint8Array }[]
    >`select detail from ledger.entry_secret where person_id = ${personId}`;
    const details = entries.map(({ detail }) => JSON.parse(Buffer.from(detail).toString()));
    expect(details).toContainEqual({ eventId: left.id, type: "prison.custody.released" });
  });

  test("changes nothing when it comes again, and nothing is told of it", async () => {
    const personId = await required("CRN", "X900001");
    const again = released("A9001AA", { time: "2026-09-07T08:41:00Z" });
    const version = (await core.read(personId))?.version;
    const feedLength = await changesOf(personId);
    await core.takeIn(again);
    await core.takeIn(again);
    expect((await core.read(personId))?.version).toBe(version);
    expect(await changesOf(personId)).toBe(feedLength);
  });

  test("gives the same record in whichever order its events arrive", async () => {
    const personId = await required("CRN", "X900003");
    await core.takeIn(probation(id("CRN", "X900003"), id("NOMS", "A9003AC")));
    await core.takeIn(
      released("A9003AC", { time: "2026-10-26T09:20:00Z" }),
      received("A9003AC", "2026-02-26T17:00:00Z"),
    );
    const record = await core.read(personId);
    expect(record?.values["custody.custodyStatus"]?.map(({ value }) => value)).toEqual(["outside"]);
  });

  test("finds its person by an old identifier of a merge at source", async () => {
    const personId = await required("CRN", "X900009");
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
    expect(await eventRow(old)).toMatchObject({ outcome: "applied", person_id: personId });
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
  expect(await eventRow(bare)).toMatchObject({ outcome: "held" });
});

test("a read record carries its facts with the time their supplier was read", async () => {
  const personId = await required("CRN", "X900005");
  const order = { yotPersonId: "SYJS-3391", orderType: "YRO", start: "2026-03-11", end: "2027-09-10" };
  await core.takeIn(
    eventOf({
      type: "yot.order.made",
      agency: "solent-yot",
      person: {
        identifiers: [id("PNC", "2024/9009005L")],
        firstName: "Tyler",
        lastName: "Dunmore",
        dateOfBirth: "2009-02-25",
      },
      payload: order,
    }),
  );
  const record = await core.read(personId);
  expect(record?.facts).toMatchObject({
    "age-group": { steps: [{ value: "under-18" }, { from: "2027-02-25T00:00:00.000Z", value: "adult" }], readAt: NOW },
    "transition-stage": {
      steps: [{ value: "none" }, { value: "t1" }, { from: "2026-11-25T00:00:00.000Z", value: "t2" }, { value: "t3" }],
      readAt: NOW,
    },
    "lifecycle-state": { steps: [{ from: null, value: "active" }], readAt: NOW },
    mappa: { steps: [{ from: null, value: "no" }], readAt: NOW },
  });
  expect(record).toMatchObject({ consents: [], accessRestriction: null, hubStop: null, personId });
});

test("positions are kept of devices somebody on the roster wore at the time, and of no others", async () => {
  const personId = await required("CRN", "X900001");
  await core.takeIn(
    eventOf({
      type: "electronic-monitoring.tag.fitted",
      agency: "em-provider",
      person: {
        identifiers: [id("PNC", "2007/9001234F"), id("LOCAL", "EMS-700101")],
        firstName: "Daniel",
        lastName: "Ashdown",
      },
      time: "2026-09-07T12:00:00Z",
      payload: {
        emsId: "EMS-700101",
        deviceId: 3400101,
        type: "gpsTrail",
        eligibleOffence: "BIAD",
        orderStart: "2026-09-07",
        orderEnd: "2027-09-07",
        releaseDate: "2026-09-07",
        licenceExpiry: "2027-10-06",
        ppo: false,
        mappa: false,
        activatedFrom: "2026-09-07T12:00:00Z",
      },
    }),
  );
  const position = (positionId: number, deviceId: number, capturedAt: string) => ({
    positionId,
    deviceId,
    lat: 50.917,
    lon: -1.413,
    precisionM: 10,
    capturedAt,
    mechanism: "GPS",
  });
  const batch = eventOf({
    type: "electronic-monitoring.position-batch.received",
    agency: "em-provider",
    person: null,
    payload: {
      positions: [
        position(1, 3400101, "2026-11-20T21:50:00Z"),
        position(2, 3409999, "2026-11-20T21:50:00Z"),
        position(3, 3400101, "2026-09-01T00:00:00Z"),
      ],
    },
  });
  await core.takeIn(batch, batch);
  const stored = await core.owner`select position_id, person_id from core.tag_position`;
  expect(stored).toEqual([{ position_id: "1", person_id: personId }]);
  expect(await eventRow(batch)).toMatchObject({ outcome: "applied", body: null });
});

test("a crime that comes again with other times is a new version that names what changed", async () => {
  const crime = {
    crimeReference: "44260500002",
    crimeTypeId: "TFMV",
    from: "2026-11-20T23:15:00Z",
    to: "2026-11-20T23:30:00Z",
    datum: "WGS84",
    latitude: 50.9097,
    longitude: -1.4044,
  };
  const batch = (batchId: string, change: object) =>
    eventOf({
      type: "police.crime-batch.received",
      agency: "hampshire-police",
      person: null,
      payload: {
        batchId,
        policeForce: "Hampshire",
        rowCount: 1,
        accepted: 1,
        rejected: 0,
        crimes: [{ ...crime, ...change }],
      },
    });
  await core.takeIn(
    batch("HAM20261121", {}),
    batch("HAM20261121-1", {}),
    batch("HAM20261121-1-R", { to: "2026-11-20T23:45:00Z" }),
  );
  const versions =
    await core.owner`select version, changed_fields from core.crime_version where reference = '44260500002' order by version`;
  expect(versions).toMatchObject([{ version: 1 }, { version: 2, changed_fields: ["to"] }]);
});

async function required(type: string, value: string): Promise<string> {
  const personId = await core.personBy(type, value);
  if (personId === null) {
    throw new Error(`nobody holds ${type} ${value}`);
  }
  return personId;
}

async function eventRow({ agencyid, id: eventId }: AgencyEvent) {
  const [row] = await core.owner`
    select outcome, body, person_id, review_id from core.event where agency_id = ${agencyid} and event_id = ${eventId}`;
  return row;
}

async function changesOf(personId: string): Promise<number> {
  return (await core.owner`select 1 from core.change_feed where person_id = ${personId}`).length;
}

/** Tables of the core in which a word stands anywhere. */
async function tablesHolding(word: string): Promise<readonly string[]> {
  const tables = await core.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema in ('core', 'ledger') and table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await core.owner.unsafe(
      `select 1 from ${name.startsWith("entry") || name === "subject_key" ? "ledger" : "core"}.${name} t where t::text ilike $1 limit 1`,
      [`%${word}%`],
    );
    if (rows.length > 0) {
      found.push(name);
    }
  }
  return found;
}

function register(firstName: string, lastName: string, dateOfBirth: string, pnc: string, crn: string): AgencyEvent {
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: { identifiers: [id("PNC", pnc), id("CRN", crn)], firstName, lastName, dateOfBirth },
    payload: { cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-11-17" },
  });
}

function probation(...identifiers: readonly Identifier[]): AgencyEvent {
  return eventOf({
    type: "probation.case.opened",
    agency: "solent-probation",
    person: { identifiers },
    payload: { crn: identifiers[0]?.value },
  });
}

function released(nomsNumber: string, { time = NOW }: { time?: string } = {}): AgencyEvent {
  return eventOf({
    type: "prison.custody.released",
    agency: "winchester-prison",
    person: { identifiers: [id("NOMS", nomsNumber)] },
    time,
    id: `released-${nomsNumber}-${time}`.replaceAll(":", "-"),
    payload: { nomsNumber, reason: "RELEASED", currentPrisonStatus: "NOT_UNDER_PRISON_CARE" },
  });
}

function received(nomsNumber: string, time: string): AgencyEvent {
  return eventOf({
    type: "prison.custody.received",
    agency: "winchester-prison",
    person: { identifiers: [id("NOMS", nomsNumber)] },
    time,
    payload: { nomsNumber, reason: "ADMISSION" },
  });
}

function housing(localId: string, person: Omit<PersonReference, "identifiers">, change: object = {}): AgencyEvent {
  return eventOf({
    type: "housing.tenancy.started",
    agency: "solent-housing",
    person: { identifiers: [id("LOCAL", localId)], ...person },
    payload: { tenancyRef: localId, accommodationType: "social", start: "2026-09-07", ...change },
  });
}
