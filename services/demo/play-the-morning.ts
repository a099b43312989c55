import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DemoAgency } from "./demo-agencies.ts";
import { type FeedFile, LOADING_ORDER, type ReadingReceipt, samplesFolder, takeIn } from "./load-samples.ts";
import { workThroughReviews } from "./scripted-coordinator.ts";
import { workThroughHits } from "./scripted-tag-hub.ts";
import type { Stage } from "./stage.ts";

const PURPOSE = "iom-case-management";
const COORDINATOR = "coord-01";
const MONITORING_OFFICER = "em-01";
const WORDS_SHOWN = 5;
const CONSENTS = /^consents-.*\.csv$/;
const WITHDRAWN_AT_COLUMN = 10;

/**
 * One morning of the scheme: the feeds come in, the coordinator works through what does not link by itself, the
 * partners read, and then a person withdraws consent, so that those who had read are told to forget.
 */
export async function playTheMorning(stage: Stage): Promise<void> {
  const receipts: ReadingReceipt[] = [];
  for (const agencyType of LOADING_ORDER) {
    const agency = stage.agencies.find((one) => one.agencyType === agencyType);
    if (agency !== undefined) {
      stage.say(`reading the feeds of ${agency.agencyId}`);
      receipts.push(...(await takeIn(agency, await filesBeforeTheWithdrawal(agency), stage.committed)));
    }
  }
  sayWhatCameIn(stage, receipts);
  await letTheCoordinatorWork(stage);
  await letTheMonitoringHubWork(stage);
  await letEveryoneRead(stage);
  await withdrawConsent(stage);
}

function sayWhatCameIn({ say }: Stage, receipts: readonly ReadingReceipt[]): void {
  const sum = (pick: (receipt: ReadingReceipt) => number) => receipts.reduce((total, one) => total + pick(one), 0);
  say(
    `${receipts.length} files: ${sum((one) => one.accepted)} rows taken in, ${sum((one) => one.errors)} set aside with a reason ` +
      `(beside each file, as <file>.errors.csv), ${sum((one) => one.events)} events`,
  );
}

async function letTheCoordinatorWork(stage: Stage): Promise<void> {
  const team = stage.agencies.find(({ agencyType }) => agencyType === "iom-team");
  if (team !== undefined) {
    const { linked, refused } = await workThroughReviews(stage.clientFor(team), COORDINATOR);
    stage.say(
      `the IOM coordinator (scripted) saw ${linked + refused} records that no shared number links: ` +
        `${linked} linked to a person, ${refused} to nobody on the scheme`,
    );
  }
}

/** Candidates go no further than the monitoring hub; the force of the crime is told of what its officer qualifies. */
async function letTheMonitoringHubWork(stage: Stage): Promise<void> {
  const hub = stage.agencies.find(({ agencyType }) => agencyType === "electronic-monitoring");
  const police = stage.agencies.find(({ agencyType }) => agencyType === "police");
  if (hub === undefined || police === undefined) {
    return;
  }
  const worked = await workThroughHits(stage.clientFor(hub), MONITORING_OFFICER);
  const qualified = worked.filter(({ decision }) => decision === "qualify").length;
  const asked = { actor: police.officers[0]?.actor ?? "", purpose: "crime-matching" };
  const { body } = await stage.clientFor(police).call("GET", "/v1/tag-hits", asked);
  const { hits = [] } = body as { readonly hits?: readonly unknown[] };
  stage.say(
    `the monitoring hub (scripted) looked at ${worked.length} candidate tag hits and qualified ${qualified}; ${police.agencyId} sees ${hits.length}`,
  );
  for (const word of worked.flatMap(({ words }) => words).slice(0, WORDS_SHOWN)) {
    stage.say(`  ${word}`);
  }
}

async function letEveryoneRead(stage: Stage): Promise<void> {
  for (const agency of stage.agencies) {
    const updates = await pull(stage, agency);
    stage.say(`  ${agency.agencyId} was sent ${updates.length} updates`);
  }
}

/** The consents come again, this time with the withdrawal that the first file did not know of yet. */
async function withdrawConsent(stage: Stage): Promise<void> {
  const agency = stage.agencies.find(({ agencyType }) => agencyType === "drug-services");
  if (agency === undefined) {
    return;
  }
  const files = (await sampleFiles(agency)).filter(({ name }) => CONSENTS.test(name));
  await takeIn(agency, files, stage.committed);
  const recalled: string[] = [];
  for (const recipient of stage.agencies) {
    const updates = await pull(stage, recipient);
    if (updates.some((update) => update.type.endsWith("recall"))) {
      recalled.push(recipient.agencyId);
    }
  }
  stage.say(`Kyle Brennan withdrew his consent; told to forget what they had read: ${recalled.join(", ") || "nobody"}`);
}

type PulledUpdate = { readonly type: string };

/** Everything waiting for an agency, as its own system would fetch it, page by page. */
async function pull(stage: Stage, agency: DemoAgency): Promise<readonly PulledUpdate[]> {
  const client = stage.clientFor(agency);
  const actor = agency.officers[0]?.actor ?? "";
  const after = stage.cursors.get(agency.agencyId);
  const { updates, cursor } = await client.pullAll({
    actor,
    purpose: PURPOSE,
    ...(after === undefined ? {} : { after }),
  });
  stage.cursors.set(agency.agencyId, cursor);
  return updates;
}

async function sampleFiles(agency: DemoAgency): Promise<readonly FeedFile[]> {
  const folder = samplesFolder(agency.agencyType);
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name), "utf8") })));
}

async function filesBeforeTheWithdrawal(agency: DemoAgency): Promise<readonly FeedFile[]> {
  const files = await sampleFiles(agency);
  return files.map((file) => (CONSENTS.test(file.name) ? { ...file, content: withoutWithdrawals(file) } : file));
}

/** The same consents as they stood before anybody withdrew. */
export function withoutWithdrawals({ content }: { readonly content: Uint8Array | string }): string {
  return content
    .toString()
    .split("\n")
    .map((line, index) => (index === 0 ? line : blankCell(line, WITHDRAWN_AT_COLUMN)))
    .join("\n");
}

function blankCell(line: string, column: number): string {
  const cells = line.split(",");
  return cells.map((cell, index) => (index === column ? "" : cell)).join(",");
}
