import { call } from "./call.ts";
import { BadInput, type Command, EXIT, type Terminal } from "./command.ts";
import { decisions } from "./decisions.ts";
import { explain } from "./explain.ts";
import { feed } from "./feed.ts";
import { follow } from "./follow.ts";
import { keygen } from "./keygen.ts";
import { policy } from "./policy.ts";
import { start } from "./start.ts";
import { tagHits } from "./tag-hits.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["start", start],
  ["keygen", keygen],
  ["call", call],
  ["follow", follow],
  ["explain", explain],
  ["policy", policy],
  ["decisions", decisions],
  ["feed", feed],
  ["tag-hits", tagHits],
]);

/** Runs the command that the arguments name and resolves to its exit code. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    terminal.out(overview(rest.includes("--json")));
    return EXIT.done;
  }
  const command = COMMANDS.get(name);
  try {
    if (command === undefined) {
      throw new BadInput(`There is no command ${name}; concordat --help lists them.`);
    }
    if (command.help !== null && (rest.includes("--help") || rest.includes("-h"))) {
      terminal.out(command.help);
      return EXIT.done;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    if (!(error instanceof BadInput)) {
      throw error;
    }
    terminal.err(`${error.message}\n`);
    return EXIT.badInput;
  }
}

function overview(asJson: boolean): string {
  const commands = [...COMMANDS].map(([name, { summary }]) => ({ name, summary }));
  if (asJson) {
    return `${JSON.stringify({ commands })}\n`;
  }
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`);
  return `concordat <command> [options]\n\n${lines.join("\n")}\n\nconcordat <command> --help says more.\n`;
}
