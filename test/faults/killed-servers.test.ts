import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { DemoAgenciesFile } from "#services/demo/demo-agencies.ts";
import { listPeople } from "#services/demo/list-people.ts";
import { LOADING_ORDER } from "#services/demo/load-samples.ts";
import { eventually, until } from "../eventually.ts";
import { daniel } from "../people.ts";
import { type SchemeAtWork, startScheme } from "../scheme-at-work.ts";
import { type Outcome, outcomeOf, replayUpdates } from "./outcome.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
/** PostgreSQL as it comes: with a test's fast settings a crash may lose what was committed. Each call refused is a line. */
const DURABLE = { postgresSettings: [], logLevel: "silent" } as const;
/** Whose files are being taken in when a server is killed. */
const KILLED_WHILE_READING = ["probation", "housing"];

let undisturbed: Outcome;

beforeAll(async () => {
  await using calm = await startScheme(undefined, DURABLE);
  await calm.dropSamples();
  await calm.coordinatorWorks();
  undisturbed = await outcome(calm);
}, 120_000);

async function fileOf({ hub, stage }: SchemeAtWork): Promise<DemoAgenciesFile> {
  return { origin: hub.origin, agencies: stage.agencies, people: await listPeople(stage) };
}

async function outcome(at: SchemeAtWork): Promise<Outcome> {
  return outcomeOf(await fileOf(at), at.hub.ownerUrl, at.hub.clock.now);
}

/** Reads one person over and over; resolves to the different answers there were. */
function keepReading(scheme: SchemeAtWork, personId: string) {
  const answers = new Set<string>();
  let isOver = false;
  const read = () => scheme.client("iom-team").call("GET", `/v1/people/${personId}`, AS_TEAM);
  const done = (async () => {
    while (!isOver) {
      answers.add(
        await read().then(
          ({ status }) => String(status),
          (error: Error) => error.message,
        ),
      );
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await done;
      return answers;
    },
  };
}

const pidOf = async (at: SchemeAtWork, file: string): Promise<number> =>
  Number.parseInt(await readFile(join(at.hub.dataDirectory, file), "utf8"), 10);

/** Drops every agency's samples, twice with a server killed meanwhile; resolves once all of it is committed. */
async function dropWhileKilling(scheme: SchemeAtWork, pidFile: string): Promise<void> {
  for (const agencyType of LOADING_ORDER.slice(1)) {
    const dropped = scheme.dropSamples(agencyType).catch(() => undefined);
    if (KILLED_WHILE_READING.includes(agencyType)) {
      const pid = await pidOf(scheme, pidFile);
      process.kill(pid, "SIGKILL");
      await until(async () => (await eventually(() => pidOf(scheme, pidFile))) !== pid);
    }
    await dropped;
    // Asked again, as the question itself may have met the server that was gone.
    await eventually(() => scheme.dropSamples(agencyType));
  }
}

test.each([
  // Nothing that is asked of the hub needs the bus to be answered.
  { server: "nats-server", pidFile: "nats/nats.pid", answers: ["200"] },
  { server: "PostgreSQL", pidFile: "pg/postmaster.pid", answers: ["200", "503"] },
])(
  "$server is killed while files are dropped and people are read: nothing is lost, and nothing comes twice",
  async ({ pidFile, answers }) => {
    await using scheme = await startScheme(undefined, DURABLE);
    await scheme.dropSamples("iom-team");
    const reading = keepReading(scheme, await scheme.idFor("iom-team", daniel));
    await dropWhileKilling(scheme, pidFile);
    expect([...(await reading.stop())].sort()).toEqual(answers);
    await eventually(() => scheme.coordinatorWorks());

    expect(await eventually(() => outcome(scheme))).toEqual(undisturbed);
    const { sequences, records } = await eventually(async () =>
      replayUpdates(await fileOf(scheme), scheme.hub.clock.now),
    );
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(records).toEqual(undisturbed.records);
  },
  120_000,
);
