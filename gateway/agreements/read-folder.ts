import type { Agreement } from "#policies/agreement-document.ts";
import { loadAgreements } from "#policies/load-agreements.ts";
import { readAgreementFiles } from "./read-agreement-files.ts";

/** Nothing has happened to it yet. */
const UNSIGNED = { steps: [], boundFrom: {}, withheld: [] };

/** Every agreement of a folder, checked. Any fault stops the start, with every fault listed: half a policy is none. */
export async function readFolder(directory: string): Promise<readonly Agreement[]> {
  const { files, faults } = await readAgreementFiles(directory);
  refuse(faults.map(({ file, line, message }) => `${file}${at(line)}: ${message}`));
  const loaded = loadAgreements(files.map(({ document, lineOf }) => ({ document, lineOf, status: UNSIGNED })));
  if ("faults" in loaded) {
    refuse(loaded.faults.map((fault) => `${fault.agreement ?? "an agreement"}${at(fault.line)}: ${fault.message}`));
    throw new Error("the agreements cannot be used");
  }
  return loaded.policies.agreements.map(({ document }) => document);
}

/** Stops the start with a list of what is wrong, when anything is. */
export function refuse(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new Error(`the agreements cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

function at(line: number | null): string {
  return line === null ? "" : `:${line}`;
}
