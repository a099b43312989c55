import { join } from "node:path";
import { markFeed } from "../core/feeds/mark-feed.ts";
import { appendEntry } from "../ledger/append-entry.ts";
import { closeDatabase, openDatabase } from "../platform/database/database.ts";
import { packageRoot } from "../platform/environment/package-root.ts";
import { readScheme } from "../read-scheme.ts";
import { BadInput, type Command, EXIT, type Terminal } from "./command.ts";
import { hubDatabaseAddress } from "./hub-database-address.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat feed mark <agency> --broken|--whole --reason <text> [--json]

Says of a probation service's feed that it is broken, or whole again. Restrictions on who may see a person come by that feed: while it
is broken one may be missing, so the hub shares nobody's record with anybody, and answers as for somebody unknown. Nothing that waits
is delivered. Marked whole, everything goes on from where it stood. Each mark is an entry of the ledger.

  --broken           what should have come may be missing: share nobody
  --whole            all of it has come: go on
  --reason <text>    why, 1 to 500 characters, naming nobody
  --json             the answer as JSON
  --help             this text

Works on the database in DATABASE_URL, or that of the hub that runs on HUB_DATA, and on the scheme in HUB_SCHEME.
Exit: 0 marked, 1 it stood so already, 2 bad input.
`;

const OPTIONS = {
  broken: { type: "boolean" },
  whole: { type: "boolean" },
  reason: { type: "string" },
  json: { type: "boolean" },
} as const;

const REASON_MAX = 500;

/** `concordat feed mark`: what an operator knows of a feed and the hub cannot. */
export const feed: Command = {
  summary: "say that a probation service's feed is broken, which stops all sharing, or whole again",
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, OPTIONS);
    const [what, agencyId, ...more] = positionals;
    if (what !== "mark" || agencyId === undefined || more.length > 0) {
      throw new BadInput("Say concordat feed mark <agency>, with --broken or --whole; --help tells more.");
    }
    const { broken = false, whole = false, reason = "", json = false } = values;
    if (broken === whole) {
      throw new BadInput("Say either --broken or --whole.");
    }
    if (reason.trim() === "" || reason.length > REASON_MAX) {
      throw new BadInput(`Give the reason with --reason, in 1 to ${REASON_MAX} characters.`);
    }
    await refuseOtherThanProbation(terminal, agencyId);
    const state = broken ? "broken" : "whole";
    const marked = await mark(terminal, { agencyId, state, reason: reason.trim() });
    const words = marked
      ? `The feed of ${agencyId} is marked ${state}.`
      : `The feed of ${agencyId} stood as ${state} already.`;
    terminal.out(json ? `${JSON.stringify({ agencyId, state, marked })}\n` : `${words}\n`);
    return marked ? EXIT.done : EXIT.refused;
  },
};

/** A feed that brings no restriction has nothing to stop: its facts grow old, and then refuse by themselves. */
async function refuseOtherThanProbation({ env }: Terminal, agencyId: string): Promise<void> {
  const scheme = await readScheme(env["HUB_SCHEME"] ?? join(packageRoot(), "services/demo/solent.scheme.yaml"));
  const agency = scheme.agencies.find((one) => one.agencyId === agencyId);
  if (agency === undefined) {
    throw new BadInput(`The scheme has no agency ${agencyId}.`);
  }
  if (agency.agencyType !== "probation") {
    throw new BadInput(
      `${agencyId} is no probation service: restrictions do not come by its feed, so it is not marked.`,
    );
  }
}

async function mark(terminal: Terminal, given: Parameters<typeof markFeed>[1]): Promise<boolean> {
  const url = await hubDatabaseAddress(terminal, "hub_core");
  const sql = openDatabase({ url, applicationName: "concordat feed", maxConnections: 1 });
  try {
    return await sql.begin((tx) => markFeed(tx, given, appendEntry, (terminal.now ?? (() => new Date()))()));
  } catch (cause) {
    throw cause instanceof Error && "code" in cause
      ? new BadInput("The hub's database cannot be written to; is it running?", { cause })
      : cause;
  } finally {
    await closeDatabase(sql);
  }
}
