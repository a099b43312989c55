import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { type PublishedTimer, TIMER_FIELDS } from "#schemas/published-timer.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../../caller/caller-env.ts";
import type { RouteProfile } from "../../caller/route-profile.ts";
import { atOneMoment } from "../../disclosure/decide-and-project.ts";
import { createDisclose, type DiscloseDependencies, refusedProblem } from "../../disclosure/disclose.ts";
import { policyRequest } from "../../disclosure/policy-request.ts";
import { refusedNoSooner } from "../../people/refused-no-sooner.ts";
import { dueOn } from "../due-days.ts";
import { readTimers } from "./read-timers.ts";
import { seenTimers } from "./seen-timers.ts";
import { TIMER_WORDS } from "./timer-words.ts";

export const READ_TIMERS: RouteProfile = {
  method: "GET",
  path: "/v1/people/:personId/timers",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const OUTLET = "people.timers";

/** What falls due for a person and why, as far as the reader may see all of why. */
export function timerRoutes(dependencies: DiscloseDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(READ_TIMERS.path, async (c) => {
    const beganMs = performance.now();
    const { caller } = c.var;
    const now = dependencies.clock.now();
    const held = { ...atOneMoment(dependencies), clock: { now: () => now } };
    const request = policyRequest({ caller, officers: held.officers, now, outlet: OUTLET, fields: null });
    let seen: readonly PublishedTimer[] = [];
    const disclose = createDisclose(held, {
      outlet: OUTLET,
      layBeside: async (tx, asked) => {
        const timers = await timersOf(tx, asked.personId, asked.record);
        seen = asked.record === null ? [] : seenTimers(timers, asked.record, request, held.engine.policies());
        return asked;
      },
    });
    // Always the same fields: which of them somebody's timers rest on would tell of timers that the reader does not see.
    const answer = await disclose({ caller, personId: c.req.param("personId") ?? "", fields: TIMER_FIELDS });
    c.set("logEntry", answer.logEntry);
    if (answer.outcome === "refused") {
      await refusedNoSooner(beganMs);
      throw refusedProblem(answer);
    }
    const { disclosure, agreement, logEntry } = answer;
    const body: Exchanges["person-timers"] = {
      personId: answer.personId,
      agreements: [agreement],
      purpose: disclosure.purpose,
      timers: timerLines(seen, request),
      fields: disclosure.fields,
      obligations: disclosure.obligations,
      receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
    };
    return c.json(body);
  });
}

/** Those of the very version that is decided on: of another they could tell what the reader no longer sees. */
async function timersOf(
  tx: Transaction,
  personId: string | null,
  record: PublishedRecord | null,
): Promise<readonly PublishedTimer[]> {
  const { version, timers } = await readTimers(tx, personId);
  if (record !== null && record.version !== version) {
    throw new HubError("feed-unavailable", "the record changed while it was read");
  }
  return timers;
}

function timerLines(timers: readonly PublishedTimer[], { now }: PolicyRequest): Exchanges["person-timers"]["timers"] {
  const today = dueOn(now.toISOString(), 0);
  return timers
    .filter(({ lapsesOn }) => lapsesOn === null || today < lapsesOn)
    .map(({ timerId, kind, dueOn: on, because }) => ({
      timerId,
      kind,
      dueOn: on,
      isDue: on <= today,
      why: TIMER_WORDS[kind],
      because: because.map(({ field, originator, held }) => ({ field, source: originator, held })),
    }));
}
