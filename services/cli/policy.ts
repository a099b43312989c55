import { BadInput, type Command, type Terminal } from "./command.ts";
import { policyCheck } from "./policy-check.ts";
import { policyDiff } from "./policy-diff.ts";
import { policyExplain } from "./policy-explain.ts";
import type { Output } from "./policy-files.ts";
import { policyReach } from "./policy-reach.ts";
import { policySimulate } from "./policy-simulate.ts";

const HELP = `concordat policy <check|explain|diff|reach|simulate> …

  check <file…>                                              every fault of sharing agreements, with its place
  explain --agreements <dir> --request <json>                what would be decided, and why, field by field
  diff <old> <new>                                           who gains or loses what between two versions, and who signs
  reach --agreements <dir>                                   all that anybody can ever see
  simulate --agreements <dir> --draft <file> --log <file>    what a draft would have made of past decisions

Each has its own --help.
`;

type Subcommand = (args: readonly string[], out: Output) => Promise<number>;

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["check", policyCheck],
  ["explain", policyExplain],
  ["diff", policyDiff],
  ["reach", policyReach],
  ["simulate", policySimulate],
]);

export const policy: Command = {
  summary: "check, explain, compare and try out sharing agreements",
  help: null,
  run: async ([name = "--help", ...args], { out, progress }: Terminal) => {
    if (name === "--help") {
      out(HELP);
      return 0;
    }
    const subcommand = SUBCOMMANDS.get(name);
    if (subcommand === undefined) {
      throw new BadInput(`There is no command policy ${name}; there are ${[...SUBCOMMANDS.keys()].join(" and ")}.`);
    }
    return subcommand(args, { write: out, progress });
  },
};
