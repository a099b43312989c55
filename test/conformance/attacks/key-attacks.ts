import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { makeKey } from "../compose-call.ts";
import { NOW } from "../small-hub.ts";
import { type Attack, type Attacks, NOW_SECONDS, type World } from "./world.ts";

const named = (alg: string): Attack => ({
  by: `alg="${alg}"`,
  run: async (world) => world.send(await world.get({ moreParams: `;alg="${alg}"` })),
});
const keyid = (by: string, value: string): Attack => ({
  by,
  run: async (world) => world.send(await world.get({ keyid: value })),
});

export const KEY_ATTACKS: Attacks = {
  "KEY-01": [{ by: "a key nobody enrolled", run: async (world) => world.send(await world.get({ key: makeKey() })) }],
  "KEY-02": [{ by: "a key revoked a moment ago", run: revoked(NOW_SECONDS) }],
  "KEY-03": [
    { by: "a key whose time is over", run: enrolled({ notAfter: new Date(NOW.getTime() - 1) }) },
    { by: "a key whose time has not come", run: enrolled({ notBefore: new Date(NOW.getTime() + 1) }) },
    { by: "a key of an agency that left the scheme", run: enrolled({ agencyId: "left-the-scheme" }) },
    { by: "a key of another environment", run: enrolled({ environment: "sandbox" }) },
  ],
  "KEY-04": [{ by: "created before the revocation", run: revoked(NOW_SECONDS - 60) }],
  "KEY-07": [
    {
      by: "the public key as HMAC secret",
      run: async (world) =>
        world.send(
          await world.get({
            moreParams: ';alg="hmac-sha256"',
            sign: async (base, { publicJwk }) =>
              createHmac("sha256", publicJwk.x ?? "")
                .update(base)
                .digest(),
          }),
        ),
    },
  ],
  "KEY-08": ["none", "", "ED25519", "rsa-v1_5-sha256", "EdDSA"].map(named),
  "KEY-09": [
    {
      by: "p384 for a p256 key",
      run: async (world) => world.send(await world.get({ key: world.p256, moreParams: ';alg="ecdsa-p384-sha384"' })),
    },
    named("ecdsa-p256-sha256"),
  ],
  // RSA keys cannot be enrolled at all; what is left is an RSA signature under a key of another kind.
  "KEY-11": [0, 20, 64].map((saltLength) => ({
    by: `RSA-PSS with salt ${saltLength}`,
    run: async (world) => world.send(await world.get({ sign: async (base) => rsaPss(base, saltLength) })),
  })),
  "KEY-12": [
    keyid("a path", "../../x"),
    keyid("SQL", "' OR 1=1"),
    keyid("a URL", "http://evil.example/key"),
    keyid("42 characters", "a".repeat(42)),
  ],
  "KEY-18": [
    {
      by: "a response's tag on a request",
      run: async (world) => world.send(await world.get({ tag: "iom-hub-res-v1" })),
      status: 401,
    },
  ],
  "KEY-19": [
    { by: "the hub's own response key", run: hubKey },
    { by: "an officer's key", run: enrolled({ use: "officer" }) },
  ],
};

function enrolled(more: Parameters<World["hub"]["enrol"]>[2]) {
  return async (world: World) => {
    const key = await world.hub.enrol(makeKey(), "hampshire-police", more);
    return world.send(await world.get({ key }));
  };
}

function revoked(created: number) {
  return async (world: World) => {
    const key = await world.hub.enrol(makeKey(), "hampshire-police");
    const call = await world.get({ key, created: String(created) });
    await world.hub.revoke(key);
    return world.send(call);
  };
}

async function hubKey(world: World) {
  const { responseKey } = world.hub;
  const privateJwk = responseKey.privateKey.export({ format: "jwk" });
  const key = { keyid: responseKey.keyid, algorithm: "ed25519" as const, privateJwk, publicJwk: responseKey.publicJwk };
  return world.send(await world.get({ key }));
}

function rsaPss(base: Buffer, saltLength: number): Buffer {
  const { privateKey: key } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return sign("sha512", base, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}
