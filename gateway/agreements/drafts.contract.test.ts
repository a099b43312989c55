import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import {
  type AgreementsAtWork,
  drafted,
  narrower,
  type Parties,
  refusedBy,
  startAgreementsAtWork,
} from "#test/agreements-at-work.ts";
import { must, nextText } from "#test/dpo-at-work.ts";

let work: AgreementsAtWork;
let all: Parties;
let yaml: string;

beforeAll(async () => {
  work = await startAgreementsAtWork(10);
  all = work.parties();
  const { digest } = await all.yot.version(1);
  const text = await readFile(join(packageRoot(), "policies/worked-example.isa.yaml"), "utf8");
  yaml = text
    .replace("id: solent-example", `id: ${all.id}`)
    .replace("version: 1\n", "version: 2\n")
    .replace("previous: null", `previous: "${digest}"`);
});
afterAll(() => work?.[Symbol.asyncDispose]());

/** Nothing was written: no event, no version, and the version in force goes on. */
async function expectUntouched(): Promise<void> {
  const listed = await all.yot.call("GET", "/v1/agreements");
  const { agreements } = listed.body as { agreements: { id: string; version: number; state: string }[] };
  expect(agreements.filter(({ id }) => id === all.id)).toMatchObject([{ version: 1, state: "active" }]);
}

describe("a text that is no agreement", () => {
  test.each([
    [
      "an alias",
      (text: string) => text.replace("title: ", "title: &t ").replace("parent: null", "parent: *t"),
      /anchor|alias/,
    ],
    ["a bomb of aliases", () => `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`, /anchor|alias/],
    ["a tag", (text: string) => text.replace("version: 2", "version: !!int 2"), /tag/],
    ["a key twice", (text: string) => text.replace("marking:", "title: Another\nmarking:"), /second time/],
    ["a text that is no YAML", () => "a: [", /./],
  ])("with %s is refused at its line", async (_what, change, message) => {
    const answer = await all.yot.move("drafts", { yaml: change(yaml) });
    expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
    const { errors } = answer.body as { errors: { line: number; message: string }[] };
    expect(errors.some((error) => error.line > 0 && message.test(error.message))).toBe(true);
    await expectUntouched();
  });

  test.each([
    ["an unknown member", (text: string) => text.replace("marking:", "sharing: everything\nmarking:")],
    ["an unknown member of a rule", (text: string) => text.replace("id: P01", "id: P01\n    priority: 1")],
    ["a form that nobody knows", (text: string) => text.replace('"generalise:age-band"', "almost")],
    ["an instant that is not UTC", (text: string) => text.replace("2026-04-01T00:00:00Z", "2026-04-01T00:00:00+01:00")],
  ])("with %s is refused, the place and line named", async (_what, change) => {
    const answer = await all.yot.move("drafts", { yaml: change(yaml) });
    expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
    const { errors } = answer.body as { errors: { line: number; check: string }[] };
    expect(errors.every((error) => error.line > 0)).toBe(true);
    await expectUntouched();
  });

  test("of ten megabytes is not even read", async () => {
    const answer = await all.yot.move("drafts", { yaml: "a".repeat(10_000_000) }).catch((error: unknown) => error);
    // Refused before anybody's signature was looked at, so unsigned.
    expect(answer).toMatchObject({ unverified: { status: 413, body: expect.stringContaining("content-too-large") } });
    await expectUntouched();
  });

  test.each([
    ["nothing", {}],
    ["two texts", { yaml: "a: 1", document: {} }],
    ["a member there is not", { yaml: "a: 1", force: true }],
    ["a list", { document: [] }],
  ])("that comes as %s is refused", async (_what, body) => {
    expect(await all.yot.move("drafts", body)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
    await expectUntouched();
  });
});

describe("a text of another place", () => {
  test.each([
    ["another id", { id: "solent-other" }, "/id"],
    ["parties without the author", { parties: [] }, "/parties"],
  ])("with %s is refused", async (_what, change, pointer) => {
    const text = await nextText(all.yot, 1, (one) => ({
      ...one,
      ...change,
      ...("parties" in change ? { parties: one.parties.filter(({ id }) => id !== "solent-yot") } : {}),
    }));
    const answer = await all.yot.move("drafts", { document: text });
    const { errors } = answer.body as { errors: { pointer: string }[] };
    expect(answer.status).toBe(422);
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    await expectUntouched();
  });

  test("with a party that is no agency of the scheme is refused, since nobody could sign for it", async () => {
    const text = await nextText(all.yot, 1, (one) => ({
      ...one,
      parties: one.parties.map((party) =>
        party.id === "solent-housing" ? { ...party, id: "elsewhere-housing" } : party,
      ),
    }));
    const answer = await all.yot.move("drafts", { document: text });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/parties/3/id" }] } });
    await expectUntouched();
  });

  test.each([
    ["number", { version: 7 }],
    ["number of the version in force", { version: 1 }],
  ])("of the wrong %s is refused", async (_what, change) => {
    const text = await nextText(all.yot, 1, (one) => ({ ...one, ...change }));
    expect(await all.yot.move("drafts", { document: text })).toMatchObject(refusedBy("version-is-next"));
    await expectUntouched();
  });
});

describe("who may", () => {
  const text = (one: Parties) => nextText(one.yot, 1, narrower);

  test("only a data protection officer, only for auditing, and the refusal is logged", async () => {
    const body = { document: await text(all) };
    const worker = await all.yot.move("drafts", body, { actor: "yot-01" });
    expect(worker).toMatchObject({ status: 403, body: { code: "actor-not-permitted" } });
    const otherwise = await all.yot.move("drafts", body, { purpose: "iom-case-management" });
    expect(otherwise).toMatchObject({ status: 403, body: { code: "purpose-not-permitted" } });
    const logged = await work.hub.owner`
      select count(*)::int as n from ledger.entry where convert_from(entry, 'UTF8')::json->>'kind' = 'access.refused'`;
    expect(logged[0]?.["n"]).toBeGreaterThanOrEqual(2);
    await expectUntouched();
  });

  test("an agreement of others and one that is not there look the same", async () => {
    const prison = (path: string) =>
      work.hub.client("winchester-prison").call("GET", path, { actor: "dpo-prison", purpose: "dpo-audit" });
    const foreign = await prison(`/v1/agreements/${all.id}/versions/1`);
    const unknown = await prison("/v1/agreements/life-999/versions/1");
    expect([foreign.status, (foreign.body as { code: string }).code]).toEqual([404, "not-found"]);
    expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, "not-found"]);
    const written = await work.hub.client("winchester-prison").call("POST", `/v1/agreements/${all.id}/drafts`, {
      actor: "dpo-prison",
      purpose: "dpo-audit",
      body: { document: await text(all) },
    });
    expect(written).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  test("a draft is its party's own to change, and only as it was last read", async () => {
    const own = work.parties();
    const digest = await drafted(own, narrower);
    const edit = await nextText(own.yot, 1, (one) => ({ ...narrower(one), title: "The worked example, mended" }));
    const stranger = await own.police.move("drafts", { document: edit, replaces: digest });
    expect(stranger).toMatchObject(refusedBy("draft-is-own"));
    const stale = `sha256:${"0".repeat(64)}`;
    expect(await own.yot.move("drafts", { document: edit, replaces: stale })).toMatchObject(
      refusedBy("digest-is-current"),
    );
    must(await own.yot.move("drafts", { document: edit, replaces: digest }));
    expect(await own.yot.version(2)).toMatchObject({
      state: "draft",
      document: { title: "The worked example, mended" },
    });
  });

  test("a draft is listed to the officers of its parties, and to nobody else", async () => {
    const own = work.parties();
    await drafted(own, narrower);
    const listed = async (actor: string) => {
      const { body } = await own.housing.call("GET", "/v1/agreements", { actor });
      const { agreements } = body as { agreements: { id: string; version: number }[] };
      return agreements.filter(({ id }) => id === own.id).map(({ version }) => version);
    };
    expect(await listed("dpo-housing")).toEqual([1, 2]);
    expect(await listed("hous-01")).toEqual([1]);
  });
});

describe("a draft with faults of sense", () => {
  test.each([
    ["windows that contradict each other", 'from: "2026-04-01T00:00:00Z"', 'from: "2029-04-01T00:00:00Z"', "times"],
    ["a rule by a party that is none", "from: [solent-yot]", "from: [winchester-prison]", "names"],
    ["a clause that is not there", 'clause: "4.6"', 'clause: "9.9"', "names"],
    ["an example that does not hold", "police.pncId: full", "police.pncId: mask", "examples"],
  ])("with %s is kept with its faults and their lines, and cannot be proposed", async (_what, from, to, check) => {
    const own = work.parties();
    const { digest } = await own.yot.version(1);
    const text = yaml.replace(`id: ${all.id}`, `id: ${own.id}`).replace(/previous: .*/, `previous: "${digest}"`);
    expect(text).toContain(from);
    const written = must(await own.yot.move("drafts", { yaml: text.replace(from, to) }));
    const { faults, digest: draft } = written.body as { faults: { check: string; line: number }[]; digest: string };
    expect(faults.some((fault) => fault.check === check && fault.line > 0)).toBe(true);

    const checked = await own.yot.check(2);
    expect(checked).toMatchObject({ change: null });
    expect(checked.faults.map((fault) => fault.check)).toContain(check);
    const refused = await own.yot.move("proposal", { version: 2, digest: draft });
    expect(refused).toMatchObject(refusedBy("checks-pass"));
    expect((refused.body as { errors: unknown[] }).errors.length).toBeGreaterThan(0);
    expect(await own.yot.version(1)).toMatchObject({ state: "active" });
  });

  test("is told of a text that is not kept, line by line", async () => {
    const answer = must(await all.yot.move("checks", { yaml: yaml.replace('clause: "4.6"', 'clause: "9.9"') }));
    expect(answer.body).toMatchObject({ version: 2, change: null });
    await expectUntouched();
  });
});
