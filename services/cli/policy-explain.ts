import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { canonicalJson } from "#policies/canonical-json.ts";
import { CATALOGUE } from "#policies/catalogue.ts";
import { type ExplainedDecision, explainRequest } from "#policies/explain-request.ts";
import { type AgreementSource, loadAgreements } from "#policies/load-agreements.ts";
import { ALWAYS_ACTIVE, type PolicySet } from "#policies/policy-set.ts";
import { readPlainYamlFile } from "../platform/yaml/plain-yaml.ts";
import type { Output } from "./policy-check.ts";

const HELP = `concordat policy explain --agreements <dir> --request <json> [--json]

Prints what would be decided, with rule, clause and reason for every field. All parties count as having signed, and
emergency access as opened where that is the purpose.

  --agreements <dir>   folder of *.isa.yaml files
  --request <json>     { agreement, party, role, purpose, basis?, at, facts } as text, or the file it is in
  --json               on one line
  --help               this text

Exit: 0 decided (a refusal is a decision), 1 the agreements have faults, 2 bad input.
`;

class BadInput extends Error {
  override readonly name = "BadInput";
}

class Faulty extends Error {
  override readonly name = "Faulty";
}

/** `concordat policy explain`: the Decision for an invented person of whom only the given facts are known. */
export async function policyExplain(args: readonly string[], out: Output): Promise<number> {
  try {
    const asked = readArguments(args);
    if (asked === null) {
      out.write(HELP);
      return 0;
    }
    const request = await readRequest(asked.request);
    const policies = await readPolicies(asked.agreements);
    const explained = explainRequest(request, policies);
    if ("fault" in explained) {
      throw new BadInput(explained.fault);
    }
    const decision = withDigests(explained.decision, policies);
    out.write(`${asked.json ? JSON.stringify(decision) : JSON.stringify(decision, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof BadInput || error instanceof Faulty)) {
      throw error;
    }
    out.write(`${error.message}\n`);
    return error instanceof Faulty ? 1 : 2;
  }
}

type Asked = { readonly agreements: string; readonly request: string; readonly json: boolean };

function readArguments(args: readonly string[]): Asked | null {
  const { agreements, request, json, help } = parse(args);
  if (help === true) {
    return null;
  }
  if (agreements === undefined || request === undefined) {
    throw new BadInput("Give the folder of agreements with --agreements and the request with --request.");
  }
  return { agreements, request, json: json === true };
}

function parse(args: readonly string[]) {
  const options = {
    agreements: { type: "string" },
    request: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new BadInput(cause instanceof Error ? cause.message : "The arguments cannot be read.", { cause });
  }
}

async function readRequest(given: string): Promise<unknown> {
  const isInline = given.trimStart().startsWith("{");
  const text = isInline ? given : await readFile(given, "utf8").catch(() => missing(`The request file ${given}`));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadInput("The request is not JSON.", { cause });
  }
}

function missing(what: string): never {
  throw new BadInput(`${what} cannot be read.`);
}

const SUFFIX = ".isa.yaml";

async function readPolicies(directory: string): Promise<PolicySet> {
  const names = await readdir(directory).catch(() => missing(`The folder ${directory}`));
  const files = names.filter((name) => name.endsWith(SUFFIX)).toSorted();
  if (files.length === 0) {
    throw new BadInput(`The folder ${directory} holds no ${SUFFIX} file.`);
  }
  const loaded = loadAgreements(await Promise.all(files.map((name) => readSource(join(directory, name)))));
  if ("faults" in loaded) {
    throw new Faulty(
      loaded.faults.map((fault) => `${fault.agreement ?? "?"}:${fault.line ?? "?"}: ${fault.message}`).join("\n"),
    );
  }
  return loaded.policies;
}

async function readSource(file: string): Promise<AgreementSource> {
  const read = await readPlainYamlFile(file);
  if (read.outcome === "unreadable") {
    throw new Faulty(read.faults.map((fault) => `${file}:${fault.line ?? "?"}: ${fault.message}`).join("\n"));
  }
  const { document, lineOf } = read;
  return { document, lineOf, status: { steps: ALWAYS_ACTIVE, boundFrom: signedByAll(document), withheld: [] } };
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

function withDigests(decision: ExplainedDecision, { agreements }: PolicySet) {
  const chosen = agreements.find(({ document }) => `${document.id}@${document.version}` === decision.agreement);
  const policy = chosen === undefined ? null : digestOf(chosen.document);
  return { decision: null, policy, catalogue: digestOf(CATALOGUE), ...decision };
}

function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}
