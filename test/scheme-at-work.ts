import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgencyClient } from "#gateway/client/agency-client.ts";
import type { DemoAgency } from "#services/demo/demo-agencies.ts";
import { findPersonIds } from "#services/demo/list-people.ts";
import {
  type FeedFile,
  LOADING_ORDER,
  loadSamplesOf,
  type ReadingReceipt,
  samplesFolder,
  takeIn,
} from "#services/demo/load-samples.ts";
import { workThroughReviews } from "#services/demo/scripted-coordinator.ts";
import { closeStage, type Stage, setStage } from "#services/demo/stage.ts";
import { startTestHub, type TestHub } from "./hub.ts";
import type { MadeUpPerson } from "./people.ts";

/** The reference instant of the samples' outcomes. */
const REFERENCE_INSTANT = new Date("2026-11-21T12:00:00Z");

export type PersonAnswer = {
  readonly status: number;
  readonly fields: Readonly<
    Record<string, { readonly value: unknown; readonly form: string; readonly source?: string }>
  >;
};

export type Update = {
  readonly type: string;
  readonly sequence: string;
  readonly subject: string;
  readonly data: { readonly changed?: Readonly<Record<string, { readonly value: unknown; readonly form: string }>> };
};

/** A whole hub with the demonstration scheme's agencies enrolled, driven only from outside. */
export type SchemeAtWork = AsyncDisposable & {
  readonly hub: TestHub;
  readonly stage: Stage;
  readonly agency: (agencyId: string) => DemoAgency;
  readonly client: (agencyId: string) => AgencyClient;
  /** Drops files into the agency's feed folder; resolves when the core has committed what came of them. */
  readonly drop: (agencyId: string, ...files: readonly FeedFile[]) => Promise<readonly ReadingReceipt[]>;
  readonly dropSamples: (...agencyTypes: readonly string[]) => Promise<void>;
  readonly coordinatorWorks: () => Promise<{ readonly linked: number; readonly refused: number }>;
  readonly idFor: (agencyId: string, person: MadeUpPerson) => Promise<string>;
  readonly read: (agencyId: string, person: MadeUpPerson, how?: ReadAs) => Promise<PersonAnswer>;
  /** Every update waiting for the agency since the last call, as its own system would pull it. */
  readonly pull: (agencyId: string) => Promise<readonly Update[]>;
};

export type ReadAs = { readonly actor?: string; readonly purpose?: string };

type SchemeOptions = Pick<NonNullable<Parameters<typeof startTestHub>[0]>, "postgresSettings" | "logLevel">;

export async function startScheme(now: Date = REFERENCE_INSTANT, options: SchemeOptions = {}): Promise<SchemeAtWork> {
  const hub = await startTestHub({ now, ...options });
  const stage = await setStage(hub, () => {});
  const agency = (agencyId: string) => named(stage, agencyId);
  const client = (agencyId: string) => stage.clientFor(agency(agencyId));
  const drop: SchemeAtWork["drop"] = (agencyId, ...files) => takeIn(agency(agencyId), files, stage.committed);
  const idFor: SchemeAtWork["idFor"] = async (agencyId, person) =>
    (await findPersonIds(stage, person))?.[agencyId] ?? fail(`${person.crn} is not on the scheme`);
  return {
    hub,
    stage,
    agency,
    client,
    drop,
    dropSamples: async (...agencyTypes) => {
      const order: readonly string[] = agencyTypes.length > 0 ? agencyTypes : LOADING_ORDER;
      for (const agencyType of order) {
        const one = stage.agencies.find((candidate) => candidate.agencyType === agencyType);
        await loadSamplesOf(one ?? fail(`no agency of type ${agencyType}`), stage.committed);
      }
    },
    coordinatorWorks: () => workThroughReviews(client("iom-team"), "coord-01"),
    idFor,
    read: async (agencyId, person, { actor, purpose = "iom-case-management" } = {}) => {
      const personId = await idFor(agencyId, person);
      const officer = actor ?? agency(agencyId).officers[0]?.actor ?? "";
      const answer = await client(agencyId).call("GET", `/v1/people/${personId}`, { actor: officer, purpose });
      const fields = (answer.body as { readonly fields?: PersonAnswer["fields"] }).fields ?? {};
      return { status: answer.status, fields };
    },
    pull: async (agencyId) => {
      const actor = agency(agencyId).officers[0]?.actor ?? "";
      const after = stage.cursors.get(agencyId);
      const { updates, cursor } = await client(agencyId).pullAll({
        actor,
        purpose: "iom-case-management",
        ...(after === undefined ? {} : { after }),
      });
      stage.cursors.set(agencyId, cursor);
      return updates as readonly Update[];
    },
    [Symbol.asyncDispose]: async () => {
      await closeStage(stage);
      await hub[Symbol.asyncDispose]();
    },
  };
}

/** A sample file of the demonstration scheme, to be changed and dropped again. */
export async function sample(agencyType: string, name: string): Promise<{ name: string; content: string }> {
  return { name, content: await readFile(join(samplesFolder(agencyType), name), "utf8") };
}

function named(stage: Stage, agencyId: string): DemoAgency {
  return stage.agencies.find((agency) => agency.agencyId === agencyId) ?? fail(`no agency ${agencyId}`);
}

function fail(message: string): never {
  throw new Error(message);
}
