import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Exchanges } from "#schemas/generated/types.ts";
import { OpenedThings } from "#services/platform/lifecycle/opened-things.ts";
import { type Draft, readDraft } from "#test/agreement-drafts.ts";
import { type GatewayAtWork, type GatewayNode, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { makeTestFolder } from "#test/servers.ts";

const opened = new OpenedThings();
let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  opened.add(() => hub[Symbol.asyncDispose]());
});
afterAll(() => opened.close());

const count = async (from: string) => {
  const [row] = await hub.owner<{ n: number }[]>`select count(*)::int as n from ${hub.owner.unsafe(from)}`;
  return row?.n;
};

async function folderOf(...drafts: readonly Draft[]): Promise<string> {
  const folder = await makeTestFolder(opened);
  for (const draft of drafts) {
    const text = stringify(draft, { aliasDuplicateObjects: false });
    await writeFile(join(folder, `${draft.id}-${draft.version}.isa.yaml`), text);
  }
  return folder;
}

function shipped(change: (draft: Draft) => void): Draft {
  const draft = readDraft("agreements/solent-substance-misuse.isa.yaml");
  change(draft);
  return draft;
}

const listed = async (node: GatewayNode, id: string) => {
  const { body } = await node.client("hampshire-police").call("GET", "/v1/agreements", { actor: "x" });
  return (body as Exchanges["agreements-answer"]).agreements.filter((agreement) => agreement.id === id);
};

test("each version of the folder is brought in once, each step with its entry in the ledger", async () => {
  const kinds = await hub.owner<{ kind: string; n: number }[]>`
    select kind, count(*)::int as n from gateway.agreement_event where agreement_id = 'solent-substance-misuse'
    group by kind order by min(event_no)`;
  const { parties } = readDraft("agreements/solent-substance-misuse.isa.yaml");
  expect(kinds).toEqual([
    { kind: "drafted", n: 1 },
    { kind: "proposed", n: 1 },
    { kind: "approved", n: parties.length },
    { kind: "activated", n: 1 },
  ]);
  const unlogged = await count(
    "gateway.agreement_event e where not exists (select from ledger.entry l where l.receipt_id = e.receipt_id)",
  );
  expect(unlogged).toBe(0);

  const before = [await count("gateway.agreement_event"), await count("gateway.policy_bundle")];
  await hub.startNode();
  expect([await count("gateway.agreement_event"), await count("gateway.policy_bundle")]).toEqual(before);
});

test("a version whose text is another than the one known stops the start, and says what to do", async () => {
  const agreementsDirectory = await folderOf(
    shipped((draft) => {
      draft.title = "Another title";
    }),
  );
  await expect(hub.startNode({ agreementsDirectory })).rejects.toThrow(
    "solent-substance-misuse@1 is known with another text, and a version never changes; give the new text a new version",
  );
  expect(await count("gateway.policy_bundle")).toBe(1);
});

test("two files of one name and version stop the start", async () => {
  const agreementsDirectory = await folderOf(shipped(() => undefined));
  const twin = stringify(readDraft("agreements/solent-substance-misuse.isa.yaml"), { aliasDuplicateObjects: false });
  await writeFile(join(agreementsDirectory, "twin.isa.yaml"), twin);
  await expect(hub.startNode({ agreementsDirectory })).rejects.toThrow(
    "two documents called solent-substance-misuse@1",
  );
});

test("outside of a demonstration a version awaits its signatures, and the one in force goes on", async () => {
  const agreementsDirectory = await folderOf(
    shipped((draft) => {
      draft.version = 2;
      draft.previous = `sha256:${"0".repeat(64)}`;
    }),
  );
  const node = await hub.startNode({ agreementsDirectory, mode: "production" });
  expect(await listed(node, "solent-substance-misuse")).toMatchObject([
    { version: 1, state: "active" },
    { version: 2, state: "proposed", parties: expect.arrayContaining([expect.objectContaining({ signedAt: null })]) },
  ]);
  const [written] = await hub.owner<{ at: Date; detail: unknown }[]>`
    select at, detail from gateway.agreement_event where version = 2 and kind = 'proposed'`;
  expect(written).toMatchObject({ at: NOW, detail: { base: 1 } });
});

test("in a demonstration a new version is signed by every party and follows the one before", async () => {
  const agreementsDirectory = await folderOf(
    shipped((draft) => {
      draft.version = 3;
      draft.previous = `sha256:${"0".repeat(64)}`;
    }),
  );
  const node = await hub.startNode({ agreementsDirectory });
  expect((await listed(node, "solent-substance-misuse")).map(({ version, state }) => [version, state])).toEqual([
    [1, "superseded"],
    [2, "proposed"],
    [3, "active"],
  ]);
});
