import { BadInput, type Command, type Terminal } from "./command.ts";
import { policyCheck } from "./policy-check.ts";
import { policyExplain } from "./policy-explain.ts";

const HELP = `concordat policy <check|explain> …

  check <file…>                                    every fault of sharing agreements, with its place
  explain --agreements <dir> --request <json>      what would be decided, and why, field by field

Each has its own --help.
`;

type Subcommand = (args: readonly string[], out: { readonly write: (text: string) => unknown }) => Promise<number>;

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["check", policyCheck],
  ["explain", policyExplain],
]);

export const policy: Command = {
  summary: "check sharing agreements, and explain what they decide",
  help: null,
  run: async ([name = "--help", ...args], { out }: Terminal) => {
    if (name === "--help") {
      out(HELP);
      return 0;
    }
    const subcommand = SUBCOMMANDS.get(name);
    if (subcommand === undefined) {
      throw new BadInput(`There is no command policy ${name}; there are ${[...SUBCOMMANDS.keys()].join(" and ")}.`);
    }
    return subcommand(args, { write: out });
  },
};
