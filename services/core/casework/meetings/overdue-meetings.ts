import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { Transaction } from "../../../platform/database/database.ts";
import { addDays } from "../../facts/calendar.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import type { MeetingName } from "./meeting.ts";

export type MeetingDue = {
  readonly kind: MeetingName;
  /** The London day by which the next one is to be held. */
  readonly nextBy: string;
  /** Longer ago than the scheme allows (F-09). */
  readonly isOverdue: boolean;
};

/** When each kind of meeting of the scheme is to sit again, counted from the last that was held. */
export function meetingsDue(
  { meetings }: Pick<CaseworkSettings, "meetings">,
  lastHeldOn: ReadonlyMap<MeetingName, string>,
  today: string,
): readonly MeetingDue[] {
  return meetings.flatMap(({ kind, everyDays, alertDays }) => {
    const last = lastHeldOn.get(kind);
    return last === undefined
      ? []
      : [{ kind, nextBy: addDays(last, everyDays), isOverdue: today > addDays(last, alertDays) }];
  });
}

/** The same, with the last of each kind that was held. */
export async function readMeetingsDue(
  tx: Transaction,
  settings: CaseworkSettings,
  now: Date,
): Promise<{ readonly outcome: "done"; readonly meetings: readonly MeetingDue[] }> {
  const rows = await tx<{ kind: MeetingName; day: string }[]>`
    select kind, max(london_day)::text as day from core.meeting where state in ('open', 'closed') group by kind`;
  const lastHeldOn = new Map(rows.map(({ kind, day }) => [kind, day]));
  return { outcome: "done", meetings: meetingsDue(settings, lastHeldOn, londonDay(now.toISOString())) };
}
