import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "#test/eventually.ts";
import { type FeedsIntoCore, startFeedsIntoCore } from "#test/feeds-into-core.ts";
import { REGISTER_HEADER } from "../iom-team/register.ts";

const YOT = "solent-yot";
const PNC = "2024/9009005L";
const [A, B] = ["2027-09-10", "2027-03-10"];

let hub: FeedsIntoCore;

beforeEach(async () => {
  hub = await startFeedsIntoCore();
  await hub.drop("iom-team", "register.csv", register(PNC));
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
});

describe("a return that says A, then B, then A again", () => {
  test("leaves the record at A, and at B again when the next says so", async () => {
    const ends: string[][] = [];
    for (const [index, end] of [A, B, A, B].entries()) {
      await hub.drop(YOT, `case-level-${index}.xml`, returnOf(end));
      ends.push(await orderEnds());
    }
    expect(ends).toEqual([[A], [B], [A], [B]]);
  });

  test("does so under one file name too", async () => {
    for (const end of [A, B, A]) {
      await hub.drop(YOT, "case-level-now.xml", returnOf(end));
      expect(await orderEnds()).toEqual([end]);
    }
  });

  test("says again what did not change under the ids it had, and what came back under one id more", async () => {
    await hub.drop(YOT, "case-level-1.xml", returnOf(A));
    await hub.drop(YOT, "case-level-2.xml", returnOf(B));
    expect(await eventsTakenIn()).toBe(3);

    await hub.drop(YOT, "case-level-3.xml", returnOf(A));

    // The panel's decision never changed: A, B, and A once more.
    expect(await eventsTakenIn()).toBe(4);
  });
});

describe("nothing new is said by", () => {
  test("the very same file read again, even after one that says otherwise", async () => {
    await hub.drop(YOT, "case-level-1.xml", returnOf(A));
    await hub.drop(YOT, "case-level-2.xml", returnOf(B));
    const before = await eventsTakenIn();

    await hub.drop(YOT, "case-level-1.xml", returnOf(A));

    expect([await eventsTakenIn(), await orderEnds()]).toEqual([before, [B]]);
  });

  test("an extract a day of which no row has changed", async () => {
    const people = Array.from({ length: 260 }, (_, index) => youngPerson(A, `SYJS-${index}`, ""));
    await hub.drop(YOT, "case-level-1.xml", document(youngPerson(A), ...people));
    const before = [await eventsTakenIn(), await ledgerEntries()];

    for (const day of [2, 3]) {
      await hub.drop(YOT, `case-level-${day}.xml`, document(youngPerson(A), ...people, `<!-- day ${day} -->`));
    }

    expect([await eventsTakenIn(), await ledgerEntries()]).toEqual(before);
    expect(await hub.owner`select 1 from connectors.statement where returned > 0`).toEqual([]);
  });

  test("an element that a file has twice", async () => {
    const marker = await hub.drop(YOT, "case-level-1.xml", document(youngPerson(A), youngPerson(A)));
    expect([marker.rows, marker.events]).toEqual([2, 2]);
    await hub.drop(YOT, "case-level-2.xml", returnOf(B));
    const back = await hub.drop(YOT, "case-level-3.xml", document(youngPerson(A), youngPerson(A)));
    expect([back.rows, back.events, await eventsTakenIn()]).toEqual([2, 2, 4]);
  });
});

describe("after a crash", () => {
  test("before anything was marked, the third file says what it said, under the ids it had", async () => {
    await hub.drop(YOT, "case-level-1.xml", returnOf(A));
    await hub.drop(YOT, "case-level-2.xml", returnOf(B));
    await hub.drop(YOT, "case-level-3.xml", returnOf(A));
    const before = await eventsTakenIn();
    await hub.stopConnectors();
    await hub.owner`update connectors.edition set finished = false where file = 'case-level-3.xml'`;

    await hub.startConnectors();
    await hub.drop(YOT, "case-level-3.xml", returnOf(A));

    expect([await eventsTakenIn(), await orderEnds()]).toEqual([before, [A]]);
  });

  test("in the middle of B, a file that is back at A is read although an old marker tells of it", async () => {
    await hub.drop(YOT, "case-level-now.xml", returnOf(A));
    await hub.stopConnectors();
    // Of B nothing is left but that it was begun: the agency has put A back before the connector started again.
    await hub.owner`
      insert into connectors.edition (agency_id, file, sha256, begun_at) values (${YOT}, 'case-level-now.xml', 'b', now())`;
    await hub.startConnectors();
    const finished = () => hub.owner`select 1 from connectors.edition where file = 'case-level-now.xml' and finished`;
    await until(async () => (await finished()).length === 2);
    await hub.settled();
    expect(await orderEnds()).toEqual([A]);
  });

  test("that cost the bus everything, the files are said again and the record ends at A", async () => {
    await hub.stopCore();
    for (const [index, end] of [A, B, A].entries()) {
      await hub.dropUnread(YOT, `case-level-${index}.xml`, returnOf(end));
    }
    await hub.stopConnectors();
    await hub.loseBus();

    await hub.startCore();
    await hub.startConnectors();

    await until(async () => (await eventsTakenIn()) === 4);
    await hub.settled();
    expect([await eventsTakenIn(), await orderEnds()]).toEqual([4, [A]]);
  });

  test("that cost the bus the third file alone, which is byte for byte the first, it is said again", async () => {
    await hub.drop(YOT, "case-level-1.xml", returnOf(A));
    await hub.drop(YOT, "case-level-2.xml", returnOf(B));
    await hub.stopCore();
    await hub.dropUnread(YOT, "case-level-3.xml", returnOf(A));
    await hub.stopConnectors();
    await hub.loseBus();

    await hub.startCore();
    await hub.startConnectors();

    await until(async () => (await eventsTakenIn()) === 4);
    expect(await orderEnds()).toEqual([A]);
  });

  test("that cost the bus B alone, it is said again as of when it was said, and the record stays at A", async () => {
    await hub.drop(YOT, "case-level-1.xml", returnOf(A));
    await hub.stopCore();
    await hub.dropUnread(YOT, "case-level-2.xml", returnOf(B));
    await hub.loseBus();
    await hub.startCore();
    await hub.drop(YOT, "case-level-3.xml", returnOf(A));
    expect(await eventsTakenIn()).toBe(3);

    await hub.stopConnectors();
    await hub.startConnectors();

    await until(async () => (await eventsTakenIn()) === 4);
    expect(await orderEnds()).toEqual([A]);
  });
});

test("nothing that names a record is kept to compare with", async () => {
  await hub.drop(YOT, "case-level-1.xml", returnOf(A));
  const stored = await hub.owner`
    select to_jsonb(s)::text as row from connectors.statement s union all select to_jsonb(e)::text from connectors.edition e`;
  expect(stored.length).toBeGreaterThan(3);
  expect(JSON.stringify(stored)).not.toMatch(/SYJS|Dunmore|2009-02-25|9009005/);
});

function register(pnc: string): string {
  const row = `${pnc},,Dunmore,Tyler,25/02/2009,fixed,N,active,01/09/2026,amber,01/10/2026,,,solent-yot,`;
  return `${REGISTER_HEADER.join(",")}\n${row}\n`;
}

function returnOf(end: string): string {
  return document(youngPerson(end));
}

function document(...people: readonly string[]): string {
  return `<YouthJusticeReturn>${people.join("")}</YouthJusticeReturn>`;
}

function youngPerson(end: string, yotPersonId = "SYJS-3391", pnc = PNC): string {
  return `<YoungPerson><YOTPersonID>${yotPersonId}</YOTPersonID><Surname>Dunmore</Surname><Forename>Tyler</Forename>
    <DateOfBirth>${pnc === "" ? "2010-01-01" : "2009-02-25"}</DateOfBirth><PNCNumber>${pnc}</PNCNumber>
    <LegalOutcome code="YRO" startDate="2026-03-11" endDate="${end}"/>
    <TransferPanel date="2026-09-16" decision="iom" managedBy="probation"/></YoungPerson>`;
}

async function orderEnds(): Promise<string[]> {
  const { values } = await hub.recordBy(PNC);
  return (values["youth.youthOrders"] ?? []).map(({ value }) => (value as { readonly end: string }).end);
}

async function eventsTakenIn(): Promise<number> {
  const rows = await hub.owner`select 1 from core.event where agency_id = ${YOT}`;
  return rows.length;
}

async function ledgerEntries(): Promise<number> {
  const [row] = await hub.owner<{ entries: number }[]>`select count(*)::int as entries from ledger.entry`;
  return row?.entries ?? 0;
}
