import { type ParseArgsConfig, parseArgs } from "node:util";
import { BadInput } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Parses what follows the name of a command; what it does not know is bad input. */
export function readArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new BadInput(cause instanceof Error ? firstSentence(cause.message) : "The arguments cannot be read.", {
      cause,
    });
  }
}

/** Node goes on with advice that helps nobody here. */
function firstSentence(message: string): string {
  return `${message.split(/\.\s/)[0]?.replace(/\.$/, "")}.`;
}
