import { personalHeaders, withHeader, withoutHeader } from "../compose-call.ts";
import type { Attack, Attacks, World } from "./world.ts";

const PERSONAL = ['"hub-actor"', '"hub-purpose"'];
const GET = ['"@method"', '"@target-uri"', ...PERSONAL];
const POST = ['"@method"', '"@target-uri"', '"content-type"', '"content-digest"', '"idempotency-key"', ...PERSONAL];

const getCovering =
  (...covered: readonly string[]) =>
  async (world: World) =>
    world.send(await world.get({ covered }));
const postCovering = (covered: readonly string[]) => async (world: World) => world.send(await world.post({ covered }));
const inPlaceOfDigest = (identifier: string): Attack => ({
  by: identifier,
  run: postCovering(POST.map((covered) => (covered === '"content-digest"' ? identifier : covered))),
});
const besides = (identifier: string): Attack => ({ by: identifier, run: getCovering(...GET, identifier) });

export const COVERAGE_ATTACKS: Attacks = {
  "COV-01": [{ by: "()", run: getCovering() }],
  "COV-02": [
    { by: "no target at all", run: getCovering('"@method"', ...PERSONAL) },
    { by: "@path in its place", run: getCovering('"@method"', '"@path"', ...PERSONAL) },
  ],
  "COV-03": [{ by: "@method missing", run: getCovering('"@target-uri"', ...PERSONAL) }],
  "COV-04": [
    { by: "content-digest not covered", run: postCovering(POST.filter((name) => name !== '"content-digest"')) },
    { by: "content-type not covered", run: postCovering(POST.filter((name) => name !== '"content-type"')) },
  ],
  "COV-05": [
    {
      by: "the header taken away",
      run: async (world) => world.send(withoutHeader(await world.post(), "Content-Digest")),
    },
  ],
  "COV-06": [
    {
      by: "a second key added to an idempotent call that was signed without one",
      run: async (world) =>
        world.send(
          withHeader(
            await world.post({ headers: personalHeaders() }),
            "Idempotency-Key",
            '"0b7e1f3a-6f7e-4d55-8f57-2f4f5d1f0a11"',
          ),
        ),
    },
    {
      by: "Idempotency-Key left out where it is needed",
      run: async (world) => world.send(await world.post({ headers: personalHeaders() })),
    },
  ],
  "COV-07": [
    ...personalHeaders().map(([name, value]) => ({
      by: `${name} added after signing`,
      run: async (world: World) =>
        world.send(withHeader(await world.get({ target: "/v1/agreements", headers: [] }), name, value)),
    })),
    ...(
      [
        ["If-Match", '"v1"'],
        ["If-None-Match", '"v1"'],
        ["Prefer", "wait=1"],
        ["Last-Event-ID", "abc"],
        ["Hub-Agreement", "solent-iom"],
        ["Hub-Request-Id", '"r1"'],
      ] as const
    ).map(([name, value]) => ({
      by: `${name} added after signing`,
      run: async (world: World) => world.send(withHeader(await world.get(), name, value)),
    })),
    {
      by: "Hub-Purpose left out where it is needed",
      run: async (world) => world.send(await world.get({ headers: [] })),
    },
  ],
  "COV-08": [inPlaceOfDigest('"content-digest";req')],
  "COV-10": [inPlaceOfDigest('"content-digest";key="sha-256"')],
  "COV-11": [inPlaceOfDigest('"content-digest";tr')],
  "COV-12": [
    inPlaceOfDigest('"content-digest";bs'),
    inPlaceOfDigest('"content-digest";sf'),
    inPlaceOfDigest('"content-digest";foo'),
    inPlaceOfDigest('"content-digest";foo=1'),
  ],
  "COV-13": [
    { by: "@method twice", run: getCovering('"@method"', ...GET) },
    { by: "hub-actor twice", run: getCovering(...GET, '"hub-actor"') },
  ],
  "COV-14": [inPlaceOfDigest('"Content-Digest"'), besides('"@METHOD"')],
  "COV-15": [besides('"@signature-params"')],
  "COV-16": [besides('"signature"'), besides('"signature-input"')],
  "COV-17": [
    { by: "a header named @method", run: async (world) => world.send(withHeader(await world.get(), "@method", "GET")) },
  ],
  "COV-18": [
    besides('"@foo"'),
    besides('"@query-param"'),
    besides('"@request-target"'),
    besides('"@authority"'),
    besides('"@path"'),
    besides('"host"'),
    besides('"x-anything"'),
    {
      by: '"@query-param";name="a"',
      run: getCovering(...GET, '"@query-param";name="a"'),
      code: "component-parameter-not-allowed",
    },
  ],
};
