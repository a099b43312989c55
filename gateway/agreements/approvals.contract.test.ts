import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import { signApproval } from "#gateway/client/sign-approval.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import {
  type AgreementsAtWork,
  drafted,
  narrower,
  type Parties,
  proposed,
  refusedBy,
  startAgreementsAtWork,
  wider,
} from "#test/agreements-at-work.ts";
import { type Dpo, must, NOTE, nextText, withForm } from "#test/dpo-at-work.ts";
import { type GatewayAtWork, NOW } from "#test/gateway-at-work.ts";

let work: AgreementsAtWork;
let hub: GatewayAtWork;

beforeAll(async () => {
  work = await startAgreementsAtWork(18);
  ({ hub } = work);
});
afterAll(() => work?.[Symbol.asyncDispose]());

const approve = async (
  dpo: Dpo,
  said: { readonly digest: string; readonly gains?: readonly string[] },
  signature?: string,
) => {
  const body = { version: 2, gains: [], note: NOTE, ...said };
  return dpo.move("approvals", { ...body, signature: signature ?? (await dpo.sign({ ...said, version: 2 })) });
};

/** Probation no longer gets the last name either. */
const narrowest = (text: Agreement) => withForm(narrower(text), "P01", "identity.lastName", null);

/** Nobody has signed, and the version before is in force. */
async function expectUnsigned({ yot }: Parties): Promise<void> {
  expect(await yot.version(2)).toMatchObject({ state: "proposed", signatures: [] });
  expect(await yot.version(1)).toMatchObject({ state: "active" });
}

describe("an approval", () => {
  test("of a draft is refused", async () => {
    const all = work.parties();
    const digest = await drafted(all, narrower);
    expect(await approve(all.police, { digest })).toMatchObject(refusedBy("version-is-proposed"));
  });

  test("over a digest that has changed is refused", async () => {
    const all = work.parties();
    const first = await proposed(all, narrower);
    const signed = await all.police.sign({ version: 2, digest: first });
    const edit = await nextText(all.yot, 1, narrowest);
    const { body } = must(await all.yot.move("drafts", { document: edit, replaces: first }));
    const { digest } = body as { digest: string };
    must(await all.yot.move("proposal", { version: 2, digest }));
    expect(await approve(all.police, { digest: first }, signed)).toMatchObject(refusedBy("digest-is-current"));
    expect(await approve(all.police, { digest }, signed)).toMatchObject(refusedBy("signature-covers-approval"));
    await expectUnsigned(all);
  });

  test("that was used is refused, even for the same text proposed again", async () => {
    const all = work.parties();
    const digest = await proposed(all, wider);
    const { change } = await all.police.check(2);
    const gains = (change?.gains ?? []).filter(({ party }) => party === "hampshire-police").map(({ key }) => key);
    const signed = await all.police.sign({ version: 2, digest, gains });
    must(await approve(all.police, { digest, gains }, signed));
    expect(await approve(all.police, { digest, gains }, signed)).toMatchObject(refusedBy("party-has-not-approved"));

    must(await all.yot.move("proposal", { version: 2, digest, withdraw: true, reason: NOTE }));
    must(await all.yot.move("proposal", { version: 2, digest }));
    expect(await approve(all.police, { digest, gains }, signed)).toMatchObject(refusedBy("approval-is-new"));
    await expectUnsigned(all);
  });

  test("repeated with its Idempotency-Key is answered as before, and counts once", async () => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    const body = {
      version: 2,
      digest,
      gains: [],
      note: NOTE,
      signature: await all.police.sign({ version: 2, digest }),
    };
    const idempotencyKey = randomUUID();
    const first = must(await all.police.move("approvals", body, { idempotencyKey }));
    const second = must(await all.police.move("approvals", body, { idempotencyKey }));
    expect(second.body).toEqual(first.body);
    expect((await all.yot.version(2)).signatures).toHaveLength(1);
  });

  test("without a tick for each gain of health data is refused, and those missing are named", async () => {
    const all = work.parties();
    const digest = await proposed(all, wider);
    const refused = await approve(all.probation, { digest });
    expect(refused).toMatchObject(refusedBy("gains-are-ticked"));
    const { change } = await all.probation.check(2);
    const own = (change?.gains ?? []).filter(({ party }) => party === "solent-probation").map(({ key }) => key);
    expect((refused.body as { missing: string[] }).missing).toEqual(own);
    expect(await approve(all.probation, { digest, gains: [...own, "gain:nobody:nothing"] })).toMatchObject(
      refusedBy("gains-are-known"),
    );
    await expectUnsigned(all);
  });

  test("by an author is refused, and so is one by a party that need not sign", async () => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    expect(await approve(all.yot, { digest })).toMatchObject(refusedBy("author-never-approves"));
    expect(await approve(all.housing, { digest })).toMatchObject(refusedBy("party-must-sign"));
    await expectUnsigned(all);
  });

  test.each([
    ["another text", { digest: `sha256:${"0".repeat(64)}` }, "signature-covers-approval"],
    ["another version", { version: 3 }, "signature-covers-approval"],
    ["another agreement", { agreement: "solent-other" }, "signature-covers-approval"],
    ["another party", { party: "solent-housing" }, "signature-covers-approval"],
    ["other gains", { gains: ["gain:a:b"] }, "signature-covers-approval"],
    ["another reason", { note: "Not the reason in the call" }, "signature-covers-approval"],
    ["yesterday", { signedAt: "2026-11-20T12:00:00Z" }, "signature-is-fresh"],
    ["tomorrow", { signedAt: "2026-11-22T12:00:00Z" }, "signature-is-fresh"],
  ])("that signs %s is refused", async (_what, said, guard) => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    const signed = await all.police.sign({ version: 2, digest, ...said });
    expect(await approve(all.police, { digest }, signed)).toMatchObject(refusedBy(guard));
    await expectUnsigned(all);
  });

  test("with a key that is not the calling officer's own is refused, whosever it is", async () => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    const said = { agreement: all.id, version: 2, digest, party: "hampshire-police", gains: [], note: NOTE };
    const payload = { ...said, nonce: "n".repeat(22), signedAt: NOW.toISOString() };
    const unknown = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const revoked = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const keyid = await registerAgencyKey(hub.owner, {
      agencyId: "hampshire-police",
      use: "officer",
      actor: "dpo-police",
      publicJwk: { kty: revoked.kty, crv: revoked.crv, x: revoked.x },
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2028-01-01T00:00:00Z"),
    });
    await hub.owner`update gateway.agency_key set state = 'revoked' where keyid = ${keyid}`;
    for (const jwk of [
      hub.officerJwk("hampshire-police", "insp-01"),
      hub.officerJwk("solent-probation", "dpo-probation"),
      unknown,
      revoked,
    ]) {
      const signed = await signApproval(payload, jwk);
      expect(await approve(all.police, { digest }, signed)).toMatchObject(refusedBy("signature-by-own-key"));
    }
    await expectUnsigned(all);
  });

  test("that is no signature at all is no approval", async () => {
    const all = work.parties();
    const digest = await proposed(all, narrower);
    expect(await approve(all.police, { digest }, "a.b.c")).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/signature" }] },
    });
    await expectUnsigned(all);
  });
});
