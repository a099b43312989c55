import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Agreement } from "#policies/agreement-document.ts";
import {
  type AgreementsAtWork,
  approved,
  narrower,
  type Parties,
  proposed,
  refusedBy,
  startAgreementsAtWork,
} from "#test/agreements-at-work.ts";
import { type Dpo, must, NOTE, nextText, withForm } from "#test/dpo-at-work.ts";
import { type GatewayAtWork, held } from "#test/gateway-at-work.ts";

let work: AgreementsAtWork;
let hub: GatewayAtWork;

beforeAll(async () => {
  work = await startAgreementsAtWork(9);
  ({ hub } = work);
});
afterAll(() => work?.[Symbol.asyncDispose]());

/** Probation no longer gets the last name either. */
const narrowest = (text: Agreement) => withForm(narrower(text), "P01", "identity.lastName", null);

/** Nobody has signed, and the version before is in force. */
async function expectUnsigned({ yot }: Parties): Promise<void> {
  expect(await yot.version(2)).toMatchObject({ state: "proposed", signatures: [] });
  expect(await yot.version(1)).toMatchObject({ state: "active" });
}

describe("an activation", () => {
  const activate = (dpo: Dpo, digest: string, more: object = {}) =>
    dpo.move("activation", { version: 2, digest, ...more });

  test("without every signature is refused", async () => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    expect(await activate(all.yot, digest)).toMatchObject(refusedBy("version-is-approved"));
    await expectUnsigned(all);
  });

  test("of two at once the second is refused, and there is one", async () => {
    const all = work.parties();
    const digest = await approved(all);
    const answers = await Promise.all([all.yot, all.police, all.housing].map((dpo) => activate(dpo, digest)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toMatchObject([refusedBy("version-is-approved"), refusedBy("version-is-approved")]);
    const { events } = await all.yot.version(2);
    expect(events.filter(({ kind }) => kind === "activated")).toHaveLength(1);
  });

  test("of two versions over the same one the second is refused until it follows the first", async () => {
    const all = work.parties();
    const digest = await approved(all);
    const other = await nextText(all.yot, 1, (text) => ({ ...narrowest(text), version: 3 }));
    const drafting = must(await all.yot.move("drafts", { document: other }));
    const { digest: third } = drafting.body as { digest: string };
    must(await all.yot.move("proposal", { version: 3, digest: third }));
    must(await all.police.approve(3));
    must(await activate(all.yot, digest));
    const late = await all.yot.move("activation", { version: 3, digest: third });
    expect(late).toMatchObject(refusedBy("base-is-current"));
    expect(await all.yot.version(2)).toMatchObject({ state: "active" });
  });

  test("of a text that was read before an edit is refused", async () => {
    const all = work.parties();
    await approved(all);
    const stale = await activate(all.yot, `sha256:${"0".repeat(64)}`);
    expect(stale).toMatchObject(refusedBy("digest-is-current"));
  });

  test.each([
    ["before the last signature", "2026-11-21T11:59:59Z", "start-follows-signatures"],
    ["when its own time is over", "2027-04-01T00:00:00Z", "start-is-inside"],
  ])("%s is refused", async (_when, at, guard) => {
    const all = work.parties();
    const digest = await approved(all);
    expect(await activate(all.yot, digest, { at })).toMatchObject(refusedBy(guard));
    expect(await all.yot.version(1)).toMatchObject({ state: "active" });
  });

  test("that says so tells those who lose a field to erase it, and only with a start at once", async () => {
    const all = work.parties();
    const dana = await hub.addPerson({ values: { "police.intelligence": held("hampshire-police", { code: "p" }) } });
    const path = `/v1/people/${await hub.idFor("solent-probation", dana)}`;
    const as = { actor: "prac-01", purpose: "iom-case-management", agreement: all.id };
    must(await hub.client("solent-probation").call("GET", path, as));
    const digest = await approved(all);
    const ahead = await activate(all.yot, digest, { at: "2026-12-01T00:00:00Z", erase: true });
    expect(ahead).toMatchObject({ status: 422, body: { errors: [{ pointer: "/erase" }] } });
    must(await activate(all.yot, digest, { erase: true }));
    const { body } = must(await all.probation.call("GET", "/v1/erasure-notices"));
    expect(body).toMatchObject({
      notices: [{ agreement: all.id, reason: "narrowed", fields: [{ field: "police.intelligence" }] }],
    });
  });

  test("cannot be withdrawn once it has begun, and voids nothing until then", async () => {
    const all = work.parties();
    const digest = await approved(all);
    must(await activate(all.yot, digest, { at: "2026-12-01T00:00:00Z" }));
    must(await all.yot.move("proposal", { version: 2, digest, withdraw: true, reason: NOTE }));
    expect(await all.yot.version(2)).toMatchObject({ state: "draft" });
    must(await all.yot.move("proposal", { version: 2, digest }));
    must(await all.police.approve(2));
    must(await activate(all.yot, digest));
    const late = await all.yot.move("proposal", { version: 2, digest, withdraw: true, reason: NOTE });
    expect(late).toMatchObject(refusedBy("version-is-open"));
  });
});
