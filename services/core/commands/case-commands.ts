import { explainCase } from "../casework/explain-case.ts";
import { moveCase } from "../casework/move-case.ts";
import { noteStep } from "../casework/note-step.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { parseCaseMove, parseCaseStep } from "./parse-case-commands.ts";
import { membersOf, uuidIn } from "./parse-commands.ts";

/** What is decided and done on a case, and what it could do next. */
export function caseCommands(deps: CommandDeps): Readonly<Record<string, Command>> {
  const { sql, clock, onCommitted } = deps;
  const rules = { ...deps.rules, settings: deps.casework };
  return {
    "core.casework.transition": async (body) => {
      const move = parseCaseMove(body);
      if (move === null) {
        return MALFORMED;
      }
      const outcome = await sql.begin((tx) => moveCase(tx, move, rules, clock.now()));
      onCommitted();
      return outcome;
    },
    "core.casework.note-step": async (body) => {
      const noted = parseCaseStep(body);
      return noted === null ? MALFORMED : await sql.begin((tx) => noteStep(tx, noted, rules, clock.now()));
    },
    "core.casework.explain": async (body) => {
      const personId = uuidIn(membersOf(body), "personId");
      return personId === null ? MALFORMED : await sql.begin((tx) => explainCase(tx, personId, rules, clock.now()));
    },
  };
}
