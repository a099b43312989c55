import type { Ogrs3Inputs } from "../evaluation/ogrs3/read-inputs.ts";
import { scoreOgrs3 } from "../evaluation/ogrs3/score-ogrs3.ts";
import { yearTo } from "../evaluation/quarter.ts";
import { reportOn } from "../evaluation/report.ts";
import type { SchemeStatement } from "../evaluation/scheme-statement.ts";
import { keepStatement, type StatedStatement } from "../evaluation/statement-store.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { membersOf, textIn } from "./parse-commands.ts";
import { parseDecidedBy } from "./parse-rag-commands.ts";

/** What a scheme measures of itself and says of itself, and the published scale that stands beside the evidence. */
export function evaluationCommands({ sql, rules, casework, clock }: CommandDeps): Readonly<Record<string, Command>> {
  const meetings = { agencies: rules.scheme.agencies, invited: casework.invited };
  return {
    "core.evaluation.report": async (body) => {
      const members = membersOf(body);
      const quarter = members.get("quarter") ?? null;
      return quarter !== null && typeof quarter !== "string"
        ? MALFORMED
        : reportOn(sql, meetings, quarter, clock.now());
    },
    "core.evaluation.state": async (body) => {
      const stated = parseStatement(body);
      return stated === null ? MALFORMED : sql.begin((tx) => keepStatement(tx, stated, rules, clock.now()));
    },
    "core.evaluation.ogrs3": async (body) => scoreOgrs3(parseInputs(body)),
  };
}

/** The gateway has held the statement against its schema; what is kept here is its three members and nothing else. */
function parseStatement(body: unknown): StatedStatement | null {
  const members = membersOf(body);
  const said = membersOf(members.get("statement"));
  const [quarter, statedBy] = [textIn(members, "quarter"), parseDecidedBy(members.get("statedBy"))];
  const kept = ["keyPrinciples", "costs", "comparison"].filter((name) => said.has(name));
  if (quarter === null || yearTo(quarter) === null || statedBy === null || kept.length === 0) {
    return null;
  }
  const statement: SchemeStatement = Object.fromEntries(kept.map((name) => [name, said.get(name)]));
  return { quarter, statement, statedBy };
}

function parseInputs(body: unknown): Ogrs3Inputs {
  const members = membersOf(body);
  const numberIn = (name: string) => {
    const value = members.get(name);
    return typeof value === "number" ? value : null;
  };
  return {
    sex: textIn(members, "sex"),
    dateOfBirth: textIn(members, "dateOfBirth"),
    convictedOn: textIn(members, "convictedOn"),
    followUpFrom: textIn(members, "followUpFrom"),
    sanctions: numberIn("sanctions"),
    ageAtFirstSanction: numberIn("ageAtFirstSanction"),
    offence: textIn(members, "offence"),
  };
}
