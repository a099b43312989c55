import { afterAll, beforeAll, expect, test } from "vitest";
import { policiesOf } from "#policies/made-up-policies.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import { demonstrationScheme } from "#test/demonstration-scheme.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { versionWithout } from "#test/policy-moves.ts";
import { callerOf } from "#test/verified-caller.ts";
import { officerRegister } from "../disclosure/officer-register.ts";
import { loadGatewayKeys } from "../keys/gateway-keys.ts";
import { openPseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";
import { findSubscription } from "../subscriptions/subscription-store.ts";
import type { DoorDependencies } from "./door.ts";
import { settleSubscription } from "./settle-subscription.ts";
import { STREAM_TIMING, streamFrames } from "./stream-frames.ts";
import { createWakes } from "./wakes.ts";

const opened = new OpenedThings();
let hub: GatewayAtWork;
let dependencies: DoorDependencies;
let policies: PolicySet;

const shipped = readDraft("agreements/solent-iom.isa.yaml");
const inForce = policiesOf([{ document: shipped }]);

beforeAll(async () => {
  hub = await startGatewayAtWork();
  opened.add(() => hub[Symbol.asyncDispose]());
  const sql = openDatabase({ url: hub.servers.databaseUrlFor("hub_gateway"), applicationName: "test" });
  opened.add(() => closeDatabase(sql));
  const keys = await loadGatewayKeys(hub.keysDirectory);
  const pseudonyms = await openPseudonymKeys(sql);
  opened.add(() => pseudonyms[Symbol.asyncDispose]());
  const push = {
    sql,
    clock: hub.clock,
    engine: { policies: () => policies, pseudonyms, onTransformFailed: () => undefined },
    signer: { origin: hub.origin, eventKey: keys.event },
    viewSecret: keys.viewSecret,
  };
  dependencies = {
    ...push,
    officers: officerRegister(await demonstrationScheme()),
    cursorSecret: keys.cursorSecret,
    wakes: createWakes(),
    settle: (subscriptionId) => settleSubscription(push, subscriptionId),
  };
});
afterAll(() => opened.close());

/** A stream of which the reader has taken one update of three that were handed out together. */
async function streamAfterOne(): Promise<AsyncGenerator<string, void, undefined>> {
  policies = inForce;
  const subscription = await findSubscription(dependencies.sql, "iom-team", "default");
  if (subscription === null) throw new Error("no subscription");
  for (const name of ["Dana", "Ida", "Una"]) {
    await hub.addPerson({
      values: {
        "iom.ragStatus": held("iom-team", name === "Una" ? "red" : "amber"),
        "iom.cohort": held("hampshire-police", "fixed"),
      },
    });
  }
  const frames = streamFrames(dependencies, {
    door: { subscription, caller: callerOf(hub, "iom-team", "sgt-01") },
    after: subscription.lastSeq,
    signal: new AbortController().signal,
    isKeyGood: () => true,
    timing: STREAM_TIMING,
  });
  // Before the first update there may be the news that the agreement is in force again.
  while (typeIn((await frames.next()).value) !== "hub.person.updated");
  return frames;
}

test("what a slow reader has not taken yet goes no further once the agreement is suspended", async () => {
  const frames = await streamAfterOne();
  policies = policiesOf([{ document: shipped, state: "suspended" }]);
  expect(await frames.next()).toEqual({ done: true, value: undefined });
});

test("what a slow reader has not taken yet goes no further once the agreement has expired", async () => {
  const frames = await streamAfterOne();
  hub.clock.set(new Date(shipped.effective.to));
  expect(await frames.next()).toEqual({ done: true, value: undefined });
  hub.clock.set(NOW);
});

test("what a slow reader has not taken yet is decided again under the next version", async () => {
  const frames = await streamAfterOne();
  policies = policiesOf([{ document: versionWithout("iom.cohort", 2) }]);
  expect(typeIn((await frames.next()).value)).toBe("hub.update.withdrawn");
  await frames.return();
});

function typeIn(frame: unknown): unknown {
  const [, payload = ""] = /data: (.*)/.exec(String(frame))?.[1]?.split(".") ?? [];
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8") || "null")?.type;
}
