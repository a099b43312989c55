import { randomUUID } from "node:crypto";
import type { VerifiedRequest } from "#gateway/caller/verified-request.ts";
import type { GatewayAtWork } from "./gateway-at-work.ts";

/** A call of an agency as it is once its signature has been verified, for parts that are tried without a door. */
export function callerOf(hub: GatewayAtWork, agencyId: string, actor: string): VerifiedRequest {
  const absent = { idempotencyKey: null, ifMatch: null, ifNoneMatch: null, lastEventId: null, prefer: null };
  return {
    ...absent,
    requestId: randomUUID(),
    agencyId,
    agencyType: "iom-team",
    keyid: hub.keyidOf(agencyId),
    nonce: randomUUID(),
    createdAt: hub.clock.now(),
    receivedAt: hub.clock.now(),
    method: "GET",
    path: "/",
    query: new Map(),
    actor,
    purpose: "iom-case-management",
    agreementId: null,
    body: new Uint8Array(),
    signatureInput: "",
    signature: "",
    signatureBase: "",
    contentDigest: null,
  };
}
