import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";

/** What the connector says beside a file it has read. */
export type ReadingReceipt = {
  readonly file: string;
  readonly sha256: string;
  readonly source: string;
  readonly events: number;
  readonly rows: number;
  readonly accepted: number;
  readonly warnings: number;
  readonly errors: number;
};

export type FeedFile = { readonly name: string; readonly content: Uint8Array | string };

export type SampleAgency = { readonly agencyId: string; readonly agencyType: string; readonly feedDirectory: string };

/** How many events of a source the core has committed: `core.source-position.read`. */
export type CommittedEvents = (agencyId: string, source: string) => Promise<number>;

const READING_DEADLINE_MS = 45_000;
const POLL_MS = 20;

/**
 * The register first, since people come from it; then those who tell identifiers to each other; last those
 * who hold no strong identifier at all.
 */
export const LOADING_ORDER = [
  "iom-team",
  "probation",
  "police",
  "prison",
  "yot",
  "electronic-monitoring",
  "housing",
  "drug-services",
] as const;

export function samplesFolder(agencyType: string): string {
  return join(packageRoot(), "services", "demo", "samples", agencyType);
}

/** Puts every sample file of one agency into its feed folder and waits until the core has committed what came of it. */
export async function loadSamplesOf(
  agency: SampleAgency,
  committed: CommittedEvents,
): Promise<readonly ReadingReceipt[]> {
  const folder = samplesFolder(agency.agencyType);
  const names = (await readdir(folder)).sort();
  return takeIn(
    agency,
    await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) }))),
    committed,
  );
}

/** Puts files into an agency's feed folder together and waits until the core has committed what came of them. */
export async function takeIn(
  agency: SampleAgency,
  files: readonly FeedFile[],
  committed: CommittedEvents,
): Promise<readonly ReadingReceipt[]> {
  await dropFiles(agency.feedDirectory, files);
  return Promise.all(files.map((file) => waitUntilCommitted(agency, file, committed)));
}

/** Every file arrives whole: it is written under another name and renamed into place. */
async function dropFiles(feedDirectory: string, files: readonly FeedFile[]): Promise<void> {
  await mkdir(feedDirectory, { recursive: true, mode: 0o700 });
  for (const file of files) {
    await writeFile(join(feedDirectory, `.${file.name}.arriving`), file.content);
  }
  for (const file of files) {
    await rename(join(feedDirectory, `.${file.name}.arriving`), join(feedDirectory, file.name));
  }
}

/** Resolves once each event of the file has been applied, held or discarded by the core. */
async function waitUntilCommitted(
  agency: SampleAgency,
  file: FeedFile,
  committed: CommittedEvents,
): Promise<ReadingReceipt> {
  const deadline = performance.now() + READING_DEADLINE_MS;
  const marker = join(agency.feedDirectory, `${file.name}.done.json`);
  const sha256 = createHash("sha256").update(file.content).digest("hex");
  while (performance.now() < deadline) {
    const receipt = await readReceipt(marker);
    // A marker of an earlier file of the same name says nothing about this one.
    if (receipt?.sha256 === sha256 && (await committed(agency.agencyId, receipt.source)) >= receipt.events) {
      return receipt;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${file.name} of ${agency.agencyId} was not taken in within ${READING_DEADLINE_MS / 1000} s`);
}

async function readReceipt(path: string): Promise<ReadingReceipt | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as ReadingReceipt;
  } catch {
    return null;
  }
}
