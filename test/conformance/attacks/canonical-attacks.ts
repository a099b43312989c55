import { replaceHeader, sha256, type WireCall, withHeader } from "../compose-call.ts";
import { sendBytes } from "../send-raw.ts";
import type { Attack, Attacks, World } from "./world.ts";

const PATH = "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
const altered = (change: (call: WireCall, world: World) => WireCall) => async (world: World) =>
  world.send(change(await world.get(), world));

/** Signed for one target and sent to another. */
const sentTo = (target: string): Attack => ({ by: target, run: altered((call) => ({ ...call, target })) });
/** Signed for the very target that is sent, so that nothing but its spelling is wrong. */
const signedAndSentTo = (target: string): Attack => ({
  by: `${target}, signed so`,
  run: async (world) => world.send(await world.get({ target })),
});

/** Bytes no well-behaved client writes. */
const rawRequest = (
  by: string,
  lines: (host: string) => readonly string[],
  code?: string,
  status?: number,
): Attack => ({
  by,
  run: ({ hub }) => sendBytes(hub.port, Buffer.from(lines(hub.host).join("\r\n"), "latin1")),
  ...(code === undefined ? {} : { code }),
  ...(status === undefined ? {} : { status }),
});

export const CANONICAL_ATTACKS: Attacks = {
  "CAN-01": [
    rawRequest("a bare line feed in a value", (host) => [
      "GET /v1/agreements HTTP/1.1",
      `Host: ${host}`,
      'Hub-Actor: "a\n"hub-purpose": b',
      "",
      "",
    ]),
    rawRequest("a bare carriage return in a value", (host) => [
      "GET /v1/agreements HTTP/1.1",
      `Host: ${host}`,
      'Hub-Actor: "a\rb"',
      "",
      "",
    ]),
  ],
  "CAN-02": [
    {
      by: "a Latin-1 letter in Hub-Actor",
      run: altered((call) => replaceHeader(call, "Hub-Actor", () => '"\u00e9"')),
    },
    { by: "a tab in Prefer", run: altered((call) => withHeader(call, "Prefer", "wait\t=1")) },
  ],
  "CAN-03": [
    {
      by: "two lines",
      run: async (world) => world.send(withHeader(await world.post(), "Content-Type", "application/json")),
    },
    {
      by: "joined by a comma",
      run: async (world) =>
        world.send(replaceHeader(await world.post(), "Content-Type", (value) => `${value}, ${value}`)),
    },
  ],
  "CAN-04": ["post", "PoSt", "get", "PATCH"].map((method) => ({
    by: method,
    run: async (world) => world.send(await world.get({ method })),
  })),
  "CAN-05": ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method", "X-Original-URL", "Cookie", "Range"].map(
    (name) => ({ by: name, run: altered((call) => withHeader(call, name, "DELETE")) }),
  ),
  "CAN-06": [
    sentTo("/v1/agreements/../people/x"),
    sentTo("/v1/./agreements"),
    sentTo("/v1/agreements/.."),
    signedAndSentTo("/v1/people/../agreements"),
    signedAndSentTo("/v1//agreements"),
  ],
  "CAN-07": [
    "/v1/people/%2e%2e%2fagreements",
    "/v1/people/a%2Fb",
    "/v1/people/a%2fb",
    "/v1/people/a%00",
    "/v1/people/a%5cb",
    "/v1/people/a%5Cb",
    "/v1/people/a\\b",
    "/v1/people/%41",
    "/v1/people/a%2",
    "/v1/agreements?x=%2e",
    "/v1/agreements?x=a%0ab",
    "/v1/agreements?",
    "/v1/agreements?x",
  ].map(signedAndSentTo),
  "CAN-08": [
    {
      by: "http://other.example",
      run: altered((call) => ({ ...call, target: `http://other.example${PATH}` })),
    },
    {
      by: "our own origin, which is not origin-form either",
      run: altered((call, { hub }) => ({ ...call, target: hub.origin + PATH })),
      status: 400,
      code: "target-not-canonical",
    },
  ],
  "CAN-09": [
    { by: "another Host", run: altered((call) => replaceHeader(call, "Host", () => "other.example")) },
    { by: "Host in capitals", run: altered((call) => replaceHeader(call, "Host", () => "LOCALHOST")) },
    {
      by: "two Host lines",
      run: altered((call, { hub }) => withHeader(call, "Host", hub.host)),
      status: 400,
      code: "header-duplicated",
    },
    rawRequest("no Host", () => ["GET /v1/agreements HTTP/1.1", "", ""], "http-malformed", 400),
  ],
  "CAN-10": [
    ["X-Forwarded-Host", "other.example"],
    ["Forwarded", "host=other.example;proto=https"],
    ["X-Forwarded-Proto", "https"],
  ].map(([name = "", value = ""]) => ({
    by: name,
    run: async (world) => world.send(withHeader(await world.get({ origin: "https://other.example" }), name, value)),
  })),
  "CAN-11": [
    {
      by: "a signature for another origin",
      run: async (world) => world.send(await world.get({ origin: "https://sandbox.hub.example" })),
    },
  ],
  "CAN-12": [
    {
      by: "the parameters in another order",
      run: async (world) =>
        world.send({ ...(await world.get({ target: `${PATH}?a=1&b=2` })), target: `${PATH}?b=2&a=1` }),
    },
    {
      by: "a plus sign become %20",
      run: async (world) =>
        world.send({ ...(await world.get({ target: `${PATH}?a=x+y` })), target: `${PATH}?a=x%20y` }),
    },
    { by: "another path", run: altered((call) => ({ ...call, target: `${PATH}2` })) },
  ],
  "CAN-13": [signedAndSentTo(`${PATH}?id=1&id=2`)],
  "CAN-14": [
    signedAndSentTo("/v1/agreements#top"),
    {
      by: "userinfo",
      run: altered((call, { hub }) => ({ ...call, target: `http://user@${hub.host}/v1/agreements` })),
    },
    { by: "userinfo and another host", run: altered((call) => ({ ...call, target: "http://hub@other.example/v1/a" })) },
  ],
  "CAN-15": [
    rawRequest("two framings", (host) => [
      "POST /v1/searches HTTP/1.1",
      `Host: ${host}`,
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
      "",
      "0\r\n\r\n",
    ]),
    rawRequest("a chunk size that is none", (host) => [
      "POST /v1/searches HTTP/1.1",
      `Host: ${host}`,
      "Transfer-Encoding: chunked",
      "",
      "zz\r\nab\r\n0\r\n\r\n",
    ]),
    rawRequest("a folded line", (host) => [
      "GET /v1/agreements HTTP/1.1",
      `Host: ${host}`,
      'Hub-Actor: "a"',
      ' "b"',
      "",
      "",
    ]),
    rawRequest("two Content-Length lines", (host) => [
      "POST /v1/searches HTTP/1.1",
      `Host: ${host}`,
      "Content-Length: 5",
      "Content-Length: 5",
      "",
      "hello",
    ]),
    rawRequest("a version that is none", (host) => ["GET /v1/agreements HTTP/2.0", `Host: ${host}`, "", ""]),
    rawRequest("an unknown transfer coding", (host) => [
      "POST /v1/searches HTTP/1.1",
      `Host: ${host}`,
      "Transfer-Encoding: gzip, chunked",
      "",
      "0\r\n\r\n",
    ]),
  ],
  "CAN-16": [
    {
      by: "announced",
      run: async (world) => world.send(withHeader(await world.post(), "Trailer", "Content-Digest")),
    },
    { by: "not announced", run: trailersUnannounced },
  ],
};

async function trailersUnannounced(world: World) {
  const body = '{"match":{}}';
  const call = await world.post({ body });
  const headers = call.headers.filter(([name]) => name !== "Content-Length");
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\nContent-Digest: ${sha256(body)}\r\n\r\n`;
  return world.send({ ...call, headers: [...headers, ["Transfer-Encoding", "chunked"]], body: Buffer.from(chunked) });
}
