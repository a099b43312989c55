import { createUser } from "@nats-io/nkeys";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { connectBus, type NatsConnection } from "#services/platform/bus/bus.ts";
import { startTestServers, type TestServers } from "#test/servers.ts";

const POLICE = "hampshire-police";
const HOUSING = "solent-housing";

let servers: TestServers;
beforeAll(async () => {
  servers = await startTestServers({ migrations: [] });
});
afterAll(() => servers[Symbol.asyncDispose]());

async function signIn(user: string): Promise<NatsConnection> {
  const connection = await servers.connectBusAs(user);
  onTestFinished(() => connection.close());
  return connection;
}

/** Collects the subjects that the core hears, which may hear everything. */
async function listenAsCore(): Promise<{ heard: string[]; core: NatsConnection }> {
  const core = await signIn("core");
  const heard: string[] = [];
  for (const subject of ["feed.>", "hub.>", "core.>"]) {
    core.subscribe(subject, { callback: (_, message) => void heard.push(message.subject) });
  }
  await core.flush();
  return { heard, core };
}

/** The first refusal that the server tells this connection of. */
async function refusal(connection: NatsConnection): Promise<string> {
  for await (const status of connection.status()) {
    if (status.type === "error") return status.error.message;
  }
  return "closed without a refusal";
}

test.each([
  ["another agency's feed", "feed.housing.solent-housing.tenancy.opened"],
  ["its own name under another agency type", "feed.housing.hampshire-police.tenancy.opened"],
  ["the hub's pointers", "hub.record.changed"],
  ["a command to the core", "core.link-review.decide"],
  ["another agency's deliveries", "deliver.solent-housing.update"],
  ["its own deliveries", "deliver.hampshire-police.update"],
  ["the stream itself", "$JS.API.STREAM.DELETE.FEED"],
])("an agency may not publish to %s", async (_, subject) => {
  const { heard, core } = await listenAsCore();
  const police = await signIn(POLICE);
  const refused = refusal(police);

  police.publish(subject, "{}");
  police.publish(`feed.police.${POLICE}.arrest.recorded`, "{}");
  await police.flush();
  await core.flush();

  expect(await refused).toBe(`Permissions Violation for Publish to "${subject}"`);
  expect(heard).toEqual([`feed.police.${POLICE}.arrest.recorded`]);
});

test.each([
  ["its own feed", `feed.police.${POLICE}.>`],
  ["every feed", "feed.>"],
  ["the hub's pointers", "hub.>"],
  ["the core's commands", "core.>"],
  ["another agency's deliveries", `deliver.${HOUSING}.>`],
  ["every delivery", "deliver.>"],
  ["another agency's replies", `_INBOX_${HOUSING}.>`],
  ["the gateway's replies", "_INBOX_gateway.>"],
  ["everybody's replies", "_INBOX.>"],
  ["everything", ">"],
])("an agency may not listen to %s", async (_, subject) => {
  const police = await signIn(POLICE);
  const refused = refusal(police);

  police.subscribe(subject);
  await police.flush();

  expect(await refused).toBe(`Permissions Violation for Subscription to "${subject}"`);
});

test("an agency hears its own deliveries", async () => {
  const [police, gateway] = [await signIn(POLICE), await signIn("gateway")];
  const delivered = police.subscribe(`deliver.${POLICE}.>`, { max: 1 });
  await police.flush();

  gateway.publish(`deliver.${POLICE}.update`, "for the police");

  for await (const message of delivered) expect(message.string()).toBe("for the police");
});

test("a part gets the answer to its command, on its own inbox", async () => {
  const [core, gateway] = [await signIn("core"), await signIn("gateway")];
  core.subscribe("core.roster.size", {
    callback: (_, message) => void message.respond(`to ${message.reply?.split(".")[0]}`),
  });
  await core.flush();

  const answer = await gateway.request("core.roster.size", "{}", { timeout: 5_000 });

  expect(answer.string()).toBe("to _INBOX_gateway");
});

test("the connectors may not send the hub's pointers", async () => {
  const connectors = await signIn("connectors");
  const refused = refusal(connectors);

  connectors.publish("hub.record.changed", "{}");

  expect(await refused).toBe('Permissions Violation for Publish to "hub.record.changed"');
});

test("nobody gets in without a key", async () => {
  await expect(connectBus({ url: servers.natsUrl, name: "nobody" })).rejects.toThrow("Authorization Violation");
});

test("nobody gets in with a key that was not given out", async () => {
  const nkeySeed = new TextDecoder().decode(createUser().getSeed());

  await expect(connectBus({ url: servers.natsUrl, name: POLICE, nkeySeed })).rejects.toThrow("Authorization Violation");
});
