import { execFile } from "node:child_process";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signBytes } from "#gateway/client/http-signature/signature-algorithms.ts";
import { runCommand } from "#services/cli/run-command.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { makeTestFolder, startTestServers, type TestServers } from "../servers.ts";
import { makeWorld, type World } from "./attacks/world.ts";
import { makeKey, replaceHeader, signWith, type TestKey, type WireCall, withHeader } from "./compose-call.ts";
import { type SmallHub, startSmallHub } from "./small-hub.ts";

const HOUR_MS = 3_600_000;
const opened = new OpenedThings();

let servers: TestServers;
let hub: SmallHub;
let key: TestKey;
let world: World;
let folder: string;
let updates: string[] = [];

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["gateway"] });
  hub = await startSmallHub({
    databaseUrl: servers.databaseUrlFor("hub_gateway"),
    stream: () =>
      new ReadableStream({
        start: (stream) => {
          for (const line of updates) {
            stream.enqueue(Buffer.from(line));
          }
        },
      }),
  });
  hub.setNow(() => new Date());
  const now = Date.now();
  key = makeKey();
  await hub.enrol(key, "solent-housing", { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) });
  world = makeWorld(hub, { key, p256: makeKey("ecdsa-p256-sha256"), housing: key });
  folder = await makeTestFolder(opened);
  await mkdir(join(folder, "data/demo"), { recursive: true });
  const officers = [{ actor: "officer-1" }];
  const agencies = [{ agencyId: "solent-housing", keyid: key.keyid, privateJwk: key.privateJwk, officers }];
  await writeFile(
    join(folder, "data/demo/agencies.json"),
    JSON.stringify({ origin: hub.origin, agencies, people: [] }),
  );
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
  await opened.close();
});

async function concordat(...args: readonly string[]) {
  let out = "";
  let err = "";
  const code = await runCommand(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: { HUB_DATA: join(folder, "data") },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

describe("the command itself", () => {
  test("lists the commands that there are, and no others", async () => {
    const { out } = await concordat("--help");
    expect([...out.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)).toEqual([
      "start",
      "keygen",
      "call",
      "follow",
      "explain",
      "policy",
    ]);
    expect(JSON.parse((await concordat("--help", "--json")).out).commands).toHaveLength(6);
    expect((await concordat()).out).toBe(out);
  });

  test.each(["start", "keygen", "call", "follow", "explain", "policy"])("%s has a help of its own", async (name) => {
    const { code, out, err } = await concordat(name, "--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`concordat ${name}`);
  });

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
    const { code, out, err } = await concordat(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^[A-Z/][^\n]+\.\n$/);
  });
});

describe("keygen", () => {
  test.each(["ed25519", "p256", "p384"])("makes a key of kind %s that calls can be signed with", async (algorithm) => {
    const file = join(folder, `${algorithm}.json`);
    const made = JSON.parse((await concordat("keygen", "--algorithm", algorithm, "--out", file, "--json")).out);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(made)).not.toContain('"d"');
    const { keyid, privateJwk } = JSON.parse(await readFile(file, "utf8"));
    expect(keyid).toBe(made.keyid);
    const known = { keyid, algorithm: "ed25519" as const, privateJwk, publicJwk: made.publicJwk };
    const now = Date.now();
    await hub.enrol(known, "solent-housing", { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) });
    const call = ["call", "GET", "/v1/agreements", "--key", file, "--origin", hub.origin, "--actor", "a"];
    expect(await concordat(...call)).toMatchObject({ code: 0 });
  });

  test("never overwrites a key", async () => {
    const file = join(folder, "kept.pem");
    expect((await concordat("keygen", "--pem", "--out", file)).code).toBe(0);
    const before = await readFile(file, "utf8");
    expect(before).toContain("BEGIN PRIVATE KEY");
    expect((await concordat("keygen", "--out", file)).code).toBe(2);
    expect(await readFile(file, "utf8")).toBe(before);
  });
});

describe("call", () => {
  const asHousing = ["--as", "solent-housing"];

  test("prints the body of a verified answer, and nothing else", async () => {
    const { code, out, err } = await concordat("call", "GET", "/v1/people/a?fields=x", ...asHousing);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual({ caller: "solent-housing", actor: "officer-1", query: [["fields", "x"]] });
  });

  test("sends a file as body, and acts as whoever it is told", async () => {
    const body = join(folder, "body.json");
    await writeFile(body, '{"match":{"identity.lastName":"Marsh"}}');
    const { out } = await concordat("call", "POST", "/v1/searches", ...asHousing, "--body", body, "--json");
    expect(JSON.parse(out)).toMatchObject({ status: 200, body: { echo: { match: { "identity.lastName": "Marsh" } } } });
    const named = await concordat("call", "GET", "/v1/people/a", ...asHousing, "--actor", "officer-2");
    expect(JSON.parse(named.out)).toMatchObject({ actor: "officer-2" });
  });

  test("ends with 1 on a refusal, whose signed problem it prints", async () => {
    const { code, out } = await concordat("call", "GET", "/v1/people/nobody", ...asHousing);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ code: "not-found" });
  });

  test("prints nothing that nobody signed, and says so on the side", async () => {
    const file = join(folder, "stranger.json");
    await concordat("keygen", "--out", file);
    const stranger = ["--key", file, "--origin", hub.origin, "--actor", "a"];
    const { code, out, err } = await concordat("call", "GET", "/v1/agreements", ...stranger);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("key-not-accepted");
    const away = await concordat(
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
    expect(away).toEqual({ code: 1, out: "", err: "The hub cannot be reached: ECONNREFUSED.\n" });
  });
});

describe("follow", () => {
  test("names the fields that changed, and gives values only when asked for JSON", async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const header = encode({ alg: "Ed25519", kid: hub.eventKey.keyid, typ: "iom-hub-event+jws" });
    const changed = { "iom.ragStatus": { value: "amber", form: "full" } };
    const about = { id: "u1", type: "hub.person.updated", time: "2026-11-22T09:15:00Z", subject: "/v1/people/a" };
    const payload = encode({
      ...about,
      sequence: "1",
      data: { mode: "projected", changed, removed: ["police.warrants"] },
    });
    const { privateKey } = hub.eventKey;
    const signature = await signBytes({ algorithm: "ed25519", privateKey }, Buffer.from(`${header}.${payload}`));
    updates = [`id: c1\ndata: ${header}.${payload}.${signature.toString("base64url")}\n\n`];
    const plain = await concordat("follow", "--as", "solent-housing", "--count", "1");
    expect(plain).toEqual({
      code: 0,
      err: "",
      out: "2026-11-22T09:15:00Z 1 hub.person.updated /v1/people/a iom.ragStatus,-police.warrants c1\n",
    });
    const { out } = await concordat("follow", "--as", "solent-housing", "--count", "1", "--json");
    expect(JSON.parse(out)).toMatchObject({ id: "u1", cursor: "c1", data: { changed } });
  });
});

describe("explain", () => {
  async function explained(call: WireCall, ...options: readonly string[]) {
    const file = join(folder, "request.txt");
    const head = [
      `${call.method} ${call.target} HTTP/1.1`,
      ...call.headers.map(([name, value]) => `${name}: ${value}`),
    ];
    await writeFile(file, `${head.join("\r\n")}\r\n\r\n${call.body}`);
    const keyFile = join(folder, "key.json");
    await writeFile(keyFile, JSON.stringify({ privateJwk: key.privateJwk }));
    const { code, out } = await concordat("explain", file, "--key", keyFile, "--json", ...options);
    return { code, ...JSON.parse(out) };
  }
  const fresh = () => String(Math.floor(Date.now() / 1000));

  test("finds nothing wrong with a good call, and prints the base that was signed", async () => {
    const get = await world.get({ created: fresh() });
    expect(await explained(get)).toEqual({
      code: 0,
      base: get.base,
      faults: [],
      signatureValid: true,
      mistake: null,
      difference: null,
    });
    expect(await explained(await world.post({ created: fresh() }))).toMatchObject({ code: 0, signatureValid: true });
  });

  test("lists everything the hub would refuse, in its order", async () => {
    const call = withHeader(await world.get({ created: "1", nonce: "short" }), "If-Match", '"v1"');
    const { code, faults } = await explained(call);
    expect(code).toBe(1);
    expect(faults.map((fault: { readonly code: string }) => fault.code)).toEqual([
      "nonce-malformed",
      "signature-stale",
      "coverage-insufficient",
    ]);
    const unparsed = replaceHeader(await world.get(), "Signature-Input", (value) => value.replace(";", "; "));
    expect(await explained(unparsed)).toMatchObject({ base: null, faults: [{ code: "signature-malformed" }] });
  });

  test("points at the first line of a base that differs", async () => {
    const call = await world.get({ created: fresh() });
    const theirs = join(folder, "base.txt");
    await writeFile(theirs, call.base.replace('@target-uri": http:', '@target-uri": https:'));
    const { difference } = await explained(call, "--base", theirs);
    expect(difference).toMatchObject({
      line: 2,
      ours: expect.stringContaining("http:"),
      theirs: expect.stringContaining("https:"),
    });
    await writeFile(theirs, `${call.base}\n`);
    expect((await explained(call, "--base", theirs)).difference).toMatchObject({ line: 6, ours: null, theirs: "" });
  });

  test.each([
    ["a trailing line feed", (base: string) => `${base}\n`, "ends in a line feed"],
    ["CR LF", (base: string) => base.replaceAll("\n", "\r\n"), "CR LF"],
    ["the path alone", (base: string) => base.replace(hub.origin, ""), "the path was signed"],
    ["https", (base: string) => base.replace("http:", "https:"), "https in place of http"],
    ["a method in small letters", (base: string) => base.replace("GET", "get"), "small letters"],
    ["the label", (base: string) => base.replace('params": (', 'params": hub=('), "the label was signed"],
    ["an actor without quotes", (base: string) => base.replace('"u-7f3c9a"', "u-7f3c9a"), "quotation marks"],
  ])("names the mistake of signing %s", async (_what, change, says) => {
    const call = await world.get({
      created: fresh(),
      sign: (base, own) => signWith(Buffer.from(change(base.toString())), own),
    });
    const { signatureValid, mistake } = await explained(call);
    expect(signatureValid).toBe(false);
    expect(mistake).toContain(says);
  });

  test("names DER, and admits when it does not know", async () => {
    const p256 = makeKey("ecdsa-p256-sha256");
    const file = join(folder, "p256.json");
    await writeFile(file, JSON.stringify(p256.publicJwk));
    const inDer = async (base: Buffer) => derOf(await signWith(base, p256));
    const call = await world.get({ created: fresh(), key: p256, sign: inDer });
    expect(await explained(call, "--key", file)).toMatchObject({
      signatureValid: false,
      mistake: expect.stringContaining("DER"),
    });
    const garbled = await world.get({ created: fresh(), sign: async () => Buffer.alloc(64, 1) });
    expect(await explained(garbled)).toMatchObject({ signatureValid: false, mistake: null });
  });
});

test("the script that npm starts prints the same, and takes its code to the shell", async () => {
  const main = join(import.meta.dirname, "../../services/cli/main.ts");
  const node = ["--import", "tsx", "--conditions=concordat-source", main];
  const run = promisify(execFile);
  expect((await run(process.execPath, [...node, "--help"])).stdout).toBe((await concordat("--help")).out);
  await expect(run(process.execPath, [...node, "nonsense"])).rejects.toMatchObject({ code: 2 });
});

function derOf(p1363: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const short = bytes.subarray(
      Math.max(
        0,
        bytes.findIndex((byte) => byte !== 0),
      ),
    );
    const positive = (short[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), short]) : short;
    return Buffer.concat([Buffer.of(2, positive.length), positive]);
  };
  const body = Buffer.concat([integer(p1363.subarray(0, 32)), integer(p1363.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}
