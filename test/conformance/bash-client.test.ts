import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { makeTestFolder, startTestServers, type TestServers } from "../servers.ts";
import { type Between, startBetween } from "./between.ts";
import { makeKey, type TestKey } from "./compose-call.ts";
import { type SmallHub, startSmallHub } from "./small-hub.ts";

const SCRIPT = join(packageRoot(), "docs/clients/signed-call.sh");
const HOUR_MS = 3_600_000;
const opened = new OpenedThings();
const run = promisify(execFile);

let servers: TestServers;
let between: Between;
let hub: SmallHub;
let key: TestKey;
let keyFile: string;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  between = await startBetween();
  hub = await startSmallHub({ databaseUrl: servers.databaseUrlFor("hub_gateway"), origin: between.origin });
  between.passTo(hub.port);
  // The script has the machine's clock and no other.
  hub.setNow(() => new Date());
  key = makeKey();
  const now = Date.now();
  await hub.enrol(key, "solent-housing", { notBefore: new Date(now - HOUR_MS), notAfter: new Date(now + HOUR_MS) });
  keyFile = join(await makeTestFolder(opened), "key.pem");
  const pem = signKeyOfJwk(key.privateJwk).privateKey.export({ format: "pem", type: "pkcs8" });
  await writeFile(keyFile, pem, { mode: 0o600 });
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await between?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
  await opened.close();
});

type Run = { readonly code: number; readonly out: string; readonly err: string };

async function signedCall(path: string, keyid = key.keyid): Promise<Run> {
  try {
    const { stdout, stderr } = await run("bash", [SCRIPT, keyFile, keyid, between.origin, path, "u-7f3c9a"]);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code = 1, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    return { code, out: stdout, err: stderr };
  }
}

test("a bash script makes a signed call and verifies the signed answer", async () => {
  const { code, out, err } = await signedCall("/v1/people/a?fields=x%2Cy");
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ caller: "solent-housing", actor: "u-7f3c9a", query: [["fields", "x,y"]] });
});

test("a genuine refusal is shown, and ends with a failure", async () => {
  const { code, out, err } = await signedCall("/v1/people/nobody");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ code: "not-found" });
  expect(err).toContain("its answer is genuine");
});

test("a call that the hub cannot verify gets no signed answer", async () => {
  const { code, out, err } = await signedCall("/v1/people/a", makeKey().keyid);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("key-not-accepted");
});

describe("an answer altered on the way is not shown", () => {
  test.each([
    ["another status", "HTTP/1.1 200", "HTTP/1.1 201", "signature-invalid"],
    ["another body", "solent-housing", "solent-housinh", "content-digest-mismatch"],
    [
      "another body with a digest to match",
      "content-digest: sha-256=:",
      "content-digest: sha-256=:A",
      "signature-invalid",
    ],
    ["another log entry", "index=12", "index=13", "signature-invalid"],
    ["a log entry taken away", /hub-log-entry: [^\r]*\r\n/, "", "signature-invalid"],
    ["an entity tag added", "hub-log-entry:", 'etag: "x"\r\nhub-log-entry:', "coverage-insufficient"],
    ["no signature", /signature: [^\r]*\r\n/, "", "not signed"],
    ["a signature of another tag", "iom-hub-res-v1", "iom-hub-req-v1", "signature-tag-wrong"],
    ["a nonce of another call", /nonce="[^"]*";tag="iom-hub-res/, 'nonce="abc";tag="iom-hub-res', "response-not-bound"],
    ["the digest uncovered", /(hub=\("@status" "content-type") "content-digest"/, "$1", "coverage-insufficient"],
    ["a component nobody knows", '"@status" ', '"@status" "date" ', "component-not-allowed"],
    ["a header twice", "cache-control:", "signature: hub=:AA==:\r\ncache-control:", "two signature headers"],
    ["another key of the hub's", /"hub_use":"response"/, '"hub_use":"webhooks"', "key-not-accepted"],
    ["a key under a false name", /"x":"[^"]{43}"/, `"x":"${makeKey().publicJwk.x}"`, "key-not-accepted"],
  ])("%s", async (_what, from, to, says) => {
    between.alter(from, to);
    const { code, out, err } = await signedCall("/v1/people/a");
    between.alter("", "");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(says);
  });
});
