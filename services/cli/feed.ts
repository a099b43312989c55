import { BadInput, type Command } from "./command.ts";
import { feedList } from "./feed-list.ts";
import { feedMark } from "./feed-mark.ts";

const HELP = `concordat feed <command> …

  mark <agency> --broken|--whole    say that a probation service's feed is broken, which stops all sharing, or whole again
  list                              how each probation service's feed stands, since when, who said so and why

Each has its own --help.
`;

/** `concordat feed`: what an operator knows of a feed and the hub cannot. */
export const feed: Command = {
  summary: "say that a probation service's feed is broken, which stops all sharing, or whole again",
  help: null,
  run: async ([name = "--help", ...args], terminal) => {
    switch (name) {
      case "--help":
        terminal.out(HELP);
        return 0;
      case "mark":
        return feedMark(args, terminal);
      case "list":
        return feedList(args, terminal);
      default:
        throw new BadInput(`There is no command feed ${name}; there are mark and list.`);
    }
  },
};
