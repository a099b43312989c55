import { isFact } from "#policies/checks/check-condition-facts.ts";
import type { KnownFacts } from "#policies/condition.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { reachInSentences } from "#policies/reach/reach-in-sentences.ts";
import { reachInText } from "#policies/reach/reach-in-text.ts";
import { type Reach, reachForParty, reachOf } from "#policies/reach.ts";
import { FACT_VALUES } from "#schemas/vocabulary.ts";
import { BadInput } from "./command.ts";
import { answering, type Output, readPolicies } from "./policy-files.ts";
import { progressLine } from "./progress-line.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy reach --agreements <dir> [--party <id>] [--given <fact>=<value>…] [--sentences] [--json]

What every recipient can ever see, for which purpose and when, over everything that can be known of anybody.
All parties count as having signed.

  --agreements <dir>        folder of *.isa.yaml files
  --party <id>              only what this party gives and gets
  --given <fact>=<value>    only people of whom this is so, such as age-group=under-18; may be said again
  --sentences               each field with every form, whose, when and under which clause, in place of the table
  --json                    one JSON object
  --help                    this text

Exit: 0 answered, 1 the agreements have faults, 2 bad input.
`;

const OPTIONS = {
  agreements: { type: "string" },
  party: { type: "string" },
  given: { type: "string", multiple: true },
  sentences: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `concordat policy reach`: the exhaustive matrix of the agreements of a folder. */
export function policyReach(args: readonly string[], out: Output): Promise<number> {
  return answering(out, async () => {
    const { values } = readArguments(args, OPTIONS);
    if (values.help === true) {
      out.write(HELP);
      return;
    }
    if (values.agreements === undefined) {
      throw new BadInput("Give the folder of agreements with --agreements.");
    }
    const given = readGiven(values.given ?? []);
    const policies = await readPolicies(values.agreements);
    const { party } = values;
    refuseStranger(party, policies);
    const whole = reachOfEach(policies, given, out);
    const reach = party === undefined ? whole : { ...whole, cells: reachForParty(party, whole) };
    out.write(values.json === true ? `${JSON.stringify(reach)}\n` : inWords(reach, values.sentences === true));
  });
}

function inWords({ cells }: Reach, asSentences: boolean): string {
  return asSentences ? reachInSentences(cells) : reachInText(cells);
}

/** One agreement after another, so that there is something to say while it takes long. */
function reachOfEach({ agreements }: PolicySet, given: KnownFacts, out: Output): Reach {
  const progress = progressLine(out.progress);
  const each = agreements.map((agreement, at) => {
    progress.tell(() => `${at} of ${agreements.length} agreements`);
    return reachOf([agreement], given);
  });
  progress.done();
  return {
    decisions: each.reduce((sum, { decisions }) => sum + decisions, 0),
    totals: Object.assign({}, ...each.map(({ totals }) => totals)),
    cells: each.flatMap(({ cells }) => cells),
  };
}

function refuseStranger(party: string | undefined, { agreements }: PolicySet): void {
  if (party !== undefined && !agreements.some(({ parties }) => parties.has(party))) {
    throw new BadInput(`${party} is not a party to any of these agreements.`);
  }
}

function readGiven(given: readonly string[]): KnownFacts {
  return Object.fromEntries(given.map(readFact));
}

function readFact(given: string): readonly [string, string] {
  const [fact = "", value = ""] = given.split("=");
  if (!isFact(fact)) {
    throw new BadInput(`There is no fact ${fact}; there are ${Object.keys(FACT_VALUES).join(", ")}.`);
  }
  const values: readonly string[] = [...FACT_VALUES[fact], "unknown"];
  if (!values.includes(value)) {
    throw new BadInput(`${fact} is never ${value}; it is one of ${values.join(", ")}.`);
  }
  return [fact, value];
}
