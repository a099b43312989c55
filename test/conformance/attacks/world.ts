import {
  type CallParts,
  type ComposedCall,
  composeCall,
  newNonce,
  personalHeaders,
  postHeaders,
  signWith,
  type TestKey,
  type WireCall,
} from "../compose-call.ts";
import { type RawAnswer, sendCall } from "../send-raw.ts";
import { NOW, type SmallHub } from "../small-hub.ts";

/** A hub under attack, a key it knows, and the honest calls that attacks start from. */
export type World = {
  readonly hub: SmallHub;
  readonly key: TestKey;
  readonly p256: TestKey;
  readonly housing: TestKey;
  readonly get: (otherwise?: Partial<CallParts>) => Promise<ComposedCall>;
  readonly post: (otherwise?: Partial<CallParts>) => Promise<ComposedCall>;
  readonly send: (call: WireCall) => Promise<RawAnswer>;
};

/** One way to make the attack of a case; `status` and `code` when they differ from the case's own. */
export type Attack = {
  readonly by: string;
  readonly run: (world: World) => Promise<RawAnswer>;
  readonly status?: number;
  readonly code?: string | null;
};

export type Attacks = Readonly<Record<string, readonly Attack[]>>;

export const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);

export function makeWorld(hub: SmallHub, keys: Pick<World, "key" | "p256" | "housing">): World {
  const parts = (otherwise: Partial<CallParts>): CallParts => {
    const key = otherwise.key ?? keys.key;
    return {
      method: "GET",
      target: "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11",
      origin: hub.origin,
      host: hub.host,
      headers: personalHeaders(),
      covered: null,
      created: String(NOW_SECONDS),
      keyid: key.keyid,
      nonce: newNonce(),
      tag: "iom-hub-req-v1",
      moreParams: "",
      body: null,
      label: "hub",
      sign: signWith,
      ...otherwise,
      key,
    };
  };
  return {
    hub,
    ...keys,
    get: (otherwise = {}) => composeCall(parts(otherwise)),
    post: (otherwise = {}) =>
      composeCall(
        parts({ method: "POST", target: "/v1/searches", headers: postHeaders(), body: '{"match":{}}', ...otherwise }),
      ),
    send: (call) => sendCall(hub.port, call),
  };
}
