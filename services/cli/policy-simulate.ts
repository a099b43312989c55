import type { Agreement } from "#policies/agreement-document.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { createSimulation, type Simulation } from "#policies/simulate.ts";
import { simulationInText } from "#policies/simulation/simulation-in-text.ts";
import { BadInput } from "./command.ts";
import { answering, type Output, readAgreement, readPolicies } from "./policy-files.ts";
import { progressLine } from "./progress-line.ts";
import { readArguments } from "./read-arguments.ts";
import { readDecisionLog } from "./read-decision-log.ts";

const HELP = `concordat policy simulate --agreements <dir> --draft <file> --log <ndjson> [--json]

Decides past decisions again, as the agreements of the folder have it and as the draft would, and counts what would
have been different. What the log does not say is never guessed.

  --agreements <dir>   folder of *.isa.yaml files; the one with the draft's id is what the draft is held against
  --draft <file>       the new version
  --log <ndjson>       what each decision was made on, a JSON object a line: { agreement, version, party, role, purpose,
                       outlet, facts, cells: [{ field, originator, facts, count, evidence? }], times, person, asker? }
  --json               one JSON object
  --help               this text

Exit: 0 answered, 1 an agreement has faults, 2 bad input.
`;

const OPTIONS = {
  agreements: { type: "string" },
  draft: { type: "string" },
  log: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `concordat policy simulate`: what a draft would have made of past decisions. */
export function policySimulate(args: readonly string[], out: Output): Promise<number> {
  return answering(out, async () => {
    const { values } = readArguments(args, OPTIONS);
    if (values.help === true) {
      out.write(HELP);
      return;
    }
    const { agreements, draft, log } = values;
    if (agreements === undefined || draft === undefined || log === undefined) {
      throw new BadInput(
        "Give the folder of agreements with --agreements, the draft with --draft and the log with --log.",
      );
    }
    const after = await readAgreement(draft);
    const simulation = createSimulation(newestOf(after.id, await readPolicies(agreements)), after);
    await replayLog(log, simulation, out);
    const report = simulation.report();
    out.write(values.json === true ? `${JSON.stringify(report)}\n` : simulationInText(report));
  });
}

function newestOf(id: string, { agreements }: PolicySet): Agreement | null {
  const versions = agreements.map(({ document }) => document).filter((document) => document.id === id);
  return versions.toSorted((one, other) => other.version - one.version)[0] ?? null;
}

async function replayLog(log: string, simulation: Simulation, out: Output): Promise<void> {
  const progress = progressLine(out.progress);
  let lines = 0;
  try {
    for await (const batch of readDecisionLog(log)) {
      for (const { basis, times, person, asker } of batch) {
        simulation.add(basis, times, person, asker);
      }
      lines += batch.length;
      progress.tell(() => `${lines.toLocaleString("en-GB")} decisions`);
    }
  } finally {
    progress.done();
  }
}
