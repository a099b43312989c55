import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { canonicalJson } from "#policies/canonical-json.ts";
import { CATALOGUE } from "#policies/catalogue.ts";
import { type ExplainedDecision, explainRequest } from "#policies/explain-request.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { BadInput } from "./command.ts";
import { answering, type Output, readPolicies } from "./policy-files.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy explain --agreements <dir> --request <json> [--json]

Prints what would be decided, with rule, clause and reason for every field. All parties count as having signed, and
emergency access as opened where that is the purpose.

  --agreements <dir>   folder of *.isa.yaml files
  --request <json>     { agreement, party, role, purpose, basis?, at, facts } as text, or the file it is in
  --json               on one line
  --help               this text

Exit: 0 decided (a refusal is a decision), 1 the agreements have faults, 2 bad input.
`;

const OPTIONS = {
  agreements: { type: "string" },
  request: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `concordat policy explain`: the Decision for an invented person of whom only the given facts are known. */
export function policyExplain(args: readonly string[], out: Output): Promise<number> {
  return answering(out, async () => {
    const { values } = readArguments(args, OPTIONS);
    if (values.help === true) {
      out.write(HELP);
      return;
    }
    if (values.agreements === undefined || values.request === undefined) {
      throw new BadInput("Give the folder of agreements with --agreements and the request with --request.");
    }
    const request = await readRequest(values.request);
    const policies = await readPolicies(values.agreements);
    const explained = explainRequest(request, policies);
    if ("fault" in explained) {
      throw new BadInput(explained.fault);
    }
    const decision = withDigests(explained.decision, policies);
    out.write(`${values.json === true ? JSON.stringify(decision) : JSON.stringify(decision, null, 2)}\n`);
  });
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

function withDigests(decision: ExplainedDecision, { agreements }: PolicySet) {
  const chosen = agreements.find(({ document }) => `${document.id}@${document.version}` === decision.agreement);
  const policy = chosen === undefined ? null : digestOf(chosen.document);
  return { decision: null, policy, catalogue: digestOf(CATALOGUE), ...decision };
}

function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}
