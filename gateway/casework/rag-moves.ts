import type { Context } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { RagColour, RagIntervals } from "#schemas/rag-settings.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { type IdempotentAnswer, once } from "../idempotency.ts";
import { refusedNoSooner } from "../people/refused-no-sooner.ts";
import { readBody } from "../read-body.ts";
import type { AskCasework } from "./ask-casework.ts";
import { dueOn } from "./due-days.ts";
import { lookAtRating, type SeenRating } from "./rag-seen.ts";
import { type CaseMover, requireCaseRole } from "./who-may.ts";

export type RagDependencies = DiscloseDependencies & {
  readonly askCasework: AskCasework;
  readonly intervals: RagIntervals;
};

/** Keeps what an officer decided of a colour, if what they looked at is what they would see now. */
export async function assess(c: Context<CallerEnv>, deps: RagDependencies): Promise<Response> {
  const dependencies = atOneMoment(deps);
  const { caller } = c.var;
  const asked = c.req.param("personId") ?? "";
  const request = await requireCaseRole(dependencies, caller, "people.rag-assessments");
  const { view, colour, ...said } = readBody(caller, "rag-assessment");
  const answer = await once(dependencies.sql, caller, routeOf(c), request.now, async () => {
    const seen = await look(dependencies, request, asked);
    if (seen.view !== view) {
      const hint = "What you looked at has changed since. Look again, then decide.";
      throw new HubError("move-not-allowed", "the view has changed", { extra: { guard: "changed-meanwhile", hint } });
    }
    const { personId, suggestionId } = seen;
    const done = await deps.askCasework("assess-rag", {
      personId,
      colour,
      suggestionId,
      ...said,
      decidedBy: decidedBy(request),
    });
    return {
      status: 200,
      body: {
        assessmentId: done["assessmentId"],
        setAt: done["at"],
        reviewDueOn: dueOn(String(done["at"]), deps.intervals.reviewDays[colour]),
      },
    };
  });
  return answered<"rag-assessed">(c, answer);
}

/** Keeps a supervisor's view of whether the work fits the colour. */
export async function review(c: Context<CallerEnv>, deps: RagDependencies): Promise<Response> {
  const dependencies = atOneMoment(deps);
  const { caller } = c.var;
  const asked = c.req.param("personId") ?? "";
  const request = await requireCaseRole(dependencies, caller, "people.reviews");
  const said = readBody(caller, "supervisor-review");
  const answer = await once(dependencies.sql, caller, routeOf(c), request.now, async () => {
    const { personId } = await look(dependencies, request, asked);
    const done = await deps.askCasework("review-supervision", { personId, ...said, decidedBy: decidedBy(request) });
    const nextDueOn = dueOn(String(done["at"]), deps.intervals.supervisorReviewDays[colourIn(done)]);
    return { status: 200, body: { reviewId: done["reviewId"], reviewedAt: done["at"], nextDueOn } };
  });
  return answered<"supervisor-reviewed">(c, answer);
}

async function look(dependencies: RagDependencies, request: CaseMover, asked: string): Promise<SeenRating> {
  const beganMs = performance.now();
  try {
    return await lookAtRating(dependencies, request, asked);
  } catch (refused) {
    await refusedNoSooner(beganMs);
    throw refused;
  }
}

function decidedBy({ party: agencyId, actor, role }: CaseMover) {
  return { agencyId, actor, role };
}

function colourIn({ colour }: Readonly<Record<string, unknown>>): RagColour {
  return colour === "green" || colour === "amber" ? colour : "red";
}

function routeOf(c: Context<CallerEnv>): string {
  return `POST ${c.req.path}`;
}

function answered<Name extends "rag-assessed" | "supervisor-reviewed">(
  c: Context<CallerEnv>,
  { body, replayed }: IdempotentAnswer,
): Response {
  if (replayed) {
    c.header("idempotency-replayed", "?1");
  }
  return c.json(body as Exchanges[Name]);
}
