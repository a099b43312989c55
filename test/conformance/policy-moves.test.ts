import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { runCommand } from "#services/cli/run-command.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { type AgreementsAtWork, narrower, type Parties, startAgreementsAtWork, wider } from "../agreements-at-work.ts";
import { demonstrationScheme } from "../demonstration-scheme.ts";
import { NOTE, nextText } from "../dpo-at-work.ts";
import { makeTestFolder } from "../servers.ts";

const opened = new OpenedThings();
let work: AgreementsAtWork;
let folder: string;

beforeAll(async () => {
  work = await startAgreementsAtWork(5);
  opened.add(() => work[Symbol.asyncDispose]());
  folder = await makeTestFolder(opened);
  await leaveDemonstration();
});
afterAll(() => opened.close());

/** The file that the demonstration leaves for the engineers of its agencies. */
async function leaveDemonstration(): Promise<void> {
  const { hub } = work;
  const { agencies, officers } = await demonstrationScheme();
  const listed = agencies.map(({ agencyId }) => ({
    agencyId,
    keyid: hub.keyidOf(agencyId),
    privateJwk: hub.agencyJwk(agencyId),
    officers: officers
      .filter((officer) => officer.agencyId === agencyId)
      .map(({ actor, role }) => ({ actor, role, privateJwk: hub.officerJwk(agencyId, actor) })),
  }));
  await mkdir(join(folder, "demo"));
  await writeFile(join(folder, "demo/agencies.json"), JSON.stringify({ origin: hub.origin, agencies: listed }));
}

async function concordat(...args: readonly string[]) {
  let [out, err] = ["", ""];
  const code = await runCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: { HUB_DATA: folder },
    signal: new AbortController().signal,
    now: work.hub.clock.now,
  });
  return { code, out, err };
}

const policy = (...args: readonly string[]) => concordat("policy", ...args);

async function draftFile({ id, yot }: Parties, change: typeof wider): Promise<string> {
  const file = join(folder, `${id}.isa.yaml`);
  await writeFile(file, stringify(await nextText(yot, 1, change)));
  return file;
}

const DIGEST = /sha256:[0-9a-f]{64}/;
const digestIn = (text: string) => DIGEST.exec(text)?.[0] ?? "";

async function keyFile(name: string, jwk: PrivateJwk): Promise<string> {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(jwk));
  return file;
}

test("a draft is taken from its file to activation, each party's officer reading and signing for themselves", async () => {
  const all = work.parties();
  const { id } = all;

  const drafted = await policy("draft", await draftFile(all, wider), "--as", "solent-yot");
  expect(drafted).toMatchObject({ code: 0, err: "" });
  expect(drafted.out).toContain(`${id} version 2 is draft`);
  const proposed = await policy("propose", id, "2", "--as", "solent-yot");
  expect(proposed).toMatchObject({ code: 0, err: "" });

  for (const party of ["hampshire-police", "solent-probation", "solent-drug-services"]) {
    const read = await policy("approve", id, "2", "--as", party);
    expect(read).toMatchObject({ code: 0, err: "" });
    expect(read.out).toContain("Your party must sign.");
    const ticks = [...read.out.matchAll(/must be ticked: (\S+)/g)].flatMap(([, key]) => ["--tick", key ?? ""]);
    expect(ticks).not.toEqual([]);
    const signing = ["--digest", digestIn(read.out), "--note", NOTE, ...ticks];
    expect(await policy("approve", id, "2", "--as", party, ...signing)).toMatchObject({ code: 0, err: "" });
  }
  const activated = await policy("activate", id, "2", "--as", "solent-yot", "--json");

  expect(JSON.parse(activated.out)).toMatchObject({ id, version: 2, state: "active", digest: digestIn(drafted.out) });
  const { signatures } = await all.yot.version(2);
  expect(signatures.map(({ party, actor, note }) => ({ party, actor, note }))).toEqual([
    { party: "hampshire-police", actor: "dpo-police", note: NOTE },
    { party: "solent-probation", actor: "dpo-probation", note: NOTE },
    { party: "solent-drug-services", actor: "dpo-drugs", note: NOTE },
  ]);
});

test("a change that the author's own agency must sign goes by its deputy, and never by the author", async () => {
  const all = work.parties();
  const { id } = all;
  const file = await draftFile(all, wider);
  const drafted = await policy("draft", file, "--as", "solent-probation");
  const digest = digestIn(drafted.out);
  expect(await policy("propose", id, "2", "--as", "solent-probation")).toMatchObject({ code: 0, err: "" });

  const read = await policy("approve", id, "2", "--as", "solent-probation");
  const ticks = [...read.out.matchAll(/must be ticked: (\S+)/g)].flatMap(([, key]) => ["--tick", key ?? ""]);
  const signing = ["--as", "solent-probation", "--digest", digest, "--note", NOTE, ...ticks];
  const byAuthor = await policy("approve", id, "2", ...signing);
  const byDeputy = await policy("approve", id, "2", ...signing, "--actor", "deputy-dpo-probation");

  expect(byAuthor).toEqual({
    code: 1,
    out: "",
    err: "Whoever wrote any of the draft may not approve it. Another officer of the party must. (author-never-approves)\n",
  });
  expect(byDeputy).toMatchObject({ code: 0, err: "" });
  expect((await all.yot.version(2)).signatures).toMatchObject([
    { party: "solent-probation", actor: "deputy-dpo-probation" },
  ]);
});

describe("an approval signed apart from the hub", () => {
  test("needs only the officer's key, and is what the hub takes", async () => {
    const all = work.parties();
    const drafted = await policy("draft", await draftFile(all, narrower), "--as", "solent-yot");
    await policy("propose", all.id, "2", "--as", "solent-yot");
    const key = await keyFile("officer", work.hub.officerJwk("hampshire-police", "dpo-police"));
    const said = ["--digest", digestIn(drafted.out), "--note", NOTE, "--party", "hampshire-police"];

    const signed = await policy("approve", all.id, "2", ...said, "--officer-key", key, "--offline");

    expect(signed).toMatchObject({ code: 0, err: "" });
    const answer = await all.police.move("approvals", JSON.parse(signed.out));
    expect(answer).toMatchObject({ status: 200, body: { state: "approved" } });
  });

  test("with the agency's key instead of the officer's is refused, and so is a health gain left out", async () => {
    const all = work.parties();
    const drafted = await policy("draft", await draftFile(all, wider), "--as", "solent-yot");
    await policy("propose", all.id, "2", "--as", "solent-yot");
    const said = ["--digest", digestIn(drafted.out), "--note", NOTE, "--as", "hampshire-police"];

    const untouched = await policy("approve", all.id, "2", ...said);
    expect(untouched).toMatchObject({ code: 1, out: "" });
    expect(untouched.err).toMatch(/\(gains-are-ticked\)\n {2}not ticked: gain:/);

    const ticks = [...untouched.err.matchAll(/not ticked: (\S+)/g)].flatMap(([, key]) => ["--tick", key ?? ""]);
    const key = await keyFile("agency", work.hub.agencyJwk("hampshire-police"));
    const byAgency = await policy("approve", all.id, "2", ...said, ...ticks, "--officer-key", key);
    expect(byAgency).toMatchObject({ code: 1, out: "" });
    expect(byAgency.err).toContain("(signature-by-own-key)");
    expect((await all.yot.version(2)).signatures).toEqual([]);
  });
});

test("a draft with faults is kept, each fault told, and not proposed", async () => {
  const all = work.parties();
  const faulty: typeof wider = (text) => ({
    ...text,
    clauses: [...text.clauses, { id: "9.9", text: "Nothing is said." }],
  });
  const drafted = await policy("draft", await draftFile(all, faulty), "--as", "solent-yot");
  expect(drafted).toMatchObject({ code: 0, err: "" });
  expect(drafted.out).toMatch(/line \d+: .*9\.9/);

  const proposed = await policy("propose", all.id, "2", "--as", "solent-yot");
  expect(proposed).toMatchObject({ code: 1, out: "" });
  expect(proposed.err).toMatch(/\(checks-pass\)\n.*9\.9/);
  const other = await policy("activate", all.id, "7", "--as", "solent-yot");
  expect(other).toMatchObject({ code: 1, out: "" });
});

test.each([
  [["draft"], "Name one agreement file to draft."],
  [["draft", "/nowhere", "--as", "solent-yot"], "/nowhere:?: There is no such file."],
  [["propose", "solent-iom"], "Name an agreement and the number of a version, such as solent-iom 2."],
  [["propose", "solent-iom", "two"], "Name an agreement and the number of a version, such as solent-iom 2."],
  [["activate", "solent-iom", "2", "--as", "nobody"], /^Say which agency calls: --as one of /],
  [["activate", "solent-iom", "2", "--as", "solent-yot", "--digest", "sha256:1"], /^--digest is sha256: and 64/],
  [["approve", "solent-iom", "2"], "Say which agency approves: --party <agencyId>."],
  [["approve", "solent-iom", "2", "--as", "solent-yot", "--note", NOTE], /^Say what you have read: --digest/],
  [
    ["approve", "solent-iom", "2", "--as", "solent-yot", "--note", "short", "--digest", `sha256:${"0".repeat(64)}`],
    "Say why, in 10 to 1000 characters: --note.",
  ],
  [
    ["approve", "x", "2", "--party", "y", "--offline", "--note", NOTE, "--digest", `sha256:${"0".repeat(64)}`],
    "Say what the officer signs with: --officer-key <file>.",
  ],
])("policy %j is bad input: one sentence, and nothing is called", async (args, sentence) => {
  const { code, out, err } = await policy(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err.trimEnd()).toEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence));
});

test.each(["draft", "propose", "approve", "activate"])("policy %s has a help of its own", async (name) => {
  const { code, out, err } = await policy(name, "--help");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(`concordat policy ${name}`);
  expect((await policy()).out).toContain(`  ${name} <`);
});
