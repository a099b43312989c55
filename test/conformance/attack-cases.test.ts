import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServers, type TestServers } from "../servers.ts";
import { BODY_ATTACKS } from "./attacks/body-attacks.ts";
import { CANONICAL_ATTACKS } from "./attacks/canonical-attacks.ts";
import { COVERAGE_ATTACKS } from "./attacks/coverage-attacks.ts";
import { KEY_ATTACKS } from "./attacks/key-attacks.ts";
import { SIGNATURE_ATTACKS } from "./attacks/signature-attacks.ts";
import { TIME_ATTACKS } from "./attacks/time-attacks.ts";
import { type Attack, makeWorld, type World } from "./attacks/world.ts";
import { makeKey } from "./compose-call.ts";
import { type SmallHub, startSmallHub } from "./small-hub.ts";

type AttackCase = {
  readonly id: string;
  readonly attack: string;
  readonly expect: { readonly by: string; readonly result: number | string; readonly problem: string | null };
};

const ATTACKS = {
  ...SIGNATURE_ATTACKS,
  ...COVERAGE_ATTACKS,
  ...CANONICAL_ATTACKS,
  ...BODY_ATTACKS,
  ...TIME_ATTACKS,
  ...KEY_ATTACKS,
};

/** Cases of signed calls that another test answers, with where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "COV-09": "test/conformance/answers.test.ts",
  "TIME-10": "test/conformance/replay.test.ts",
  "TIME-11": "gateway/caller/clock-guard.test.ts and test/conformance/replay.test.ts",
  "TIME-12": "idempotency, with the routes that write",
  "TIME-13": "idempotency, with the routes that write",
  "TIME-14": "idempotency, with the routes that write",
  "TIME-15": "idempotency, with the routes that write",
  "KEY-05": "who may read what, with the routes that read",
  "KEY-06": "the officer register, with the routes that read",
  "KEY-10": "gateway/caller/agency-keys.contract.test.ts",
  "KEY-13": "enrolment by invitation, which is not built",
  "KEY-14": "enrolment by CSR, which is not built",
  "KEY-15": "gateway/caller/agency-keys.contract.test.ts",
  "KEY-16": "gateway/caller/agency-keys.contract.test.ts",
  "KEY-17": "rotation, which is not built",
};

const { cases }: { readonly cases: readonly AttackCase[] } = JSON.parse(
  readFileSync(new URL("./attack-cases.json", import.meta.url), "utf8"),
);
const signedCallCases = cases.filter(({ id }) => /^(?:SIG|COV|CAN|BODY|TIME|KEY)-/.test(id));
const rows = signedCallCases.flatMap((known) =>
  (ATTACKS[known.id] ?? []).map((attack) => [known.id, known.attack, attack.by, known, attack] as const),
);

let servers: TestServers;
let hub: SmallHub;
let world: World;

beforeAll(async () => {
  servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  hub = await startSmallHub({ databaseUrl: servers.databaseUrlFor("hub_gateway") });
  world = makeWorld(hub, {
    key: await hub.enrol(makeKey(), "hampshire-police"),
    p256: await hub.enrol(makeKey("ecdsa-p256-sha256"), "hampshire-police"),
    housing: await hub.enrol(makeKey(), "solent-housing"),
  });
});

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

test("every case about signed calls is attacked here or named with where it is", () => {
  const missing = signedCallCases.filter(({ id }) => ATTACKS[id] === undefined && ELSEWHERE[id] === undefined);
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test("the honest calls that the attacks start from are answered", async () => {
  const answers = [
    await world.send(await world.get()),
    await world.send(await world.post()),
    await world.send(await world.get({ key: world.p256, moreParams: ';alg="ecdsa-p256-sha256"' })),
    await world.send(await world.get({ key: await hub.enrol(makeKey("ecdsa-p384-sha384"), "solent-housing") })),
    await world.send(await world.get({ target: "/v1/agreements?x=a%20b&y=c+d", headers: [] })),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});

test.concurrent.each(rows)("%s: %s (%s)", async (_id, _attack, _by, { expect: wanted }, attack: Attack) => {
  const answer = await attack.run(world);
  expect({ status: answer.status, code: answer.code }).toEqual({
    status: attack.status ?? wanted.result,
    code: attack.code === undefined ? wanted.problem : attack.code,
  });
});
