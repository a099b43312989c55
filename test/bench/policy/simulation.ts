import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { LoggedBasis } from "#policies/logged-basis.ts";
import { createSimulation } from "#policies/simulate.ts";
import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { FACT_VALUES, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { readDecisionLog } from "#services/cli/read-decision-log.ts";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import type { Figure } from "../figure.ts";

const DECISIONS = 250_000;
/** A person's facts and what is held of them change seldom, so that a month's decisions rest on few different bases. */
const BASES = 5_000;
const PEOPLE = 2_000;
const CELLS = 24;

/** Past decisions decided again under two versions, from a file as the command line reads it. */
export async function simulationFigures(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-bench-"));
  const log = join(folder, "decisions.ndjson");
  try {
    await writeLog(log);
    const after = readDraft("agreements/solent-iom.isa.yaml");
    ruleOf(after, "P01").when = { fact: "mappa", is: ["no"] };
    const simulation = createSimulation(readDraft("agreements/solent-iom.isa.yaml"), after);
    const start = process.cpuUsage();
    for await (const lines of readDecisionLog(log)) {
      for (const { basis, times, person } of lines) {
        simulation.add(basis, times, person);
      }
    }
    const { user, system } = process.cpuUsage(start);
    const { decisions } = simulation.report();
    const rate = Math.round(decisions / ((user + system) / 1e6));
    const figure = "replay of logged decisions, reading included";
    return [{ figure, value: rate, unit: "decisions/s", better: "higher", n: decisions }];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeLog(file: string): Promise<void> {
  const bases = Array.from({ length: BASES }, (_, serial) => JSON.stringify(basisOf(serial)).slice(0, -1));
  const out = createWriteStream(file);
  for (let at = 0; at < DECISIONS; at += 1) {
    const line = `${bases[(at * 7_919) % BASES]},"times":1,"person":"p-${(at * 104_729) % PEOPLE}"}\n`;
    if (!out.write(line)) {
      await once(out, "drain");
    }
  }
  out.end();
  await finished(out);
}

/** Different for every serial, and the same in every run. */
function basisOf(serial: number): LoggedBasis {
  const facts = PERSON_FACTS.map((fact, at) => [
    fact,
    FACT_VALUES[fact][(serial >> at) % FACT_VALUES[fact].length] ?? "unknown",
  ]);
  const cells = Array.from({ length: CELLS }, (_, at) => {
    const field = FIELD_PATHS[(serial + at * 5) % FIELD_PATHS.length] ?? "identity.firstName";
    const ofCell = CATALOGUE[field].cellFacts.map((fact) => [
      fact,
      FACT_VALUES[fact][serial % FACT_VALUES[fact].length],
    ]);
    return { field, originator: "hampshire-police", facts: Object.fromEntries(ofCell), count: 1 + (serial % 3) };
  });
  return {
    agreement: "solent-iom",
    version: 1,
    party: "solent-probation",
    role: "probationPractitioner",
    purpose: "iom-case-management",
    outlet: "people.read",
    facts: Object.fromEntries(facts),
    cells,
  };
}
