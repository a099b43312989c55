import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AgreementsAtWork,
  approved,
  drafted,
  narrower,
  type Parties,
  refusedBy,
  startAgreementsAtWork,
} from "#test/agreements-at-work.ts";
import { type Dpo, must, NOTE } from "#test/dpo-at-work.ts";
import { type GatewayAtWork, held, NOW } from "#test/gateway-at-work.ts";

let work: AgreementsAtWork;
let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  work = await startAgreementsAtWork(18);
  ({ hub } = work);
  person = await hub.addPerson({
    values: {
      "identity.firstName": held("hampshire-police", "Dana"),
      "police.pncId": held("hampshire-police", "2010/9999999X"),
      "treatment.engagement": held("solent-drug-services", "engaged"),
    },
    consents: [
      {
        consentId: "CN-1",
        takenBy: "solent-drug-services",
        state: "given",
        fields: ["treatment.engagement"],
        recipients: ["solent-probation"],
        purposes: ["iom-case-management"],
        validFrom: "2026-10-01T00:00:00Z",
        expiresAt: null,
        withdrawnAt: null,
      },
    ],
  });
});
afterAll(() => work?.[Symbol.asyncDispose]());

/** What a probation practitioner sees of Dana under this agreement: field paths, or the code of the refusal. */
async function seen({ id }: Parties): Promise<readonly string[] | string> {
  const personId = await hub.idFor("solent-probation", person);
  const answer = await hub.client("solent-probation").call("GET", `/v1/people/${personId}`, {
    actor: "prac-01",
    purpose: "iom-case-management",
    agreement: id,
  });
  const { fields, code } = answer.body as { fields?: object; code?: string };
  return fields === undefined ? (code ?? "") : Object.keys(fields).toSorted();
}

const EVERYTHING = ["identity.firstName", "police.pncId", "treatment.engagement"];
const suspend = (dpo: Dpo, more: object = {}) => dpo.move("suspension", { version: 1, reason: NOTE, ...more });
const resume = (dpo: Dpo) => dpo.move("suspension", { version: 1, reason: NOTE, resume: true });

describe("a suspension", () => {
  test("by any one party stops all sharing before its call is answered, until each that suspended has resumed", async () => {
    const all = work.parties();
    expect(await seen(all)).toEqual(EVERYTHING);
    expect(must(await suspend(all.housing)).body).toMatchObject({
      state: "suspended",
      nextStep: "suspended by Solent Council Housing",
    });
    expect(await seen(all)).toBe("agreement-not-in-force");
    must(await suspend(all.police));
    must(await resume(all.housing));
    expect(await seen(all)).toBe("agreement-not-in-force");
    must(await resume(all.police));
    expect(await seen(all)).toEqual(EVERYTHING);
  });

  test("of fields stops what that party gives of them, and nothing else", async () => {
    const all = work.parties();
    must(await suspend(all.police, { fields: ["police.pncId"] }));
    expect(await seen(all)).toEqual(["identity.firstName", "treatment.engagement"]);
    expect(await all.yot.version(1)).toMatchObject({
      state: "active",
      suspensions: [{ party: "hampshire-police", fields: ["police.pncId"], reason: NOTE }],
    });
    must(await resume(all.police));
    expect(await seen(all)).toEqual(EVERYTHING);
  });

  test("of fields that the party does not give is refused", async () => {
    const all = work.parties();
    const others = await suspend(all.housing, { fields: ["police.pncId"] });
    expect(others).toMatchObject(refusedBy("fields-are-own"));
    const unknown = await suspend(all.police, { fields: ["police.shoeSize"] });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: "/fields/0" }] } });
    expect(await seen(all)).toEqual(EVERYTHING);
  });

  test("only grows until its party resumes", async () => {
    const all = work.parties();
    must(await suspend(all.police, { fields: ["police.pncId"] }));
    const less = await suspend(all.police, { fields: ["police.offendingHistory"] });
    expect(less).toMatchObject(refusedBy("party-has-not-suspended"));
    must(await suspend(all.police));
    expect(await suspend(all.police)).toMatchObject(refusedBy("party-has-not-suspended"));
    expect(await seen(all)).toBe("agreement-not-in-force");
  });

  test("outlasts the version it was made under", async () => {
    const all = work.parties();
    const digest = await approved(all);
    must(await suspend(all.drugs));
    must(await all.yot.move("activation", { version: 2, digest }));
    expect(await all.yot.version(2)).toMatchObject({ state: "suspended" });
    expect(await seen(all)).toBe("agreement-not-in-force");
    must(await all.drugs.move("suspension", { version: 2, reason: NOTE, resume: true }));
    expect(await seen(all)).toEqual(EVERYTHING);
  });

  test("that follows a resumption holds, though the clock of its node is behind", async () => {
    const all = work.parties();
    must(await suspend(all.police));
    must(await resume(all.police));
    hub.clock.set(new Date(NOW.getTime() - 5_000));
    must(await suspend(all.housing));
    hub.clock.set(NOW);
    expect(await seen(all)).toBe("agreement-not-in-force");
    hub.clock.set(new Date(NOW.getTime() + 60_000));
    expect(await seen(all)).toBe("agreement-not-in-force");
    hub.clock.set(NOW);
  });

  test.each([
    ["a draft", 2, "version-in-force"],
    ["a version that is not there", 9, null],
  ])("of %s is refused", async (_what, version, guard) => {
    const all = work.parties();
    await drafted(all, narrower);
    const refused = await all.police.move("suspension", { version, reason: NOTE });
    expect(refused).toMatchObject(guard === null ? { status: 404 } : refusedBy(guard));
    expect(await seen(all)).toEqual(EVERYTHING);
  });

  test("without a reason is refused", async () => {
    const all = work.parties();
    const silent = await all.police.move("suspension", { version: 1 });
    expect(silent).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  });

  test("is not another party's to end", async () => {
    const all = work.parties();
    must(await suspend(all.housing));
    expect(await resume(all.police)).toMatchObject(refusedBy("party-has-suspended"));
    expect(await seen(all)).toBe("agreement-not-in-force");
  });
});

describe("a termination", () => {
  test("stops all sharing for good, and nothing is drafted after it", async () => {
    const all = work.parties();
    const waiting = await approved(all);
    must(await all.police.move("termination", { version: 1, reason: NOTE }));
    expect(await all.yot.version(1)).toMatchObject({
      state: "terminated",
      nextStep: "terminated from 21 November 2026",
    });
    expect(await seen(all)).toBe("agreement-not-in-force");
    const again = await all.police.move("termination", { version: 1, reason: NOTE });
    expect(again).toMatchObject(refusedBy("agreement-not-terminated"));
    expect(await all.yot.move("drafts", { again: 1 })).toMatchObject(refusedBy("agreement-not-terminated"));
    const late = await all.yot.move("activation", { version: 2, digest: waiting });
    expect(late).toMatchObject(refusedBy("agreement-not-terminated"));
    expect(await resume(all.police)).toMatchObject(refusedBy("version-in-force"));
  });

  test("at a time ahead changes nothing until then", async () => {
    const all = work.parties();
    must(await all.police.move("termination", { version: 1, reason: NOTE, effectiveAt: "2026-11-22T00:00:00Z" }));
    expect(await seen(all)).toEqual(EVERYTHING);
    expect(await all.yot.version(1)).toMatchObject({ nextStep: "in force, is terminated in 1 day" });
    hub.clock.set(new Date("2026-11-22T00:00:00Z"));
    expect(await all.yot.version(1)).toMatchObject({ state: "terminated" });
    hub.clock.set(NOW);
  });

  test("tells every receiver at once what to erase; one that lies ahead tells nobody yet", async () => {
    const notices = async ({ id, probation }: Parties) => {
      const { body } = must(await probation.call("GET", "/v1/erasure-notices"));
      const { notices: all } = body as { notices: { agreement: string; reason: string }[] };
      return all.filter(({ agreement }) => agreement === id).map(({ reason }) => reason);
    };
    const ahead = work.parties();
    await seen(ahead);
    must(await ahead.police.move("termination", { version: 1, reason: NOTE, effectiveAt: "2026-11-22T00:00:00Z" }));
    expect(await notices(ahead)).toEqual([]);
    const now = work.parties();
    await seen(now);
    must(await now.police.move("termination", { version: 1, reason: NOTE }));
    expect(await notices(now)).toEqual(["terminated"]);
  });

  test("is in the log with the officer who made it, for every party", async () => {
    const all = work.parties();
    const { body } = must(await all.police.move("termination", { version: 1, reason: NOTE }));
    const { receipt } = body as { receipt: { id: string } };
    const [row] = await hub.owner<{ entry: Record<string, unknown> }[]>`
      select convert_from(entry, 'UTF8')::json as entry from ledger.entry where receipt_id = ${receipt.id}`;
    expect(row?.entry).toMatchObject({
      kind: "agreement.terminated",
      agency: "hampshire-police",
      actor_ref: "dpo-police",
      agreement: `${all.id}@1`,
      recipient: ["hampshire-police", "solent-probation", "solent-yot", "solent-housing", "solent-drug-services"],
    });
  });
});
