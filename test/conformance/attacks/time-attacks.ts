import { newNonce } from "../compose-call.ts";
import { type Attack, type Attacks, NOW_SECONDS, type World } from "./world.ts";

const created = (by: string, value: string | null): Attack => ({
  by,
  run: async (world) => world.send(await world.get({ created: value })),
});
const parameters = (by: string, moreParams: string, code?: string, status?: number): Attack => ({
  by,
  run: async (world) => world.send(await world.get({ moreParams })),
  ...(code === undefined ? {} : { code }),
  ...(status === undefined ? {} : { status }),
});
const nonce = (by: string, value: string | null): Attack => ({
  by,
  run: async (world) => world.send(await world.get({ nonce: value })),
});

export const TIME_ATTACKS: Attacks = {
  "TIME-01": [
    { by: "the same bytes again", run: again({}) },
    { by: "the same bytes to a route that claims for its handler", run: again({ target: "/v1/agreements" }) },
    { by: "the same nonce in a new signature", run: sameNonce },
    { by: "a call that was refused with 404", run: again({ target: "/v1/people/nobody" }) },
    { by: "a call that failed", run: again({ target: "/v1/broken" }) },
  ],
  "TIME-02": [created("its window over by a second", String(NOW_SECONDS - 91))],
  "TIME-03": [created("91 s", String(NOW_SECONDS - 91)), created("1970", "1")],
  "TIME-04": [created("31 s", String(NOW_SECONDS + 31)), created("the year 33658", "999999999999")],
  "TIME-05": [
    created("a string", `"${NOW_SECONDS}"`),
    created("a token", "now"),
    created("a decimal", `${NOW_SECONDS}.5`),
    created("a boolean", "?1"),
    created("negative", "-1"),
    created("16 digits", "1234567890123456"),
    created("a leading zero", `0${NOW_SECONDS}`),
    created("a date", `@${NOW_SECONDS}`),
    parameters("tag as a token", ";alg=ed25519"),
    parameters("a flag", ";expires"),
  ],
  "TIME-06": [
    parameters("a string", `;expires="${NOW_SECONDS + 60}"`, "signature-parameter-type", 400),
    parameters("before created", `;expires=${NOW_SECONDS - 1}`),
    parameters("passed", `;expires=${NOW_SECONDS - 10}`),
  ],
  "TIME-07": [created("left out", null)],
  "TIME-08": [
    nonce("left out", null),
    nonce("4 characters", "abcd"),
    nonce("500 characters", "a".repeat(500)),
    nonce("with spaces", "aaaaaaaaaaa aaaaaaaaaaaa"),
    nonce("21 characters", "a".repeat(21)),
    nonce("65 characters", "a".repeat(65)),
  ],
  "TIME-09": [
    {
      by: "two agencies, one nonce",
      run: async (world) => {
        const shared = newNonce();
        await world.send(await world.get({ nonce: shared, key: world.housing }));
        return world.send(await world.get({ nonce: shared }));
      },
    },
  ],
};

function again(parts: Parameters<World["get"]>[0]) {
  return async (world: World) => {
    const call = await world.get(parts);
    await world.send(call);
    return world.send(call);
  };
}

async function sameNonce(world: World) {
  const nonceUsed = newNonce();
  await world.send(await world.get({ nonce: nonceUsed }));
  return world.send(await world.get({ nonce: nonceUsed, target: "/v1/agreements" }));
}
