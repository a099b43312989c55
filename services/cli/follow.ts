import { StreamRefused } from "#gateway/client/follow-updates.ts";
import type { Update } from "#gateway/client/verify-update.ts";
import { explainFailure, unreachable } from "./call.ts";
import { BadInput, type Command, EXIT, type Terminal } from "./command.ts";
import { ACCESS_HELP, ACCESS_OPTIONS, hubAccess } from "./hub-access.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat follow [options]

Prints pushed updates as they arrive, each once its signature verified, until Ctrl-C. A line names the fields
that changed; --json prints the updates whole, values included, one a line.
  concordat follow --as iom-team

${ACCESS_HELP}
  --subscription <id>  which subscription, when the agency has several
  --after <cursor>     go on after this update
  --count <n>          stop after so many
  --json               one JSON object a line

Exit: 0 stopped by Ctrl-C or --count, 1 the hub refused or an update could not be believed, 2 bad input.
`;

const COUNT = /^[1-9][0-9]{0,8}$/;

export const follow: Command = {
  summary: "print pushed updates as they arrive",
  help: HELP,
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      ...ACCESS_OPTIONS,
      subscription: { type: "string" },
      after: { type: "string" },
      count: { type: "string" },
      json: { type: "boolean" },
    });
    if (positionals.length > 0) {
      throw new BadInput("The command follow takes options only.");
    }
    const count = readCount(values.count);
    const { client, as, origin } = await hubAccess(values, terminal);
    const cursor = values.after === undefined ? {} : { lastEventId: values.after };
    const onLost = sayOnce(terminal, origin);
    const options = { ...as, ...cursor, signal: terminal.signal, onLost: onLost.say };
    const updates = client.follow(streamPath(values.subscription), options);
    const show = values.json === true ? (update: Update) => JSON.stringify(update) : inOneLine;
    try {
      await print(updates, count, (update) => {
        onLost.forget();
        terminal.out(`${show(update)}\n`);
      });
      return EXIT.done;
    } catch (error) {
      return explainEnd(error, terminal, origin);
    }
  },
};

async function print(updates: AsyncIterable<Update>, count: number, show: (update: Update) => void): Promise<void> {
  let left = count;
  for await (const update of updates) {
    show(update);
    left -= 1;
    if (left === 0) {
      return;
    }
  }
}

/** One line for each time the hub is away, and not one for each attempt. */
function sayOnce({ err }: Terminal, origin: string) {
  let said = false;
  return {
    say: (error: unknown) => {
      if (!said) err(`${unreachable(origin, error)}; trying again until Ctrl-C.\n`);
      said = true;
    },
    forget: () => {
      said = false;
    },
  };
}

function explainEnd(error: unknown, terminal: Terminal, origin: string): number {
  if (error instanceof StreamRefused) {
    terminal.err(`The hub refused the stream with status ${error.status}: ${error.problem}\n`);
    return EXIT.refused;
  }
  return explainFailure(error, terminal, origin);
}

function readCount(text: string | undefined): number {
  if (text === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  if (!COUNT.test(text)) {
    throw new BadInput("--count is a number above nothing.");
  }
  return Number(text);
}

function streamPath(subscription: string | undefined): string {
  return subscription === undefined
    ? "/v1/events/stream"
    : `/v1/events/stream?subscription=${encodeURIComponent(subscription)}`;
}

/** Names of fields, never values: a terminal is read over shoulders. */
function inOneLine({ time, type, sequence, subject, data, cursor }: Update): string {
  const { changed, removed } = data;
  const fields = [
    ...(typeof changed === "object" && changed !== null ? Object.keys(changed) : []),
    ...(Array.isArray(removed) ? removed.map((name) => `-${name}`) : []),
  ];
  return [time, sequence ?? "-", type, subject ?? "-", fields.join(","), cursor ?? ""].join(" ").trimEnd();
}
