import { BadInput, type Command } from "./command.ts";
import { tagHitsMatch } from "./tag-hits-match.ts";

const HELP = `concordat tag-hits <command> …

  match --positions <file> --crimes <csv> --out <ndjson>   who was near which crime

It has its own --help.
`;

/** `concordat tag-hits`: what the matching of crimes and tag positions gives on files, without a hub. */
export const tagHits: Command = {
  summary: "match tag positions with crimes",
  help: null,
  run: async ([name = "--help", ...args], terminal) => {
    if (name === "--help" || name === "-h") {
      terminal.out(HELP);
      return 0;
    }
    if (name !== "match") {
      throw new BadInput(`There is no command tag-hits ${name}; there is match.`);
    }
    return tagHitsMatch(args, terminal);
  },
};
