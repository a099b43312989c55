import { parameter } from "../../client/http-signature/signature-grammar.ts";
import type { AgencyKey } from "../agency-keys.ts";
import type { Check, Refusal } from "../refusal.ts";
import type { SignedHead } from "../signed-head.ts";

export type KeyedHead = {
  readonly head: SignedHead;
  readonly key: AgencyKey;
  /** Receive time decides, not `created`: a key that was revoked cannot sign for the past. */
  readonly now: Date;
  readonly environment: string;
};

const keyInForce: Check<KeyedHead> = {
  name: "key-in-force",
  refuse: ({ key }) => (key.state === "active" || key.state === "retiring" ? null : keyNotAccepted()),
};

const keyInTime: Check<KeyedHead> = {
  name: "key-in-time",
  refuse: ({ key, now }) => (key.notBefore <= now && now < key.notAfter ? null : keyNotAccepted()),
};

const keyForRequests: Check<KeyedHead> = {
  name: "key-for-requests",
  refuse: ({ key }) => (key.use === "request" ? null : keyNotAccepted()),
};

const keyOfEnvironment: Check<KeyedHead> = {
  name: "key-of-environment",
  refuse: ({ key, environment }) => (key.environment === environment ? null : keyNotAccepted()),
};

const algorithmAgrees: Check<KeyedHead> = {
  name: "algorithm-agrees",
  refuse: ({ head, key }) => {
    const named = parameter(head.input.parameters, "alg")?.text;
    return named === undefined || named === key.algorithm
      ? null
      : { code: "algorithm-mismatch", hint: "alg is not the algorithm of your enrolled key; it may be left out" };
  },
};

/** Step 7 of design/signed-calls section 3. */
export const KEY_CHECKS: readonly Check<KeyedHead>[] = [
  keyInForce,
  keyInTime,
  keyForRequests,
  keyOfEnvironment,
  algorithmAgrees,
];

/** One wording for unknown, revoked, expired, not yet valid and wrong use: which it is, is nobody else's business. */
export function keyNotAccepted(): Refusal {
  return { code: "key-not-accepted", hint: "the key is not accepted for this call" };
}
