import type { Context } from "hono";
import { decide } from "#policies/decide.ts";
import { decisionBehind } from "#policies/decided-record.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../../caller/caller-env.ts";
import { atOneMoment } from "../../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../../disclosure/disclose.ts";
import { readRecord } from "../../disclosure/read-record.ts";
import { once } from "../../idempotency.ts";
import { internalId } from "../../people/pairwise-ids.ts";
import { readBody } from "../../read-body.ts";
import type { AskCasework } from "../ask-casework.ts";
import { type CaseMover, requireCaseRole } from "../who-may.ts";
import { readAttended } from "./read-meeting.ts";

export type MeetingDependencies = DiscloseDependencies & { readonly askCasework: AskCasework };

type Step = {
  readonly command: Parameters<AskCasework>[0];
  readonly body: (c: Context<CallerEnv>, mover: CaseMover) => Promise<Readonly<Record<string, unknown>>>;
};

/** Each step in the life of a meeting, by the last part of its path. */
export const MEETING_STEPS = ["opening", "attendance", "decisions", "closing"] as const;

/** Calls a meeting. */
export function callMeeting(c: Context<CallerEnv>, deps: MeetingDependencies): Promise<Response> {
  return move(c, deps, {
    command: "schedule-meeting",
    body: async () => readBody(c.var.caller, "meeting-call"),
  });
}

/** Makes one of the steps of a meeting that there is. */
export function moveMeeting(
  c: Context<CallerEnv>,
  deps: MeetingDependencies,
  step: (typeof MEETING_STEPS)[number],
): Promise<Response> {
  const steps: Readonly<Record<typeof step, Step>> = {
    opening: { command: "open-meeting", body: async () => readBody(c.var.caller, "meeting-move") },
    closing: { command: "close-meeting", body: async () => readBody(c.var.caller, "meeting-move") },
    attendance: { command: "note-attendance", body: (_c, mover) => attendance(c, deps, mover) },
    decisions: { command: "decide-item", body: (_c, mover) => decision(c, deps, mover) },
  };
  return move(c, deps, steps[step]);
}

async function move(c: Context<CallerEnv>, deps: MeetingDependencies, { command, body }: Step): Promise<Response> {
  const dependencies = atOneMoment(deps);
  const { caller } = c.var;
  const mover = await requireCaseRole(dependencies, caller, "meetings");
  const said = await body(c, mover);
  const meetingId = c.req.param("id");
  const answer = await once(deps.sql, caller, `POST ${c.req.path}`, mover.now, async () => {
    const { party: agencyId, actor, role } = mover;
    const named = meetingId === undefined ? {} : { meetingId };
    const done = await deps.askCasework(command, { ...said, ...named, decidedBy: { agencyId, actor, role } });
    return { status: 200, body: movedBody(done) };
  });
  if (answer.replayed) {
    c.header("idempotency-replayed", "?1");
  }
  return c.json(answer.body as Exchanges["meeting-moved"]);
}

const TOLD = ["meetingId", "londonDay", "state", "decisionId"] as const;

/** Who is on the agenda, and how many, is told by the pack alone. */
function movedBody(done: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(TOLD.flatMap((name) => (name in done ? [[name, done[name]]] : [])));
}

/** The role is the register's, and never what a caller says. */
async function attendance(
  c: Context<CallerEnv>,
  deps: MeetingDependencies,
  mover: CaseMover,
): Promise<Readonly<Record<string, unknown>>> {
  const { agencyId, actor, guest } = readBody(c.var.caller, "meeting-attendance");
  const role = deps.officers(agencyId, actor)?.role;
  if (role === undefined) {
    const hint = "Only officers of the register attend.";
    throw new HubError("move-not-allowed", "an attendee is in no register", {
      extra: { guard: "officer-unknown", hint },
    });
  }
  const attendee = { agencyId, actor, role };
  if (guest === undefined) {
    return { attendee };
  }
  const items = await Promise.all(guest.people.map((personId) => itemAbout(c, deps, mover, personId)));
  return { attendee, guest: { items, until: guest.until } };
}

async function decision(
  c: Context<CallerEnv>,
  deps: MeetingDependencies,
  mover: CaseMover,
): Promise<Readonly<Record<string, unknown>>> {
  const { personId, ...said } = readBody(c.var.caller, "meeting-decision");
  return { ...said, itemId: await itemAbout(c, deps, mover, personId) };
}

/**
 * The item about somebody, whom the caller names as their agency knows them: an id of the item would join what agencies hold.
 * One about somebody from whom the officer is kept away is as unknown as none.
 */
async function itemAbout(
  c: Context<CallerEnv>,
  { sql, engine }: MeetingDependencies,
  mover: CaseMover,
  asked: string,
): Promise<string> {
  const { party: agencyId, actor, now } = mover;
  const meant = await internalId(sql, agencyId, asked);
  const meeting = await readAttended(sql, c.req.param("id") ?? "", { agencyId, actor, now });
  const item = meeting?.items.find(({ personId }) => personId === meant);
  const record = item === undefined ? null : await readRecord(sql, item.personId);
  const verdict = decide(mover, record, engine.policies());
  if (item === undefined || (verdict.outcome === "refused" && decisionBehind(verdict) === undefined)) {
    throw new HubError("not-found", "no such item");
  }
  return item.itemId;
}
