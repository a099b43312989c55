import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Agreement } from "#policies/agreement-document.ts";
import { checkAgreement } from "#policies/check-agreement.ts";
import type { Fault } from "#policies/fault.ts";
import { type AgreementSource, loadAgreements } from "#policies/load-agreements.ts";
import { ALWAYS_ACTIVE, type PolicySet } from "#policies/policy-set.ts";
import { readPlainYamlFile } from "../platform/yaml/plain-yaml.ts";
import { BadInput, EXIT } from "./command.ts";
import type { ShowProgress } from "./progress-line.ts";

/** Where a command writes; `process.stdout` is one. */
export type Output = { readonly write: (text: string) => unknown; readonly progress?: ShowProgress | undefined };

/** Agreements that were asked about have faults; the message is all of them, a line each. */
class Faulty extends Error {
  override readonly name = "Faulty";
}

/** Runs a command, and writes why it cannot answer: faults of an agreement, or one sentence on bad input. */
export async function answering(out: Output, answer: () => Promise<void>): Promise<number> {
  try {
    await answer();
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof BadInput || error instanceof Faulty)) {
      throw error;
    }
    out.write(`${error.message}\n`);
    return error instanceof Faulty ? EXIT.refused : EXIT.badInput;
  }
}

const SUFFIX = ".isa.yaml";

/** All agreements of a folder, in force and signed by every party. */
export async function readPolicies(directory: string): Promise<PolicySet> {
  const names = await readdir(directory).catch(() => {
    throw new BadInput(`The folder ${directory} cannot be read.`);
  });
  const files = names.filter((name) => name.endsWith(SUFFIX)).toSorted();
  if (files.length === 0) {
    throw new BadInput(`The folder ${directory} holds no ${SUFFIX} file.`);
  }
  const loaded = loadAgreements(await Promise.all(files.map((name) => readSource(join(directory, name)))));
  if ("faults" in loaded) {
    throw new Faulty(loaded.faults.map((fault) => inLine(fault.agreement ?? "?", fault)).join("\n"));
  }
  return loaded.policies;
}

/** One sound agreement. */
export async function readAgreement(file: string): Promise<Agreement> {
  const { document, lineOf } = await readYaml(file);
  const checked = checkAgreement(document, lineOf);
  if (checked.outcome === "faulty") {
    throw new Faulty(checked.faults.map((fault) => inLine(file, fault)).join("\n"));
  }
  return checked.document;
}

async function readSource(file: string): Promise<AgreementSource> {
  const { document, lineOf } = await readYaml(file);
  return { document, lineOf, status: { steps: ALWAYS_ACTIVE, boundFrom: signedByAll(document), withheld: [] } };
}

async function readYaml(file: string) {
  const read = await readPlainYamlFile(file);
  if (read.outcome === "unreadable") {
    throw new Faulty(read.faults.map((fault) => inLine(file, fault)).join("\n"));
  }
  return read;
}

function inLine(place: string, { line, message }: Pick<Fault, "line" | "message">): string {
  return `${place}:${line ?? "?"}: ${message}`;
}

/** A document that is not what it should be is for the loader to complain about. */
function signedByAll(document: unknown): Readonly<Record<string, string>> {
  const parties = memberOf(document, "parties");
  const from = memberOf(memberOf(document, "effective"), "from");
  const ids = Array.isArray(parties) ? parties.map((party) => String(memberOf(party, "id"))) : [];
  return Object.fromEntries(ids.map((id) => [id, String(from)]));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
