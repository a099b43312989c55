import { type FeedMark, markFeed } from "../core/feeds/mark-feed.ts";
import { appendEntry } from "../ledger/append-entry.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { agenciesOfScheme, onCoreDatabase, WHERE_THE_HUB_IS } from "./marked-feeds.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat feed mark <agency> --broken|--whole --operator <id> --reason <text> [--json]

Says of a probation service's feed that it is broken, or whole again. Restrictions on who may see a person come by that feed: while it
is broken one may be missing, so the hub shares nobody's record with anybody, and answers as for somebody unknown. Nothing that waits
is delivered. Marked whole, everything goes on from where it stood. Each mark is an entry of the ledger.

  --broken           what should have come may be missing: share nobody
  --whole            all of it has come: go on
  --operator <id>    who says so: letters, digits, dots, hyphens and underscores, up to 64
  --reason <text>    why, 1 to 500 characters, naming nobody
  --json             the answer as JSON
  --help             this text

${WHERE_THE_HUB_IS}
Exit: 0 marked, 1 it stood so already, 2 bad input.
`;

const OPTIONS = {
  broken: { type: "boolean" },
  whole: { type: "boolean" },
  operator: { type: "string" },
  reason: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

const REASON_MAX = 500;
const OPERATOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export async function feedMark(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  const mark = readMark(positionals, values);
  const { agencyId, state } = mark;
  await refuseOtherThanProbation(terminal, agencyId);
  const now = (terminal.now ?? (() => new Date()))();
  const marked = await onCoreDatabase(terminal, (sql) => sql.begin((tx) => markFeed(tx, mark, appendEntry, now)));
  const words = marked
    ? `The feed of ${agencyId} is marked ${state}.`
    : `The feed of ${agencyId} stood as ${state} already.`;
  terminal.out(values.json === true ? `${JSON.stringify({ agencyId, state, marked })}\n` : `${words}\n`);
  return marked ? EXIT.done : EXIT.refused;
}

type Given = ReturnType<typeof readArguments<typeof OPTIONS>>["values"];

function readMark([agencyId, ...more]: readonly string[], given: Given): FeedMark {
  const { broken = false, whole = false, operator = "", reason = "" } = given;
  if (agencyId === undefined || more.length > 0) {
    throw new BadInput("Say concordat feed mark <agency>, with --broken or --whole; --help tells more.");
  }
  if (broken === whole) {
    throw new BadInput("Say either --broken or --whole.");
  }
  if (!OPERATOR.test(operator)) {
    throw new BadInput("Say who you are with --operator: letters, digits, dots, hyphens and underscores, up to 64.");
  }
  if (reason.trim() === "" || reason.length > REASON_MAX) {
    throw new BadInput(`Give the reason with --reason, in 1 to ${REASON_MAX} characters.`);
  }
  return { agencyId, state: broken ? "broken" : "whole", reason: reason.trim(), operator };
}

/** A feed that brings no restriction has nothing to stop: its facts grow old, and then refuse by themselves. */
async function refuseOtherThanProbation(terminal: Terminal, agencyId: string): Promise<void> {
  const agency = (await agenciesOfScheme(terminal)).find((one) => one.agencyId === agencyId);
  if (agency === undefined) {
    throw new BadInput(`The scheme has no agency ${agencyId}.`);
  }
  if (agency.agencyType !== "probation") {
    throw new BadInput(
      `${agencyId} is no probation service: restrictions do not come by its feed, so it is not marked.`,
    );
  }
}
