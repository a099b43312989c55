import { BadInput, type Command, type Terminal } from "./command.ts";
import { policyActivate } from "./policy-activate.ts";
import { policyApprove } from "./policy-approve.ts";
import { policyCheck } from "./policy-check.ts";
import { policyDiff } from "./policy-diff.ts";
import { policyDraft } from "./policy-draft.ts";
import { policyExplain } from "./policy-explain.ts";
import type { Output } from "./policy-files.ts";
import { policyPropose } from "./policy-propose.ts";
import { policyReach } from "./policy-reach.ts";
import { policySimulate } from "./policy-simulate.ts";

const HELP = `concordat policy <command> …

On files:

  check <file…>                                              every fault of sharing agreements, with its place
  explain --agreements <dir> --request <json>                what would be decided, and why, field by field
  diff <old> <new>                                           who gains or loses what between two versions, and who signs
  reach --agreements <dir>                                   all that anybody can ever see
  simulate --agreements <dir> --draft <file> --log <file>    what a draft would have made of past decisions

At a running hub, as a data protection officer of a party:
  draft <file>                                               write a draft, or change one
  propose <agreement> <version>                              put a draft before the parties that must sign
  approve <agreement> <version>                              read what a version changes for your party, and sign it
  activate <agreement> <version>                             make a signed version active

Suspending, ending and the rest go by concordat call; the routes are in docs/agreements.md.
Each has its own --help.
`;

type Subcommand = (args: readonly string[], out: Output, terminal: Terminal) => Promise<number>;

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["check", policyCheck],
  ["explain", policyExplain],
  ["diff", policyDiff],
  ["reach", policyReach],
  ["simulate", policySimulate],
  ["draft", atHub(policyDraft)],
  ["propose", atHub(policyPropose)],
  ["approve", atHub(policyApprove)],
  ["activate", atHub(policyActivate)],
]);

export const policy: Command = {
  summary: "check, explain, compare, try out, sign and activate sharing agreements",
  help: null,
  run: async ([name = "--help", ...args], terminal: Terminal) => {
    const { out, progress } = terminal;
    if (name === "--help") {
      out(HELP);
      return 0;
    }
    const subcommand = SUBCOMMANDS.get(name);
    if (subcommand === undefined) {
      throw new BadInput(`There is no command policy ${name}; there are ${[...SUBCOMMANDS.keys()].join(" and ")}.`);
    }
    return subcommand(args, { write: out, progress }, terminal);
  },
};

function atHub(run: (args: readonly string[], terminal: Terminal) => Promise<number>): Subcommand {
  return (args, _out, terminal) => run(args, terminal);
}
