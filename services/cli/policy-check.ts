import { parseArgs } from "node:util";
import { checkAgreement } from "#policies/check-agreement.ts";
import { standingGuards } from "#policies/checks/check-effect.ts";
import { readPlainYamlFile } from "../platform/yaml/plain-yaml.ts";
import type { Output } from "./policy-files.ts";

const HELP = `concordat policy check <file…> [--json]

Checks sharing agreements and prints every fault with its place in the file, and limits that change nothing today.

  --json   one JSON object instead of lines
  --help   this text

Exit: 0 all sound, 1 faults found, 2 bad input.
`;

type FileReport = {
  readonly file: string;
  readonly agreement: string | null;
  readonly faults: readonly FaultLine[];
  /** What is no fault and worth a look, such as a limit that changes nothing today. */
  readonly notes: readonly FaultLine[];
};

type FaultLine = {
  readonly line: number | null;
  readonly check: string;
  readonly rule: string | null;
  readonly message: string;
};

/** `concordat policy check`: every fault of every file at once. */
export async function policyCheck(args: readonly string[], out: Output): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === "string") {
    out.write(asked);
    return asked === HELP ? 0 : 2;
  }
  const reports = await Promise.all(asked.files.map(checkFile));
  out.write(asked.json ? `${JSON.stringify({ files: reports })}\n` : reports.map(inLines).join(""));
  return reports.every((report) => report.faults.length === 0) ? 0 : 1;
}

function readArguments(
  args: readonly string[],
): { readonly files: readonly string[]; readonly json: boolean } | string {
  try {
    const options = { json: { type: "boolean" }, help: { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help === true) {
      return HELP;
    }
    return positionals.length === 0
      ? "Name at least one agreement file to check.\n"
      : { files: positionals, json: values.json === true };
  } catch (error) {
    return `${error instanceof Error ? error.message : "The arguments cannot be read."}\n`;
  }
}

async function checkFile(file: string): Promise<FileReport> {
  const read = await readPlainYamlFile(file);
  if (read.outcome === "unreadable") {
    const faults = read.faults.map((fault) => ({ ...fault, check: "file", rule: null }));
    return { file, agreement: null, faults, notes: [] };
  }
  const checked = checkAgreement(read.document, read.lineOf);
  if (checked.outcome === "sound") {
    const notes = standingGuards(checked.document).map(({ path, check, rule, message }) => ({
      line: read.lineOf(path),
      check,
      rule,
      message,
    }));
    return { file, agreement: `${checked.document.id}@${checked.document.version}`, faults: [], notes };
  }
  const faults = checked.faults.map(({ line, check, rule, message }) => ({ line, check, rule, message }));
  return { file, agreement: checked.faults[0]?.agreement ?? null, faults: faults.toSorted(byLine), notes: [] };
}

function byLine(a: FaultLine, b: FaultLine): number {
  return (a.line ?? 0) - (b.line ?? 0);
}

function inLines({ file, agreement, faults, notes }: FileReport): string {
  const told = (word: string) => (found: FaultLine) =>
    `${file}${found.line === null ? "" : `:${found.line}`}: ${word}${found.message}\n`;
  const sound = faults.length === 0 ? [`${file}: ${agreement} is sound\n`] : [];
  return [...faults.map(told("")), ...sound, ...notes.map(told("Note: "))].join("");
}
