import { type BareItem, parameter } from "../../client/http-signature/signature-grammar.ts";
import type { Check, Refusal } from "../refusal.ts";
import type { SignedHead } from "../signed-head.ts";

export const REQUEST_TAG = "iom-hub-req-v1";
const AGE_MAX_S = 90;
const AHEAD_MAX_S = 30;
const NONCE = /^[A-Za-z0-9_-]{22,64}$/;
const COMPONENTS_MAX = 16;
const TYPES = {
  created: "integer",
  expires: "integer",
  keyid: "string",
  nonce: "string",
  tag: "string",
  alg: "string",
} as const satisfies Record<string, BareItem["kind"]>;
const REQUIRED = ["created", "keyid", "tag"] as const;

const oneMember: Check<SignedHead> = {
  name: "one-member",
  refuse: ({ inputs, signatures }) => {
    if (hasTwice(inputs.map(({ label }) => label)) || hasTwice(signatures.map(({ label }) => label))) {
      return { code: "signature-malformed", hint: "a label may be used once" };
    }
    return inputs.length > 1 || signatures.length > 1
      ? { code: "signature-ambiguous", hint: "Signature-Input and Signature have exactly one member" }
      : null;
  },
};

const labelsAgree: Check<SignedHead> = {
  name: "labels-agree",
  refuse: ({ inputs, signatures }) =>
    inputs[0]?.label === signatures[0]?.label
      ? null
      : { code: "signature-malformed", hint: "Signature-Input and Signature have the same label" },
};

const componentCount: Check<SignedHead> = {
  name: "component-count",
  refuse: ({ input }) =>
    input.components.length > COMPONENTS_MAX
      ? { code: "signature-too-large", hint: `a signature covers at most ${COMPONENTS_MAX} components` }
      : null,
};

const parametersKnown: Check<SignedHead> = {
  name: "parameters-known",
  refuse: ({ input }) => {
    const unknown = input.parameters.find(([name]) => !Object.hasOwn(TYPES, name))?.[0];
    return unknown === undefined
      ? null
      : { code: "signature-malformed", hint: `the signature parameter ${unknown} is not in this profile` };
  },
};

const parametersPresent: Check<SignedHead> = {
  name: "parameters-present",
  refuse: ({ input }) => {
    const missing = REQUIRED.find((name) => parameter(input.parameters, name) === undefined);
    return missing === undefined
      ? null
      : { code: "signature-parameter-missing", hint: `the signature parameter ${missing} is missing` };
  },
};

const parameterTypes: Check<SignedHead> = {
  name: "parameter-types",
  refuse: ({ input }) => {
    for (const [name, kind] of Object.entries(TYPES)) {
      const value = parameter(input.parameters, name);
      if (value !== undefined && value.kind !== kind) {
        return { code: "signature-parameter-type", hint: `the signature parameter ${name} is an sf-${kind}` };
      }
    }
    return null;
  },
};

const nonceForm: Check<SignedHead> = {
  name: "nonce-form",
  refuse: ({ nonce }) =>
    NONCE.test(nonce)
      ? null
      : { code: "nonce-malformed", hint: "nonce is 22 to 64 random characters of A-Z, a-z, 0-9, _ and -" },
};

const tagIsRequest: Check<SignedHead> = {
  name: "tag-is-request",
  refuse: ({ input }) =>
    parameter(input.parameters, "tag")?.text === REQUEST_TAG
      ? null
      : { code: "signature-tag-wrong", hint: `the tag of a request is ${REQUEST_TAG}` },
};

const notStale: Check<SignedHead> = {
  name: "not-stale",
  refuse: ({ created, nowSeconds }) => (created < nowSeconds - AGE_MAX_S ? stale(nowSeconds, "created") : null),
};

const notFromFuture: Check<SignedHead> = {
  name: "not-from-future",
  refuse: ({ created, nowSeconds }) =>
    created > nowSeconds + AHEAD_MAX_S
      ? {
          code: "signature-from-future",
          hint: `created may be at most ${AHEAD_MAX_S} s ahead`,
          extra: { hub_time: rfc3339(nowSeconds) },
        }
      : null,
};

const notExpired: Check<SignedHead> = {
  name: "not-expired",
  refuse: ({ input, created, nowSeconds }) => {
    const expires = Number(parameter(input.parameters, "expires")?.text ?? Number.POSITIVE_INFINITY);
    return expires < nowSeconds || expires < created ? stale(nowSeconds, "expires") : null;
  },
};

/** Step 5 of design/signed-calls section 3: types, tag and window. */
export const PARAMETER_CHECKS: readonly Check<SignedHead>[] = [
  oneMember,
  labelsAgree,
  componentCount,
  parametersKnown,
  parametersPresent,
  parameterTypes,
  nonceForm,
  tagIsRequest,
  notStale,
  notFromFuture,
  notExpired,
];

function stale(nowSeconds: number, which: string): Refusal {
  return {
    code: "signature-stale",
    hint: `${which} is too old; sign again, and compare your clock with hub_time`,
    extra: { hub_time: rfc3339(nowSeconds) },
  };
}

function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

function hasTwice(labels: readonly string[]): boolean {
  return new Set(labels).size < labels.length;
}
