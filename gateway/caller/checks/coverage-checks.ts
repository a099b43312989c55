import type { Component } from "../../client/http-signature/signature-grammar.ts";
import type { Check, Refusal } from "../refusal.ts";
import type { RouteProfile } from "../route-profile.ts";
import type { SignedHead } from "../signed-head.ts";
import { EFFECT_HEADERS } from "./effect-headers.ts";
import { effectHeadersOf } from "./header-checks.ts";

const COVERABLE: ReadonlySet<string> = new Set([
  "@method",
  "@target-uri",
  "content-type",
  "content-digest",
  ...Object.keys(EFFECT_HEADERS),
]);

/** Parts of what `@target-uri` covers whole. Who covers these instead is told of the coverage that is missing. */
const PARTIAL: ReadonlySet<string> = new Set(["@authority", "@scheme", "@path", "@query"]);

/** A body with no digest at all is told so; a digest that is covered and not sent is a missing component. */
const digestSent: Check<SignedHead> = {
  name: "digest-sent",
  refuse: (head) =>
    head.route.content === "json" && !head.wire.headers.has("content-digest") && !covers(head, "content-digest")
      ? { code: "content-digest-missing", hint: "content needs Content-Digest: sha-256=:<base64>:" }
      : null,
};

const noComponentParameters: Check<SignedHead> = {
  name: "no-component-parameters",
  refuse: ({ input }) => {
    const found = input.components.find(({ parameters }) => parameters.length > 0);
    return found === undefined
      ? null
      : {
          code: "component-parameter-not-allowed",
          hint: `${found.identifier}: components of a request have no parameters`,
        };
  },
};

const componentsKnown: Check<SignedHead> = {
  name: "components-known",
  refuse: ({ input }) => notAllowed(input.components.find(({ name }) => !COVERABLE.has(name) && !PARTIAL.has(name))),
};

const componentsOnce: Check<SignedHead> = {
  name: "components-once",
  refuse: ({ input }) =>
    new Set(input.components.map(({ identifier }) => identifier)).size < input.components.length
      ? { code: "component-duplicated", hint: "each component may be covered once" }
      : null,
};

const componentsSent: Check<SignedHead> = {
  name: "components-sent",
  refuse: ({ input, wire }) => {
    const absent = input.components.find(({ name }) => !name.startsWith("@") && !wire.headers.has(name));
    return absent === undefined
      ? null
      : { code: "component-missing", hint: `${absent.identifier} is covered, and the header was not sent` };
  },
};

const coverageSufficient: Check<SignedHead> = {
  name: "coverage-sufficient",
  refuse: (head) => {
    const wanted = wantedCoverage(head);
    const missing = wanted.filter((name) => !covers(head, name));
    return missing.length === 0
      ? null
      : {
          code: "coverage-insufficient",
          hint: `not covered: ${quoted(missing)}`,
          extra: { expected_coverage: quoted(wanted) },
        };
  },
};

const componentsAllowed: Check<SignedHead> = {
  name: "components-allowed",
  refuse: ({ input }) => notAllowed(input.components.find(({ name }) => !COVERABLE.has(name))),
};

/** Step 6 of design/signed-calls section 3. */
export const COVERAGE_CHECKS: readonly Check<SignedHead>[] = [
  digestSent,
  noComponentParameters,
  componentsKnown,
  componentsOnce,
  componentsSent,
  coverageSufficient,
  componentsAllowed,
];

/** What any call of the route must cover, whatever else it sends. */
export function requiredCoverage(route: RouteProfile): readonly string[] {
  return [
    "@method",
    "@target-uri",
    ...(route.content === "json" ? ["content-type", "content-digest"] : []),
    ...(route.personal ? ["hub-actor", "hub-purpose"] : []),
    ...(route.idempotent ? ["idempotency-key"] : []),
  ];
}

/** Closed world: what the route needs, and every header that was sent and could have an effect. */
function wantedCoverage({ route, wire }: Pick<SignedHead, "route" | "wire">): readonly string[] {
  const content = ["content-type", "content-digest"].filter((name) => wire.headers.has(name));
  return [...new Set([...requiredCoverage(route), ...content, ...effectHeadersOf(wire)])];
}

function covers({ input }: SignedHead, wanted: string): boolean {
  return input.components.some(({ name }) => name === wanted);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(" ");
}

function notAllowed(found: Component | undefined): Refusal | null {
  return found === undefined
    ? null
    : { code: "component-not-allowed", hint: `${found.identifier} is not a component of this profile` };
}
