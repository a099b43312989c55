import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { until } from "#test/eventually.ts";
import { id, probation, register, released, tenancy } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"));
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
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
    await until(async () => (await setAside()).length >= 3);
    expect(await setAside()).toEqual([
      { reason: "type-mismatch", kept: false },
      { reason: "agency-mismatch", kept: false },
      { reason: "agency-unknown", kept: false },
    ]);
    expect(await core.personBy("NOMS", "A9001AA")).toBeNull();
  });

  test("cannot be stored, and does not keep the next one waiting", async () => {
    const poison = tenancy(
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
