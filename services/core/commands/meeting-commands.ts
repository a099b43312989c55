import type { Transaction } from "../../platform/database/database.ts";
import { decideItem } from "../casework/meetings/decide-item.ts";
import {
  closeMeeting,
  type MeetingOutcome,
  noteAttendance,
  openMeeting,
  scheduleMeeting,
} from "../casework/meetings/hold-meeting.ts";
import { readMeetingsDue } from "../casework/meetings/overdue-meetings.ts";
import { type Command, type CommandDeps, MALFORMED } from "./command.ts";
import { parseAttendance, parseItemDecision, parseMeetingMove, parseScheduling } from "./parse-meeting-commands.ts";

/** The life of a meeting: called, opened with its agenda, attended, deciding item by item, closed. */
export function meetingCommands(deps: CommandDeps): Readonly<Record<string, Command>> {
  const { casework: settings, sql, clock, onCommitted } = deps;
  const rules = { ...deps.rules, settings };
  const command =
    <Asked>(
      parse: (body: unknown) => Asked | null,
      carryOut: (tx: Transaction, asked: Asked, now: Date) => Promise<MeetingOutcome>,
    ): Command =>
    async (body) => {
      const asked = parse(body);
      if (asked === null) {
        return MALFORMED;
      }
      const outcome = await sql.begin((tx) => carryOut(tx, asked, clock.now()));
      onCommitted();
      return outcome;
    };
  return {
    "core.casework.schedule-meeting": command(parseScheduling, (tx, asked, now) =>
      scheduleMeeting(tx, asked, settings, now),
    ),
    "core.casework.open-meeting": command(parseMeetingMove, (tx, asked, now) => openMeeting(tx, asked, settings, now)),
    "core.casework.note-attendance": command(parseAttendance, noteAttendance),
    "core.casework.decide-item": command(parseItemDecision, (tx, asked, now) => decideItem(tx, asked, rules, now)),
    "core.casework.meetings-due": () => sql.begin((tx) => readMeetingsDue(tx, settings, clock.now())),
    "core.casework.close-meeting": command(parseMeetingMove, (tx, asked, now) =>
      closeMeeting(tx, asked, settings, now),
    ),
  };
}
