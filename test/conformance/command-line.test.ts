import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signBytes } from "#gateway/client/http-signature/signature-algorithms.ts";
import { runCommand } from "#services/cli/run-command.ts";
import { type CommandLineAtWork, startCommandLine } from "./command-line-at-work.ts";

let at: CommandLineAtWork;

beforeAll(async () => {
  at = await startCommandLine();
});

afterAll(() => at?.[Symbol.asyncDispose]());

describe("the command itself", () => {
  test("lists the commands that there are, and no others", async () => {
    const { out } = await at.concordat("--help");
    expect([...out.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name)).toEqual([
      "start",
      "keygen",
      "call",
      "follow",
      "explain",
      "policy",
      "decisions",
      "feed",
      "tag-hits",
    ]);
    expect(JSON.parse((await at.concordat("--help", "--json")).out).commands).toHaveLength(9);
    expect((await at.concordat()).out).toBe(out);
  });

  test.each(["start", "keygen", "call", "follow", "explain", "policy", "decisions", "feed", "tag-hits"])(
    "%s has a help of its own",
    async (name) => {
      const { code, out, err } = await at.concordat(name, "--help");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain(`concordat ${name}`);
    },
  );

  test.each([
    [["nothing-of-the-kind"]],
    [["policy", "nothing-of-the-kind"]],
    [["call"]],
    [["call", "FETCH", "/v1/x"]],
    [["call", "GET", "v1/x"]],
    [["call", "GET", "/v1/x", "--as", "nobody"]],
    [["call", "GET", "/v1/x", "--bogus"]],
    [["call", "GET", "/v1/x", "--as", "solent-housing", "--header", "nonsense"]],
    [["call", "POST", "/v1/x", "--as", "solent-housing", "--body", "/nowhere"]],
    [["call", "POST", "/v1/x", "--as", "solent-housing"]],
    [["call", "GET", "/v1/x", "--key", "/nowhere", "--origin", "http://h"]],
    [["call", "GET", "/v1/x", "--key", "/dev/null", "--origin", "http://h"]],
    [["call", "GET", "/v1/x", "--key", "/dev/null"]],
    [["follow", "--count", "-1", "--as", "solent-housing"]],
    [["follow", "something"]],
    [["keygen", "--algorithm", "rsa"]],
    [["keygen", "--out", "/nowhere/key"]],
    [["explain"]],
    [["explain", "/nowhere"]],
    [["explain", "/dev/null"]],
  ])("%j is bad input: one clear sentence, and code 2", async (args) => {
    const { code, out, err } = await at.concordat(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^[A-Z/][^\n]+\.\n$/);
  });
});

describe("keygen", () => {
  test.each(["ed25519", "p256", "p384"])("makes a key of kind %s that calls can be signed with", async (algorithm) => {
    const file = join(at.folder, `${algorithm}.json`);
    const made = JSON.parse((await at.concordat("keygen", "--algorithm", algorithm, "--out", file, "--json")).out);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(made)).not.toContain('"d"');
    const { keyid, privateJwk } = JSON.parse(await readFile(file, "utf8"));
    expect(keyid).toBe(made.keyid);
    const known = { keyid, algorithm: "ed25519" as const, privateJwk, publicJwk: made.publicJwk };
    await at.enrolForNow(known);
    const call = ["call", "GET", "/v1/agreements", "--key", file, "--origin", at.hub.origin, "--actor", "a"];
    expect(await at.concordat(...call)).toMatchObject({ code: 0 });
  });

  test("never overwrites a key", async () => {
    const file = join(at.folder, "kept.pem");
    expect((await at.concordat("keygen", "--pem", "--out", file)).code).toBe(0);
    const before = await readFile(file, "utf8");
    expect(before).toContain("BEGIN PRIVATE KEY");
    expect((await at.concordat("keygen", "--out", file)).code).toBe(2);
    expect(await readFile(file, "utf8")).toBe(before);
  });
});

describe("call", () => {
  const asHousing = ["--as", "solent-housing"];

  test("prints the body of a verified answer, and nothing else", async () => {
    const { code, out, err } = await at.concordat("call", "GET", "/v1/people/a?fields=x", ...asHousing);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual({ caller: "solent-housing", actor: "officer-1", query: [["fields", "x"]] });
  });

  test("sends a file as body, and acts as whoever it is told", async () => {
    const body = join(at.folder, "body.json");
    await writeFile(body, '{"match":{"identity.lastName":"Marsh"}}');
    const { out } = await at.concordat("call", "POST", "/v1/searches", ...asHousing, "--body", body, "--json");
    expect(JSON.parse(out)).toMatchObject({ status: 200, body: { echo: { match: { "identity.lastName": "Marsh" } } } });
    const named = await at.concordat("call", "GET", "/v1/people/a", ...asHousing, "--actor", "officer-2");
    expect(JSON.parse(named.out)).toMatchObject({ actor: "officer-2" });
  });

  test("ends with 1 on a refusal, whose signed problem it prints", async () => {
    const { code, out } = await at.concordat("call", "GET", "/v1/people/nobody", ...asHousing);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ code: "not-found" });
  });

  test("prints nothing that nobody signed, and says so on the side", async () => {
    const file = join(at.folder, "stranger.json");
    await at.concordat("keygen", "--out", file);
    const stranger = ["--key", file, "--origin", at.hub.origin, "--actor", "a"];
    const { code, out, err } = await at.concordat("call", "GET", "/v1/agreements", ...stranger);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("key-not-accepted");
    const away = await at.concordat(
      "call",
      "GET",
      "/v1/agreements",
      "--key",
      file,
      "--origin",
      "http://127.0.0.1:1",
      "--actor",
      "a",
    );
    const said = "The hub at http://127.0.0.1:1 cannot be reached (ECONNREFUSED); is it running?\n";
    expect(away).toEqual({ code: 1, out: "", err: said });
  });
});

describe("follow", () => {
  test("names the fields that changed, and gives values only when asked for JSON", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const header = encode({ alg: "Ed25519", kid: at.hub.eventKey.keyid, typ: "iom-hub-event+jws" });
    const changed = { "iom.ragStatus": { value: "amber", form: "full" } };
    const about = { id: "u1", type: "hub.person.updated", time: "2026-11-22T09:15:00Z", subject: "/v1/people/a" };
    const payload = encode({
      ...about,
      sequence: "1",
      data: { mode: "projected", changed, removed: ["police.warrants"] },
    });
    const { privateKey } = at.hub.eventKey;
    const signature = await signBytes({ algorithm: "ed25519", privateKey }, Buffer.from(`${header}.${payload}`));
    at.stream(`id: c1\ndata: ${header}.${payload}.${signature.toString("base64url")}\n\n`);
    const plain = await at.concordat("follow", "--as", "solent-housing", "--count", "1");
    expect(plain).toEqual({
      code: 0,
      err: "",
      out: "2026-11-22T09:15:00Z 1 hub.person.updated /v1/people/a iom.ragStatus,-police.warrants c1\n",
    });
    const { out } = await at.concordat("follow", "--as", "solent-housing", "--count", "1", "--json");
    expect(JSON.parse(out)).toMatchObject({ id: "u1", cursor: "c1", data: { changed } });
  });

  test("says once that the hub is away, and goes on trying", async () => {
    const interrupted = new AbortController();
    const said: string[] = [];
    const err = (text: string) => {
      said.push(text);
      // Two pauses of the client's later, so that a line for each attempt would show.
      setTimeout(() => interrupted.abort(), 900);
    };
    const terminal = { out: () => {}, err, env: { HUB_DATA: join(at.folder, "data") }, signal: interrupted.signal };
    const follow = ["follow", "--as", "solent-housing", "--origin", "http://127.0.0.1:1"];
    expect(await runCommand(follow, terminal)).toBe(0);
    expect(said).toEqual([
      "The hub at http://127.0.0.1:1 cannot be reached (ECONNREFUSED); trying again until Ctrl-C.\n",
    ]);
  });
});
test("the script that npm starts prints the same, and takes its code to the shell", async () => {
  const main = join(import.meta.dirname, "../../services/cli/main.ts");
  const node = ["--import", "tsx", "--conditions=concordat-source", main];
  const run = promisify(execFile);
  expect((await run(process.execPath, [...node, "--help"])).stdout).toBe((await at.concordat("--help")).out);
  await expect(run(process.execPath, [...node, "nonsense"])).rejects.toMatchObject({ code: 2 });
});
