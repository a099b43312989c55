import { replaceHeader, sha256, type WireCall, withHeader, withoutHeader } from "../compose-call.ts";
import type { Attack, Attacks, World } from "./world.ts";

const BODY = '{"match":{}}';
const MIB = 1_048_576;

const altered = (change: (call: WireCall) => WireCall) => async (world: World) =>
  world.send(change(await world.post()));

/** Content and its length exchanged, everything else as signed. */
const withBody = (call: WireCall, body: string): WireCall => ({
  ...replaceHeader(call, "Content-Length", () => String(Buffer.byteLength(body))),
  body: Buffer.from(body),
});

const withDigest = (value: string) => async (world: World) =>
  world.send(
    await world.post({
      headers: [
        ["Idempotency-Key", '"0b7e1f3a-6f7e-4d55-8f57-2f4f5d1f0a11"'],
        ["Hub-Actor", '"u-1"'],
        ["Hub-Purpose", "iom-case-management"],
        ["Content-Type", "application/json"],
        ["Content-Digest", value],
      ],
    }),
  );

const json = (by: string, body: string, code?: string): Attack => ({
  by,
  run: async (world) => world.send(await world.post({ body })),
  ...(code === undefined ? {} : { code }),
});

export const BODY_ATTACKS: Attacks = {
  "BODY-01": [
    { by: "other content of the same length", run: altered((call) => withBody(call, '{"match":[]}')) },
    { by: "one bit flipped", run: altered((call) => withBody(call, '{"matci":{}}')) },
  ],
  "BODY-02": [
    {
      by: "Content-Length",
      run: async (world) => world.send(withBody(withHeader(await world.get(), "Content-Length", "2"), "{}")),
    },
    {
      by: "chunks",
      run: async (world) => {
        const call = withHeader(await world.get(), "Transfer-Encoding", "chunked");
        return world.send({ ...call, body: Buffer.from("2\r\n{}\r\n0\r\n\r\n") });
      },
    },
  ],
  "BODY-03": [
    { by: "an empty body for a digest of something", run: altered((call) => withBody(call, "")) },
    { by: "a body for the digest of nothing", run: withDigest(sha256("")) },
  ],
  "BODY-04": [
    { by: "md5", run: withDigest("md5=:1B2M2Y8AsgTpgAmY7PhCfg==:") },
    { by: "sha", run: withDigest("sha=:2jmj7l5rSw0yVb/vlWAYkK/YBwk=:") },
    { by: "unixsum", run: withDigest("unixsum=:AAA=:") },
    { by: "sha-512 alone", run: withDigest(`sha-512=:${Buffer.alloc(64).toString("base64")}:`) },
    { by: "md5 beside sha-256", run: withDigest(`${sha256(BODY)}, md5=:1B2M2Y8AsgTpgAmY7PhCfg==:`) },
  ],
  "BODY-05": [
    { by: "a wrong sha-512", run: withDigest(`${sha256(BODY)}, sha-512=:${Buffer.alloc(64).toString("base64")}:`) },
    { by: "a sha-256 of 31 bytes", run: withDigest(`sha-256=:${Buffer.alloc(31).toString("base64")}:`) },
  ],
  "BODY-06": ["Repr-Digest", "Digest"].map((name) => ({
    by: name,
    run: async (world) => {
      const covered = [
        '"@method"',
        '"@target-uri"',
        '"content-type"',
        '"idempotency-key"',
        '"hub-actor"',
        '"hub-purpose"',
      ];
      const call = withoutHeader(await world.post({ covered }), "Content-Digest");
      return world.send(withHeader(call, name, sha256(BODY)));
    },
  })),
  "BODY-07": ["gzip", "identity"].map((coding) => ({
    by: coding,
    run: altered((call) => withHeader(call, "Content-Encoding", coding)),
  })),
  "BODY-08": [
    json("__proto__", '{"match":{"__proto__":{"a":1}}}'),
    json("constructor", '{"match":{"constructor":{"a":1}}}'),
    json("depth", `${"[".repeat(10_000)}${"]".repeat(10_000)}`),
    json("1e400", '{"match":1e400}'),
    json("a lone surrogate", '{"match":"\\ud800"}'),
    json("a member twice", '{"match":{},"match":{}}', "json-duplicate-member"),
  ],
  "BODY-09": [
    { by: "one byte too many", run: async (world) => world.send(await world.post({ body: "1".repeat(MIB + 1) })) },
    {
      by: "one byte over the limit of its route",
      run: async (world) =>
        world.send(
          await world.post({ method: "PUT", target: "/v1/subscriptions/x", headers: [], body: "1".repeat(2049) }),
        ),
    },
    { by: "too many in chunks, without saying so", run: tooManyChunks },
    { by: "a body that never comes", run: stalledBody, status: 408, code: "request-timeout" },
  ],
  "BODY-10": [
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-8",
    "Application/JSON",
  ].map((type) => ({
    by: type,
    run: altered((call) => replaceHeader(call, "Content-Type", () => type)),
  })),
};

async function tooManyChunks(world: World) {
  const body = "1".repeat(MIB + 1);
  const call = withoutHeader(await world.post({ body }), "Content-Length");
  const chunked = Buffer.from(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  return world.send({ ...withHeader(call, "Transfer-Encoding", "chunked"), body: chunked });
}

async function stalledBody(world: World) {
  const call = await world.post();
  return world.send({ ...replaceHeader(call, "Content-Length", () => "100"), body: Buffer.from("{") });
}
