import { readFeedMarks, type StandingMark } from "../core/feeds/read-feed-marks.ts";
import { BadInput, EXIT, type Terminal } from "./command.ts";
import { agenciesOfScheme, onCoreDatabase, WHERE_THE_HUB_IS } from "./marked-feeds.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat feed list [--json]

How the feed of each probation service stands: whole, or broken, in which case the hub shares nobody with anybody. One that was marked
says since when, by whom and why.

  --json    as JSON
  --help    this text

${WHERE_THE_HUB_IS}
Exit: 0 all are whole, 1 one is broken, 2 bad input.
`;

const OPTIONS = { json: { type: "boolean" }, help: { type: "boolean" } } as const;

export async function feedList(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (values.help === true) {
    terminal.out(HELP);
    return EXIT.done;
  }
  if (positionals.length > 0) {
    throw new BadInput("Say concordat feed list, and no more; --help tells more.");
  }
  const probation = (await agenciesOfScheme(terminal)).filter(({ agencyType }) => agencyType === "probation");
  const marks = await onCoreDatabase(terminal, readFeedMarks);
  const feeds = probation.map(({ agencyId }) => ({ agencyId, mark: markOf(marks, agencyId) }));
  const isBroken = feeds.some(({ mark }) => mark?.state === "broken");
  if (values.json === true) {
    terminal.out(`${JSON.stringify({ feeds, sharing: isBroken ? "stopped" : "on" })}\n`);
  } else {
    terminal.out(feeds.map((one) => `${sentence(one)}\n`).join(""));
    terminal.out(isBroken ? "The hub shares nobody with anybody until every one is whole.\n" : "");
  }
  return isBroken ? EXIT.refused : EXIT.done;
}

type Feed = { readonly agencyId: string; readonly mark: StandingMark | null };

function markOf(marks: readonly StandingMark[], agencyId: string): StandingMark | null {
  return marks.find((mark) => mark.agencyId === agencyId) ?? null;
}

function sentence({ agencyId, mark }: Feed): string {
  return mark === null
    ? `${agencyId}: whole, never marked`
    : `${agencyId}: ${mark.state} since ${mark.at.toISOString()}, by ${mark.operator}: ${mark.reason}`;
}
