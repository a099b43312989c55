import { assessRag } from "../rag/assess-rag.ts";
import { reviewSupervision } from "../rag/review-supervision.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { parseRagAssessment, parseSupervisorReview } from "./parse-rag-commands.ts";

/** What officers decide of a colour, and of the work under it. */
export function ragCommands({
  sql,
  rules,
  settings,
  clock,
  onCommitted,
}: CommandDeps): Readonly<Record<string, Command>> {
  return {
    "core.casework.assess-rag": async (body) => {
      const assessment = parseRagAssessment(body);
      if (assessment === null) {
        return MALFORMED;
      }
      const outcome = await sql.begin((tx) => assessRag(tx, assessment, { ...rules, settings }, clock.now()));
      onCommitted();
      return outcome;
    },
    "core.casework.review-supervision": async (body) => {
      const review = parseSupervisorReview(body);
      return review === null ? MALFORMED : await sql.begin((tx) => reviewSupervision(tx, review, rules, clock.now()));
    },
  };
}
