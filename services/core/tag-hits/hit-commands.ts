import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { askAboutPerson } from "./ask-about-person.ts";
import { decideHit } from "./decide-hit.ts";
import { parseHitDecision, parseHitOutcome, parseQuestion } from "./parse-hit-commands.ts";
import { recordOutcome } from "./record-outcome.ts";

type HitCommandDeps = {
  readonly sql: Sql;
  readonly rules: IntakeRules;
  readonly clock: Clock;
  readonly onCommitted: () => void;
};

type Answered = (body: unknown) => Promise<unknown>;

const MALFORMED = { outcome: "refused", guard: "command-malformed", message: "The command is not understood." };

/** What the gateway may ask of tag hits, by its subject. */
export function tagHitCommands(deps: HitCommandDeps): Readonly<Record<string, Answered>> {
  return {
    "core.tag-hit.decide": parsed(deps, parseHitDecision, decideHit),
    "core.tag-hit.record-outcome": parsed(deps, parseHitOutcome, recordOutcome),
    "core.tag-hit.ask": parsed(deps, parseQuestion, askAboutPerson),
  };
}

/** Parses a command and carries it out in a transaction of its own. */
function parsed<Command, Outcome>(
  { sql, rules, clock, onCommitted }: HitCommandDeps,
  parse: (body: unknown) => Command | null,
  carryOut: (tx: Parameters<typeof decideHit>[0], command: Command, rules: IntakeRules, now: Date) => Promise<Outcome>,
): Answered {
  return async (body) => {
    const command = parse(body);
    if (command === null) {
      return MALFORMED;
    }
    const outcome = await sql.begin((tx) => carryOut(tx, command, rules, clock.now()));
    onCommitted();
    return outcome;
  };
}
