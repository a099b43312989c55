import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { runCommand } from "#services/cli/run-command.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "../gateway-at-work.ts";

const AGREEMENTS = join(packageRoot(), "policies/agreements");
const AS_HOUSING = { actor: "hous-01", purpose: "iom-case-management" };

let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  let [out, err] = ["", ""];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    env,
    signal: new AbortController().signal,
  };
  return { status: await runCommand(args, terminal), out, err };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-decisions-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const database = () => ({ DATABASE_URL: hub.servers.databaseUrlFor("hub_gateway") });

test.each([
  ["no agreement", ["decisions"], "Name the agreement with --agreement.\n"],
  ["no days", ["decisions", "--agreement", "solent-iom", "--days", "0"], "--days is a whole number from 1 to 400.\n"],
])("%s is one sentence", async (_what, args, err) => {
  expect(await run(args, database())).toEqual({ status: 2, out: "", err });
});

test("where no hub runs, and where its database is away, that is said", async () => {
  const folder = await makeFolder();
  const args = ["decisions", "--agreement", "solent-iom"];
  const nowhere = await run(args, { HUB_DATA: folder });
  expect(nowhere).toMatchObject({ status: 2, out: "" });
  expect(nowhere.err).toContain(`No hub runs on ${folder}`);
  const away = await run(args, { DATABASE_URL: "postgres://nobody@127.0.0.1:9/postgres" });
  expect(away).toEqual({ status: 2, out: "", err: "The hub's database cannot be read; is it running?\n" });
});

test("the hub that runs on HUB_DATA is found by what it keeps there", async () => {
  const folder = await makeFolder();
  const { port, password } = new URL(hub.servers.databaseUrlFor("hub_gateway"));
  await Promise.all([mkdir(join(folder, "pg")), mkdir(join(folder, "keys"))]);
  await writeFile(join(folder, "pg/postmaster.pid"), `4711\n${folder}/pg\n1795309077\n${port}\n\n127.0.0.1\n`);
  await writeFile(join(folder, "keys/hub_gateway.password"), `${decodeURIComponent(password)}\n`);

  expect(await run(["decisions", "--agreement", "no-such"], { HUB_DATA: folder })).toEqual({
    status: 0,
    out: "",
    err: "",
  });
});

test("what was decided on comes out as the simulator reads it, and names nobody", async () => {
  const values = { "identity.firstName": held("hampshire-police", "Dana") };
  const people = [await hub.addPerson({ values }), await hub.addPerson({ values })];
  for (const person of [...people, people[0] ?? ""]) {
    const path = `/v1/people/${await hub.idFor("solent-housing", person)}`;
    expect((await hub.client("solent-housing").call("GET", path, AS_HOUSING)).status).toBe(200);
  }
  // The command goes by the machine's clock, and the hub's stands still.
  await hub.owner`update gateway.decision set at = now()`;

  const { status, out } = await run(["decisions", "--agreement", "solent-iom"], database());

  expect(status).toBe(0);
  const lines = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ times, person }) => [times, person]).toSorted()).toEqual([
    [1, expect.any(String)],
    [2, expect.any(String)],
  ]);
  expect(lines[0]).toMatchObject({
    agreement: "solent-iom",
    version: 1,
    party: "solent-housing",
    outlet: "people.read",
  });
  for (const secret of ["Dana", ...people]) {
    expect(out).not.toContain(secret);
  }

  const folder = await makeFolder();
  const log = join(folder, "decisions.ndjson");
  await writeFile(log, out);
  const draft = join(AGREEMENTS, "solent-iom.isa.yaml");
  const simulated = await run(
    ["policy", "simulate", "--agreements", AGREEMENTS, "--draft", draft, "--log", log, "--json"],
    {},
  );
  expect(JSON.parse(simulated.out)).toMatchObject({ decisions: 3, changed: 0, undecided: 0 });
});
