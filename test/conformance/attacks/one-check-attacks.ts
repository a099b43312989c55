import { makeKey, replaceHeader, sha256, type WireCall, withHeader } from "../compose-call.ts";
import { NOW_SECONDS, type World } from "./world.ts";

/** One honest key, and one for every way a key can be wrong. */
export const KEYS = { honest: makeKey(), revoked: makeKey(), over: makeKey(), officer: makeKey(), sandbox: makeKey() };

/** What the attack gets when nothing but the named check is gone: through, or a wrong answer of another check. */
type Gets = "through" | string;
type OneCheckAttack = readonly [check: string, attack: string, gets: Gets, make: (world: World) => Promise<WireCall>];

const PERSONAL = ['"hub-actor"', '"hub-purpose"'];
const GET = ['"@method"', '"@target-uri"', ...PERSONAL];
const POST = ['"@method"', '"@target-uri"', '"content-type"', '"content-digest"', '"idempotency-key"', ...PERSONAL];
const KEY = '"0b7e1f3a-6f7e-4d55-8f57-2f4f5d1f0a11"';
const withDigest = (type: string, digest: string) => ({
  headers: [
    ["Content-Type", type],
    ["Content-Digest", digest],
    ["Idempotency-Key", KEY],
    ["Hub-Actor", '"u-1"'],
    ["Hub-Purpose", "iom-case-management"],
  ] as const,
});
const header = (name: string, value: string) => async (world: World) => withHeader(await world.get(), name, value);

export const ONE_CHECK_ATTACKS: readonly OneCheckAttack[] = [
  ["header-bytes", "a Latin-1 letter in a header nobody reads", "through", header("X-Note", "\u00e9")],
  [
    "framing",
    "two framings of one body",
    "through",
    async (w) => withHeader(await w.post(), "Transfer-Encoding", "chunked"),
  ],
  ["method-known", "a method in small letters", "method-not-allowed", (w) => w.get({ method: "get" })],
  ["host-once", "a second Host", "through", header("Host", "other.example")],
  [
    "target-origin",
    "a target on another host",
    "target-not-canonical",
    async (w) => ({ ...(await w.get()), target: "http://other.example/v1/agreements" }),
  ],
  ["target-canonical", "a dot segment as a person id", "through", (w) => w.get({ target: "/v1/people/.." })],
  ["query-once", "a parameter given twice", "through", (w) => w.get({ target: "/v1/people/a?id=1&id=2" })],
  [
    "host-is-ours",
    "a call for another host",
    "through",
    async (w) => replaceHeader(await w.get(), "Host", () => "other.example"),
  ],
  ["headers-once", "a second actor that was not signed", "through", header("Hub-Actor", '"somebody-else"')],
  ["no-authorization", "a second way to say who calls", "through", header("Authorization", "Bearer x")],
  ["headers-allowed", "a method override", "through", header("X-HTTP-Method-Override", "DELETE")],
  [
    "header-values",
    "a person's name as actor",
    "through",
    (w) =>
      w.get({
        headers: [
          ["Hub-Actor", '"Dana Marsh"'],
          ["Hub-Purpose", "iom-case-management"],
        ],
      }),
  ],
  [
    "no-trailers",
    "trailers announced",
    "through",
    async (w) => withHeader(await w.post(), "Trailer", "Content-Digest"),
  ],
  [
    "no-content-encoding",
    "a compressed body",
    "through",
    async (w) => withHeader(await w.post(), "Content-Encoding", "gzip"),
  ],
  ["content-expected", "a body on a read", "through", header("Content-Length", "2")],
  [
    "content-size",
    "a body said to be too large",
    "through",
    async (w) => replaceHeader(await w.post(), "Content-Length", () => "1048577"),
  ],
  ["media-type", "a form", "through", (w) => w.post(withDigest("text/plain", sha256('{"match":{}}')))],
  ["digest-form", "md5", "through", (w) => w.post(withDigest("application/json", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"))],
  ["signature-sizes", "a label of 2000 letters", "through", (w) => w.get({ label: "h".repeat(2000) })],
  [
    "one-member",
    "a second member",
    "through",
    async (w) => replaceHeader(await w.get(), "Signature", (v) => `${v}, evil=:AA==:`),
  ],
  [
    "labels-agree",
    "a signature under another label",
    "through",
    async (w) => replaceHeader(await w.get(), "Signature", (v) => `x${v}`),
  ],
  [
    "component-count",
    "17 components",
    "component-duplicated",
    (w) => w.get({ covered: [...GET, ...Array.from({ length: 13 }, () => '"@method"')] }),
  ],
  ["parameters-known", "a parameter of no meaning", "through", (w) => w.get({ moreParams: ";context=1" })],
  ["parameters-present", "no created", "through", (w) => w.get({ created: null })],
  ["parameter-types", "created as a string", "through", (w) => w.get({ created: `"${NOW_SECONDS}"` })],
  ["nonce-form", "a guessable nonce", "through", (w) => w.get({ nonce: "abcd" })],
  ["tag-is-request", "a signature made for something else", "through", (w) => w.get({ tag: "iom-hub-res-v1" })],
  ["not-stale", "a call of yesterday", "through", (w) => w.get({ created: String(NOW_SECONDS - 86_400) })],
  ["not-from-future", "a call of tomorrow", "through", (w) => w.get({ created: String(NOW_SECONDS + 86_400) })],
  ["not-expired", "a call that expired", "through", (w) => w.get({ moreParams: `;expires=${NOW_SECONDS - 1}` })],
  [
    "digest-sent",
    "no digest at all",
    "coverage-insufficient",
    async (w) => {
      const call = await w.post({ covered: POST.filter((name) => name !== '"content-digest"') });
      return { ...call, headers: call.headers.filter(([name]) => name !== "Content-Digest") };
    },
  ],
  [
    "no-component-parameters",
    "the digest by another serialisation",
    "through",
    (w) => w.post({ covered: POST.map((name) => (name === '"content-digest"' ? `${name};bs` : name)) }),
  ],
  [
    "components-known",
    "a component in capitals in place of the method",
    "coverage-insufficient",
    (w) => w.get({ covered: ['"@METHOD"', '"@target-uri"', ...PERSONAL] }),
  ],
  ["components-once", "a component covered twice", "through", (w) => w.get({ covered: [...GET, '"@method"'] })],
  [
    "components-sent",
    "a covered header taken away",
    "signature-invalid",
    (w) => w.get({ covered: [...GET, '"prefer"'] }),
  ],
  [
    "coverage-sufficient",
    "an actor added after signing",
    "through",
    async (w) => withHeader(await w.get({ target: "/v1/agreements", headers: [] }), "Hub-Actor", '"u-1"'),
  ],
  [
    "components-allowed",
    "the path beside the target",
    "signature-invalid",
    (w) => w.get({ covered: [...GET, '"@path"'] }),
  ],
  ["key-in-force", "a revoked key", "through", (w) => w.get({ key: KEYS.revoked })],
  ["key-in-time", "a key whose time is over", "through", (w) => w.get({ key: KEYS.over })],
  ["key-for-requests", "an officer's key", "through", (w) => w.get({ key: KEYS.officer })],
  ["key-of-environment", "a key of the sandbox", "through", (w) => w.get({ key: KEYS.sandbox })],
  ["algorithm-agrees", "another algorithm named", "through", (w) => w.get({ moreParams: ';alg="ecdsa-p256-sha256"' })],
  ["signature-valid", "a signature of nothing", "through", (w) => w.get({ sign: async () => Buffer.alloc(64, 1) })],
];
