import { replaceHeader, signWith, type WireCall, withHeader, withoutHeader } from "../compose-call.ts";
import type { Attacks, World } from "./world.ts";

const altered = (change: (call: WireCall) => WireCall) => async (world: World) => world.send(change(await world.get()));

const signature = (change: (value: string) => string) => altered((call) => replaceHeader(call, "Signature", change));
const input = (change: (value: string) => string) => altered((call) => replaceHeader(call, "Signature-Input", change));
const ofLength = (length: number) => (world: World) =>
  world.get({ sign: async () => Buffer.alloc(length, 1) }).then(world.send);

/** DER as OpenSSL writes it: a sequence of two integers. */
function der(p1363: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const positive = bytes[0] !== undefined && bytes[0] > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, positive.length), positive]);
  };
  const body = Buffer.concat([integer(p1363.subarray(0, 32)), integer(p1363.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

const CAVAGE = 'keyId="police",algorithm="hs2019",headers="(request-target) host date",signature="dGVzdA=="';

export const SIGNATURE_ATTACKS: Attacks = {
  "SIG-01": [
    {
      by: "sending neither header",
      run: altered((call) => withoutHeader(withoutHeader(call, "Signature"), "Signature-Input")),
    },
  ],
  "SIG-02": [
    { by: "sending Signature alone", run: altered((call) => withoutHeader(call, "Signature-Input")) },
    { by: "sending Signature-Input alone", run: altered((call) => withoutHeader(call, "Signature")) },
  ],
  "SIG-03": [{ by: "another label on the signature", run: signature((value) => value.replace("hub=", "hub2=")) }],
  "SIG-04": [
    {
      by: "the old dialect, without Signature-Input",
      run: altered((call) =>
        withoutHeader(
          replaceHeader(call, "Signature", () => CAVAGE),
          "Signature-Input",
        ),
      ),
    },
    { by: "the old dialect beside Signature-Input", run: signature(() => CAVAGE) },
  ],
  "SIG-05": [
    {
      by: "Authorization: Signature",
      run: altered((call) => withHeader(call, "Authorization", `Signature ${CAVAGE}`)),
    },
    {
      by: "Authorization: AWS4-HMAC-SHA256",
      run: altered((call) => withHeader(call, "Authorization", "AWS4-HMAC-SHA256 Credential=x, Signature=y")),
    },
    { by: "Proxy-Authorization", run: altered((call) => withHeader(call, "Proxy-Authorization", "Basic eDp5")) },
  ],
  "SIG-06": [{ by: "a bad member before the good one", run: twoMembers("first") }],
  "SIG-07": [{ by: "a bad member after the good one", run: twoMembers("last") }],
  "SIG-08": [
    { by: "the same label twice in Signature-Input", run: input((value) => `${value}, ${value}`) },
    { by: "the same label twice in Signature", run: signature((value) => `${value}, ${value}`) },
  ],
  "SIG-09": [
    { by: "two Signature lines", run: twice("Signature") },
    { by: "two Signature-Input lines", run: twice("Signature-Input") },
  ],
  "SIG-10": [
    { by: "the base64url alphabet", run: signature(() => `hub=:${"-_".repeat(43)}==:`) },
    { by: "missing padding", run: signature((value) => value.replace("==:", ":")) },
    { by: "padding of too many bits", run: signature((value) => value.replace(/.==:$/, "B==:")) },
    { by: "a space within the base64", run: signature((value) => value.replace("=:", "=: ")) },
  ],
  "SIG-11": [0, 63, 65].map((length) => ({ by: `${length} bytes`, run: ofLength(length) })),
  "SIG-12": [
    {
      by: "DER in place of r and s",
      run: (world) =>
        world.get({ key: world.p256, sign: async (base, key) => der(await signWith(base, key)) }).then(world.send),
    },
  ],
};

function twoMembers(bad: "first" | "last") {
  return altered((call) => {
    const forged = (good: string) => good.replace(/^hub=/, "evil=");
    const both = (good: string, evil: string) => (bad === "first" ? `${evil}, ${good}` : `${good}, ${evil}`);
    const inputs = replaceHeader(call, "Signature-Input", (good) => both(good, forged(good)));
    return replaceHeader(inputs, "Signature", (good) => both(good, `evil=:${Buffer.alloc(64, 3).toString("base64")}:`));
  });
}

function twice(name: string) {
  return altered((call) => {
    const value = call.headers.find(([known]) => known === name)?.[1] ?? "";
    return withHeader(call, name, value);
  });
}
