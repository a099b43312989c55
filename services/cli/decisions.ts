import { type CountedBasis, readDecisions } from "#gateway/decisions/read-decisions.ts";
import { closeDatabase, openDatabase } from "../platform/database/database.ts";
import { BadInput, type Command, EXIT, type Terminal } from "./command.ts";
import { hubDatabaseAddress } from "./hub-database-address.ts";
import { progressLine } from "./progress-line.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat decisions --agreement <id> [--days <n>] > decisions.ndjson

Writes what past decisions under an agreement were made on, for concordat policy simulate --log. A JSON object a line, for
each basis, person and officer: { agreement, version, party, role, purpose, outlet, facts, cells, times, person, asker }.
No value of a field is in it, and a person or an asker is a number that means nothing elsewhere; asker is left out where
nobody asked or the log does not tell. Facts about people are in it, so guard the file.

  --agreement <id>   whose decisions
  --days <n>         how far back, 30 unless given, at most 400
  --json             as it is: the output is JSON lines either way
  --help             this text

Reads the database in DATABASE_URL, or that of the hub that runs on HUB_DATA. Exit: 0 done, 2 bad input.
`;

const OPTIONS = {
  agreement: { type: "string" },
  days: { type: "string" },
  json: { type: "boolean" },
} as const;

const DAYS_DEFAULT = 30;
const DAYS_MAX = 400;
const DAY_MS = 86_400_000;

/** `concordat decisions`: the decision log as the simulator reads it. */
export const decisions: Command = {
  summary: "write what past decisions were made on, to try a draft agreement on them",
  help: HELP,
  run: async (args, terminal) => {
    const { values } = readArguments(args, OPTIONS);
    const { agreement, days = String(DAYS_DEFAULT) } = values;
    if (agreement === undefined) {
      throw new BadInput("Name the agreement with --agreement.");
    }
    if (!/^[1-9]\d{0,2}$/.test(days) || Number(days) > DAYS_MAX) {
      throw new BadInput(`--days is a whole number from 1 to ${DAYS_MAX}.`);
    }
    await writeDecisions(terminal, agreement, Number(days));
    return EXIT.done;
  },
};

async function writeDecisions(terminal: Terminal, agreementId: string, days: number): Promise<void> {
  const url = await hubDatabaseAddress(terminal);
  const sql = openDatabase({ url, applicationName: "concordat decisions", maxConnections: 1 });
  const progress = progressLine(terminal.progress);
  const until = new Date(Date.now() + 1);
  const since = new Date(until.getTime() - days * DAY_MS);
  let read = 0;
  try {
    for await (const one of readDecisions(sql, { agreementId, since, until })) {
      terminal.out(linesOf(one));
      read += one.decisions;
      progress.tell(() => `${read.toLocaleString("en-GB")} decisions`);
    }
  } catch (cause) {
    throw isOfTheDatabase(cause) ? new BadInput("The hub's database cannot be read; is it running?", { cause }) : cause;
  } finally {
    progress.done();
    await closeDatabase(sql);
  }
}

/** Errors of the driver and of PostgreSQL carry a code. */
function isOfTheDatabase(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

/** Times, person and asker last, where the simulator looks for them. */
function linesOf({ basis, people, askers, times }: CountedBasis): string {
  const head = JSON.stringify(basis).slice(0, -1);
  return people
    .map((person, at) => {
      const asker = askers[at] ?? null;
      const asked = asker === null ? "" : `,"asker":"${asker}"`;
      return `${head},"times":${times[at] ?? 0},"person":"${person}"${asked}}\n`;
    })
    .join("");
}
