import type { Context } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { refusedProblem } from "../disclosure/disclose.ts";
import { once } from "../idempotency.ts";
import { refusedNoSooner } from "../people/refused-no-sooner.ts";
import { readBody } from "../read-body.ts";
import { type CaseDependencies, lookAtCase, type SeenCase } from "./case-seen.ts";
import { type CaseMover, requireCaseRole } from "./who-may.ts";

/** Moves a case along its lifecycle, or says which guard stands against it. */
export function moveCase(c: Context<CallerEnv>, dependencies: CaseDependencies): Promise<Response> {
  const said = () => readBody(c.var.caller, "transition-request");
  return act(c, dependencies, { outlet: "people.transitions", command: "transition", said });
}

/** Keeps what was done on a case without moving it. */
export function noteStep(c: Context<CallerEnv>, dependencies: CaseDependencies): Promise<Response> {
  const said = () => {
    const { rationale, meetingId, ...step } = readBody(c.var.caller, "case-step");
    return { rationale, meetingId, step };
  };
  return act(c, dependencies, { outlet: "people.case-steps", command: "note-step", said });
}

type Act = {
  readonly outlet: "people.transitions" | "people.case-steps";
  readonly command: "transition" | "note-step";
  readonly said: () => Readonly<Record<string, unknown>>;
};

async function act(c: Context<CallerEnv>, deps: CaseDependencies, { outlet, command, said }: Act): Promise<Response> {
  const dependencies = atOneMoment(deps);
  const { caller } = c.var;
  const request = await requireCaseRole(dependencies, caller, outlet);
  const asked = c.req.param("personId") ?? "";
  const body = said();
  const answer = await once(dependencies.sql, caller, `POST ${c.req.path}`, request.now, async () => {
    const { personId, hidden } = await look(dependencies, request, asked);
    const { party: agencyId, actor, role } = request;
    const move = { ...body, personId, decidedBy: { agencyId, actor, role } };
    const done = await deps.askCasework(command, move).catch((refused: unknown) => asShown(refused, hidden));
    return { status: 200, body: answerOf(done) };
  });
  if (answer.replayed) {
    c.header("idempotency-replayed", "?1");
  }
  return c.json(answer.body as Exchanges["case-moved"]);
}

async function look(dependencies: CaseDependencies, request: CaseMover, asked: string): Promise<SeenCase> {
  const beganMs = performance.now();
  const seen = await lookAtCase(dependencies, request, asked);
  if ("outcome" in seen) {
    await refusedNoSooner(beganMs);
    throw refusedProblem(seen);
  }
  return seen;
}

/** A guard that rests on what the officer may not see is not named: its answer would be theirs by trying. */
function asShown(refused: unknown, hidden: ReadonlySet<string>): never {
  const guard = refused instanceof HubError ? refused.extra["guard"] : undefined;
  if (typeof guard === "string" && hidden.has(guard)) {
    const hint = "A condition of this move rests on what you may not see, and is not met.";
    throw new HubError("move-not-allowed", "a guard that the caller is not shown", {
      extra: { guard: "not-shown", hint },
    });
  }
  throw refused;
}

function answerOf({ eventId, at, state }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { eventId, at, ...(state === undefined ? {} : { state }) };
}
