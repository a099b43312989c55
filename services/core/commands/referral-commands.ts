import { noteReferral } from "../casework/referral/note-referral.ts";
import { readReferral } from "../casework/referral/read-referral.ts";
import { refer } from "../casework/referral/refer.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { membersOf, uuidIn } from "./parse-commands.ts";
import { parseReferral, parseReferralStep } from "./parse-referral-commands.ts";

/** A referral made, what is done on it, and how it stands. */
export function referralCommands(deps: CommandDeps): Readonly<Record<string, Command>> {
  const { sql, clock, onCommitted } = deps;
  const rules = { ...deps.rules, settings: deps.casework };
  return {
    "core.casework.refer": async (body) => {
      const asked = parseReferral(body);
      if (asked === null) {
        return MALFORMED;
      }
      const outcome = await sql.begin((tx) => refer(tx, asked, rules, clock.now()));
      onCommitted();
      return outcome;
    },
    "core.casework.note-referral": async (body) => {
      const noted = parseReferralStep(body);
      return noted === null ? MALFORMED : await sql.begin((tx) => noteReferral(tx, noted, rules, clock.now()));
    },
    "core.casework.read-referral": async (body) => {
      const personId = uuidIn(membersOf(body), "personId");
      return personId === null ? MALFORMED : await sql.begin((tx) => readReferral(tx, personId, rules, clock.now()));
    },
  };
}
