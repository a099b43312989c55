import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AgreementsAtWork,
  drafted,
  narrower,
  proposed,
  refusedBy,
  startAgreementsAtWork,
} from "#test/agreements-at-work.ts";
import { must, nextText } from "#test/dpo-at-work.ts";

let work: AgreementsAtWork;

beforeAll(async () => {
  work = await startAgreementsAtWork(5);
});
afterAll(() => work?.[Symbol.asyncDispose]());

describe("a proposal", () => {
  test("is made by somebody who wrote the draft, of the text as it is now, after the version in force", async () => {
    const own = work.parties();
    const digest = await drafted(own, narrower);
    expect(await own.police.move("proposal", { version: 2, digest })).toMatchObject(refusedBy("author-proposes"));
    const stale = { version: 2, digest: `sha256:${"0".repeat(64)}` };
    expect(await own.yot.move("proposal", stale)).toMatchObject(refusedBy("digest-is-current"));
    expect(await own.yot.move("proposal", { version: 9, digest })).toMatchObject({ status: 404 });
    must(await own.yot.move("proposal", { version: 2, digest }));
    expect(await own.yot.move("proposal", { version: 2, digest })).toMatchObject(refusedBy("version-is-draft"));
  });

  test("names in previous what it follows", async () => {
    const own = work.parties();
    const digest = await drafted(own, (text) => ({ ...narrower(text), previous: null }));
    expect(await own.yot.move("proposal", { version: 2, digest })).toMatchObject(refusedBy("base-is-current"));
  });

  test("is refused where every officer of a party that must sign wrote of the draft", async () => {
    const own = work.parties();
    const text = await nextText(own.police, 1, narrower);
    const first = must(await own.police.move("drafts", { document: text })).body as { digest: string };
    const byDeputy = { document: { ...text, title: "As the deputy has it" }, replaces: first.digest };
    const second = must(await own.police.move("drafts", byDeputy, { actor: "deputy-dpo-police" }));
    const { digest } = second.body as { digest: string };
    expect(await own.police.move("proposal", { version: 2, digest })).toMatchObject(refusedBy("every-party-can-sign"));
  });

  test("that is edited is a draft again", async () => {
    const own = work.parties();
    const digest = await proposed(own, narrower);
    const edit = await nextText(own.yot, 1, (one) => ({ ...narrower(one), title: "The worked example, mended" }));
    must(await own.yot.move("drafts", { document: edit, replaces: digest }));
    expect(await own.yot.version(2)).toMatchObject({ state: "draft", stillToSign: { every: [], oneOf: [] } });
  });
});
