import type { Answer } from "#gateway/client/agency-client.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { readPlainYamlFile } from "../platform/yaml/plain-yaml.ts";
import { digestGiven, movedInWords } from "./agreement-version.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { readText } from "./hub-access.ts";
import { moveAt, OFFICER_HELP, OFFICER_OPTIONS } from "./officer-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy draft <file> [options]

Writes an agreement of a file as a draft. Number it one above the last version, and name in previous the digest of the version
in force. Faults of sense are kept with the draft and told, and it cannot be proposed before they are corrected.
  concordat policy draft solent-iom.isa.yaml --as solent-yot

  --replaces <digest>  change the draft that has this digest; every signature under it is void
${OFFICER_HELP}`;

const OPTIONS = { ...OFFICER_OPTIONS, replaces: { type: "string" } } as const;

/** `concordat policy draft`: a new version's text, or another text for a draft. */
export async function policyDraft(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) {
    throw new BadInput("Name one agreement file to draft.");
  }
  const id = await idIn(file);
  const body = { yaml: await readText(file), replaces: digestGiven(values.replaces) };
  return moveAt(values, terminal, (call) => call("POST", `/v1/agreements/${id}/drafts`, body), draftedInWords);
}

/** The hub reads the text itself; only where to send it is taken from it here. */
async function idIn(file: string): Promise<string> {
  const read = await readPlainYamlFile(file);
  if (read.outcome === "unreadable") {
    const [fault] = read.faults;
    throw new BadInput(`${file}:${fault?.line ?? "?"}: ${fault?.message ?? "It cannot be read."}`);
  }
  const id = typeof read.document === "object" && read.document !== null ? Reflect.get(read.document, "id") : null;
  if (typeof id !== "string") {
    throw new BadInput(`${file} does not say which agreement it is: it has no id.`);
  }
  return encodeURIComponent(id);
}

function draftedInWords(answer: Answer): string {
  const { faults = [] } = answer.body as Exchanges["agreement-moved"];
  const told = faults.map(({ pointer, line, message }) => `  ${line === null ? pointer : `line ${line}`}: ${message}`);
  return movedInWords(answer) + told.map((line) => `${line}\n`).join("");
}
