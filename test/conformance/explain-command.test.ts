import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorld, type World } from "./attacks/world.ts";
import { type CommandLineAtWork, startCommandLine } from "./command-line-at-work.ts";
import { makeKey, replaceHeader, signWith, type WireCall, withHeader } from "./compose-call.ts";

let at: CommandLineAtWork;
let world: World;

beforeAll(async () => {
  at = await startCommandLine();
  world = makeWorld(at.hub, { key: at.key, p256: makeKey("ecdsa-p256-sha256"), housing: at.key });
});

afterAll(() => at?.[Symbol.asyncDispose]());

async function explained(call: WireCall, ...options: readonly string[]) {
  const file = join(at.folder, "request.txt");
  const head = [`${call.method} ${call.target} HTTP/1.1`, ...call.headers.map(([name, value]) => `${name}: ${value}`)];
  await writeFile(file, `${head.join("\r\n")}\r\n\r\n${call.body}`);
  const keyFile = join(at.folder, "key.json");
  await writeFile(keyFile, JSON.stringify({ privateJwk: at.key.privateJwk }));
  const { code, out } = await at.concordat("explain", file, "--key", keyFile, "--json", ...options);
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
  const theirs = join(at.folder, "base.txt");
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
  ["the path alone", (base: string) => base.replace(at.hub.origin, ""), "the path was signed"],
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
  const file = join(at.folder, "p256.json");
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
