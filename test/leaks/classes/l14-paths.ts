import { CALL_CHECKS } from "#gateway/caller/call-checks.ts";
import { signKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { signRequest } from "#gateway/client/sign-request.ts";
import { sendBytes } from "../../conformance/send-raw.ts";
import type { Door } from "../door/door.ts";
import { ADULT, HOUSING, person } from "../door/drive.ts";
import { leaksIn, tokensOfAll } from "../sweep/probe.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { AGREEMENTS, OPEN_PAGES, OUTLETS, PEOPLE, SUBSCRIPTION } from "./outlets.ts";

const OPEN: ReadonlySet<string> = new Set(OPEN_PAGES);

export const l14: LeakClass = {
  id: "L14",
  says: "a target has one spelling, and no trick of it reaches another resource",
  checks: at(
    OUTLETS.filter((outlet) => !OPEN.has(outlet)),
    (outlet) => async (door) => {
      const [method = "", pattern = ""] = outlet.split(" ");
      const id = await door.personIdFor(HOUSING.agencyId, person(door, ADULT).personId);
      const path = pattern.replaceAll(/:[A-Za-z]+/g, id);
      const problems: string[] = [];
      for (const target of spellings(path, `/v1/people/${id}`)) {
        door.take();
        const { status } = await send(door, method, target);
        const leaks = leaksIn(tokensOfAll(door.world.people), door.take());
        problems.push(...(status >= 400 ? [] : [`${target} was answered with ${status}`]), ...leaks);
      }
      return problems;
    },
  ),
  doesNotApply: { "it is open to anybody under any spelling": OPEN_PAGES },
  broken: {
    "a gateway that cleans targets up before it looks at them": {
      fault: {
        cleaned: (target) =>
          new URL(
            decodeURIComponent(target)
              .replaceAll(/\/+/g, "/")
              .replace(/[/;].?$/, ""),
            "http://x",
          ).pathname,
        checks: { ...CALL_CHECKS, wire: [], headers: [], signature: [] },
      },
      seenAt: [PEOPLE, SUBSCRIPTION, AGREEMENTS],
    },
  },
};

/** The same resource otherwise spelled, and ways from one resource to somebody's record. */
function spellings(path: string, record: string): readonly string[] {
  return [
    `${path}/`,
    `/${path}`,
    `${path}//`,
    path.replace("/v1/", "/v1//"),
    path.replace("/v1/", "/V1/"),
    path.replace("/v1/", "/v1/./"),
    path.replace("/v1/", "/%76%31/"),
    path.replace("/v1/", "/v1%2f"),
    `/v1/x/../..${path}`,
    `${path}/../../..${record}`,
    `${path}/%2e%2e/%2e%2e/%2e%2e${record}`,
    `${path}/..%2f..%2f..${record}`,
    `${path}%00`,
    `${path};`,
    `${path}\\..\\..${record}`,
    `${path}#${record}`,
  ];
}

async function send(door: Door, method: string, target: string) {
  const key = door.world.agencyKeys.get(HOUSING.agencyId);
  if (key === undefined) {
    throw new Error("no key");
  }
  const { host, port } = new URL(door.origin);
  const headers = { "hub-actor": `"${HOUSING.actor}"`, "hub-purpose": HOUSING.purpose };
  const toSign = { method, targetUri: door.origin + target, headers };
  const signed = await signRequest(toSign, key.keyid, signKeyOfJwk(key.privateJwk), door.now());
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: close",
    "Content-Length: 0",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Signature-Input: ${signed.signatureInput}`,
    `Signature: ${signed.signature}`,
  ];
  return sendBytes(Number(port), Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
}
