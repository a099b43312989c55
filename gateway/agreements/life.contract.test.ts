import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import {
  type AgreementsAtWork,
  approved,
  drafted,
  narrower,
  type Parties,
  proposed,
  refusedBy,
  startAgreementsAtWork,
  wider,
} from "#test/agreements-at-work.ts";
import { agreementsFolder } from "#test/agreements-folder.ts";
import { type Dpo, dpoAt, must, NOTE, nextText, proposeAndSign } from "#test/dpo-at-work.ts";
import { type GatewayAtWork, NOW } from "#test/gateway-at-work.ts";

let work: AgreementsAtWork;
let hub: GatewayAtWork;
let parties: () => Parties;

beforeAll(async () => {
  work = await startAgreementsAtWork(9);
  ({ hub, parties } = work);
});
afterAll(() => work?.[Symbol.asyncDispose]());

describe("from a draft to the version in force", () => {
  test("a limit that takes nothing away today is no fault, and is shown", async () => {
    const all = parties();
    const grants = [{ form: "withhold" as const, fields: ["police.pncId" as const] }];
    const guarded = await nextText(all.yot, 1, (text) => ({
      ...text,
      rules: text.rules.flatMap((rule) => (rule.id === "L02" ? [rule, { ...rule, id: "L09", grants }] : [rule])),
    }));
    const { body } = must(await all.yot.move("checks", { document: guarded }));
    expect(body).toMatchObject({
      faults: [],
      guards: [{ rule: "L09", message: "Rule L09: it changes nothing today and stands guard against rules to come." }],
    });
  });

  test("a narrowing needs one originator, and is in force for everybody once it is active", async () => {
    const all = parties();
    await drafted(all, narrower);
    const { faults, examples, change } = await all.yot.check(2);
    expect({ faults, examples }).toEqual({ faults: [], examples: { stored: 1, failed: 0 } });
    expect(change).toMatchObject({ isWidening: false, gains: [], signatures: { every: [] } });
    expect(change?.losses.map(({ party, field }) => [party, field])).toEqual([
      ["solent-probation", "police.intelligence"],
    ]);
    expect(change?.signatures.oneOf.map(({ party }) => party)).toEqual(["hampshire-police"]);

    const digest = await proposeAndSign(all.yot, 2, [all.police]);
    expect(await all.yot.version(2)).toMatchObject({
      state: "approved",
      nextStep: "signed by all who must, to be made active",
    });
    const activated = must(await all.housing.move("activation", { version: 2, digest }));
    expect(activated.body).toMatchObject({ state: "active", startsAt: NOW.toISOString() });

    expect(await all.yot.version(1)).toMatchObject({ state: "superseded", nextStep: "replaced by a later version" });
    const { boundFrom, signatures, events } = await all.yot.version(2);
    expect(boundFrom).toEqual({
      "hampshire-police": NOW.toISOString(),
      "solent-probation": "2026-04-01T00:00:00.000Z",
      "solent-yot": "2026-04-01T00:00:00.000Z",
      "solent-housing": "2026-04-01T00:00:00.000Z",
      "solent-drug-services": "2026-04-01T00:00:00.000Z",
    });
    expect(signatures.map(({ party, note }) => [party, note])).toEqual([["hampshire-police", NOTE]]);
    expect(events.map(({ kind }) => kind)).toEqual(["drafted", "proposed", "approved", "activated"]);
  });

  test("a widening needs everybody who gives or gets more, each ticking the health data it concerns", async () => {
    const all = parties();
    const digest = await proposed(all, wider);
    const { change } = await all.yot.check(2);
    expect(change?.signatures.every.map(({ party }) => party)).toEqual([
      "hampshire-police",
      "solent-drug-services",
      "solent-probation",
    ]);
    expect(change?.gains.every(({ isSpecial }) => isSpecial)).toBe(true);
    expect(await all.yot.version(2)).toMatchObject({ nextStep: "waiting for 3 signatures" });

    must(await all.drugs.approve(2));
    must(await all.police.approve(2));
    expect(await all.yot.version(2)).toMatchObject({
      nextStep: "waiting for 1 signature",
      stillToSign: { every: ["solent-probation"], oneOf: [] },
    });
    const early = await all.yot.move("activation", { version: 2, digest });
    expect(early).toMatchObject(refusedBy("version-is-approved"));
    must(await all.probation.approve(2));
    expect(must(await all.yot.move("activation", { version: 2, digest })).body).toMatchObject({ state: "active" });
  });

  test("a start that lies ahead changes nothing until then, and a shadow day lies a day ahead", async () => {
    const all = parties();
    const digest = await approved(all);
    const activated = must(await all.police.move("activation", { version: 2, digest, shadow: true }));
    expect(activated.body).toMatchObject({
      state: "approved",
      startsAt: "2026-11-22T12:00:00.000Z",
      nextStep: "signed, starts on 22 November 2026",
    });
    expect(await all.yot.version(1)).toMatchObject({ state: "active" });
  });

  test("a roll-back is the content of an earlier version as a new one, and only what widens waits for signatures", async () => {
    const all = parties();
    const digest = await approved(all);
    must(await all.yot.move("activation", { version: 2, digest }));
    must(await all.yot.move("drafts", { again: 1 }));
    const { change } = await all.yot.check(3);
    expect(change?.gains.map(({ party, field }) => [party, field])).toEqual([
      ["solent-probation", "police.intelligence"],
    ]);
    const again = await proposeAndSign(all.yot, 3, [all.police, all.probation]);
    // Another instant than the version before, since versions follow each other in time.
    hub.clock.set(new Date(NOW.getTime() + 60_000));
    must(await all.yot.move("activation", { version: 3, digest: again }));
    hub.clock.set(NOW);
    const [first, third] = [await all.yot.version(1), await all.yot.version(3)];
    expect(third.document).toEqual({ ...first.document, version: 3, previous: digest });
  });

  test("a version is sent back with a reason, which voids every approval", async () => {
    const all = parties();
    const digest = await approved(all);
    const silent = await all.police.move("proposal", { version: 2, digest, withdraw: true });
    expect(silent).toMatchObject({ status: 422, body: { errors: [{ pointer: "/reason" }] } });
    const uninvolved = await all.housing.move("proposal", { version: 2, digest, withdraw: true, reason: NOTE });
    expect(uninvolved).toMatchObject(refusedBy("party-may-return"));
    must(await all.police.move("proposal", { version: 2, digest, withdraw: true, reason: NOTE }));
    expect(await all.yot.version(2)).toMatchObject({ state: "draft", signatures: [] });
  });

  test("a draft is put away by those who wrote it, by its digest, and its number is not used again", async () => {
    const all = parties();
    const digest = await drafted(all, narrower);
    const path = `/v1/agreements/${all.id}/drafts/2`;
    const put = (dpo: Dpo, headers: Readonly<Record<string, string>> = {}) =>
      dpo.call("DELETE", path, { idempotencyKey: randomUUID(), headers });
    const match = { "if-match": `"${digest}"` };
    expect(await put(all.yot)).toMatchObject({ status: 428, body: { code: "precondition-required" } });
    expect(await put(all.yot, { "if-match": `"sha256:${"0".repeat(64)}"` })).toMatchObject(
      refusedBy("digest-is-current"),
    );
    expect(await put(all.police, match)).toMatchObject(refusedBy("draft-is-own"));
    const deleted = must(await put(all.yot, match));
    expect(deleted.body).toMatchObject({ version: 2, nextStep: "deleted" });
    expect(await all.yot.call("GET", `/v1/agreements/${all.id}/versions/2`)).toMatchObject({ status: 404 });
    const reused = await all.yot.move("drafts", { document: await nextText(all.yot, 1, narrower) });
    expect(reused).toMatchObject(refusedBy("version-is-next"));
  });

  test("what comes with the folder of a hub in production waits for every party, and nothing is shared until then", async () => {
    const opened = new OpenedThings();
    onTestFinished(() => opened.close());
    const agreementsDirectory = await agreementsFolder(opened, [
      { ...readDraft("worked-example.isa.yaml"), id: "first" },
    ]);
    await hub.startNode({ mode: "production", agreementsDirectory });
    const signers = [
      "hampshire-police",
      "solent-probation",
      "solent-yot",
      "solent-housing",
      "solent-drug-services",
    ].map((party) => dpoAt(hub, party, "first"));
    const [police] = signers;
    const as = { actor: "prac-01", purpose: "iom-case-management", agreement: "first" };
    const asked = () => hub.client("solent-probation").call("GET", `/v1/people/${randomUUID()}`, as);
    expect(await police?.version(1)).toMatchObject({ state: "proposed", nextStep: "waiting for 5 signatures" });
    for (const signer of signers) {
      expect(await asked()).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
      must(await signer.approve(1));
    }
    const { digest, state } = (await police?.version(1)) ?? { digest: "", state: "" };
    expect(state).toBe("approved");
    const activated = must(await dpoAt(hub, "solent-yot", "first").move("activation", { version: 1, digest }));
    expect(activated.body).toMatchObject({ state: "active", startsAt: NOW.toISOString() });
    expect(await asked()).toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});

test("a move of which the bus cannot tell the other nodes is made, is said to be, and holds on all of them", async () => {
  const all = parties();
  const opened = new OpenedThings();
  onTestFinished(() => opened.close());
  const agreementsDirectory = await agreementsFolder(opened, [
    { ...readDraft("worked-example.isa.yaml"), id: "untold" },
  ]);
  const node = await hub.startNode({ agreementsDirectory });
  await node.bus.close();
  const police = dpoAt({ ...hub, client: node.client }, "hampshire-police", all.id);

  const moved = await police.move("suspension", { version: 1, reason: NOTE });

  expect(moved).toMatchObject({ status: 200, body: { state: "suspended" } });
  expect(await all.police.version(1)).toMatchObject({ state: "suspended" });
});
