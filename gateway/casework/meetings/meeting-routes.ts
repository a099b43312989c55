import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import type { CallerEnv } from "../../caller/caller-env.ts";
import type { RouteProfile } from "../../caller/route-profile.ts";
import { atOneMoment } from "../../disclosure/decide-and-project.ts";
import { inOneTransaction } from "../../disclosure/in-one-transaction.ts";
import { passGate } from "../../disclosure/pass-gate.ts";
import { policyRequest } from "../../disclosure/policy-request.ts";
import { logConsultation } from "../../log-consultation.ts";
import { callMeeting, MEETING_STEPS, type MeetingDependencies, moveMeeting } from "./meeting-moves.ts";
import { packOf } from "./meeting-pack.ts";
import { readAttended } from "./read-meeting.ts";

const READ_MEETING: RouteProfile = {
  method: "GET",
  path: "/v1/meetings/:id",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const CALL_MEETING: RouteProfile = {
  method: "POST",
  path: "/v1/meetings",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 65_536,
};

export const MEETING_ROUTES: readonly RouteProfile[] = [
  READ_MEETING,
  CALL_MEETING,
  ...MEETING_STEPS.map((step) => ({ ...CALL_MEETING, path: `/v1/meetings/:id/${step}` })),
];

/** Meetings of the scheme: each attendee's own pack, and the steps of a meeting's life. */
export function meetingRoutes(dependencies: MeetingDependencies): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>().get(READ_MEETING.path, async (c) => {
    const { caller } = c.var;
    const held = atOneMoment(dependencies);
    const { officers, clock, sql, engine } = held;
    const now = clock.now();
    const request = policyRequest({ caller, officers, now, outlet: "meetings.pack", fields: null });
    const { agreement } = await passGate(held, { caller, request, resource: "meeting" });
    const { body, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const { agencyId } = caller;
      const meeting = await readAttended(tx, c.req.param("id") ?? "", { agencyId, actor: request.actor, now });
      if (meeting === null) {
        throw new HubError("not-found", "no meeting that the caller attends");
      }
      const items = await packOf(tx, { caller, request, engine }, meeting.items);
      // The pack has a number of its own; every line of it has another, by which it is a disclosure.
      const receiptId = randomUUID();
      const { id, version } = agreement.document;
      const consulted = { receiptId, caller, request, agreement: `${id}@${version}`, resource: "meeting", fields: [] };
      const entry = await logConsultation(tx, {
        ...consulted,
        detail: { meetingId: meeting.meetingId, lines: items.length },
      });
      const { meetingId, kind, startsAt, londonDay, state } = meeting;
      const pack: Exchanges["meeting-pack"] = {
        meetingId,
        kind,
        startsAt,
        londonDay,
        state,
        agreements: [{ id, version }],
        // The gate has held the purpose against the closed list.
        purpose: request.purpose as Purpose,
        items: [...items],
        receipt: { id: entry.receiptId, logIndex: entry.logIndex },
      };
      return { body: pack, logEntry: entry };
    });
    c.set("logEntry", logEntry);
    return c.json(body);
  });
  app.post(CALL_MEETING.path, (c) => callMeeting(c, dependencies));
  for (const step of MEETING_STEPS) {
    app.post(`/v1/meetings/:id/${step}`, (c) => moveMeeting(c, dependencies, step));
  }
  return app;
}
