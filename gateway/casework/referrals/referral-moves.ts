import type { Context } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { CallerEnv } from "../../caller/caller-env.ts";
import { atOneMoment } from "../../disclosure/decide-and-project.ts";
import { refusedProblem } from "../../disclosure/disclose.ts";
import { once } from "../../idempotency.ts";
import { refusedNoSooner } from "../../people/refused-no-sooner.ts";
import { readBody } from "../../read-body.ts";
import type { CaseDependencies } from "../case-seen.ts";
import { type CaseMover, requireCaseRole } from "../who-may.ts";
import { lookAtPerson, type SeenPerson } from "./referral-seen.ts";
import { stateOf, unnamedTo } from "./rests-on.ts";

/** Takes a referral of somebody whom the caller may see. */
export function makeReferral(c: Context<CallerEnv>, dependencies: CaseDependencies): Promise<Response> {
  const said = () => {
    const { personId, ...form } = readBody(c.var.caller, "referral-request");
    return { personId, form };
  };
  return act(c, dependencies, { outlet: "referrals", command: "refer", said });
}

/** Keeps what is done on a referral without moving it. */
export function noteReferral(c: Context<CallerEnv>, dependencies: CaseDependencies): Promise<Response> {
  const said = () => ({ personId: c.req.param("personId") ?? "", step: readBody(c.var.caller, "referral-step") });
  return act(c, dependencies, { outlet: "people.referral-steps", command: "note-referral", said });
}

type Act = {
  readonly outlet: "referrals" | "people.referral-steps";
  readonly command: "refer" | "note-referral";
  /** With the person as the caller's agency knows them. */
  readonly said: () => Readonly<Record<string, unknown>> & { readonly personId: string };
};

async function act(c: Context<CallerEnv>, deps: CaseDependencies, { outlet, command, said }: Act): Promise<Response> {
  const dependencies = atOneMoment(deps);
  const { caller } = c.var;
  const { scheme } = deps;
  const request = await requireCaseRole(dependencies, caller, outlet);
  const asked = said();
  const answer = await once(dependencies.sql, caller, `POST ${c.req.path}`, request.now, async () => {
    const seen = await look(dependencies, request, asked.personId);
    const { party: agencyId, actor, role } = request;
    const decidedBy = { agencyId, actor, role };
    const more = toldOf(outlet, seen, scheme.agencies);
    const { eventId, at } = await deps.askCasework(command, { ...asked, ...more, personId: seen.personId, decidedBy });
    return { status: 200, body: { eventId, at } };
  });
  if (answer.replayed) {
    c.header("idempotency-replayed", "?1");
  }
  return c.json(answer.body as Exchanges["referral-kept"]);
}

async function look(dependencies: CaseDependencies, request: CaseMover, asked: string): Promise<SeenPerson> {
  const beganMs = performance.now();
  const seen = await lookAtPerson(dependencies, request, asked);
  if ("outcome" in seen) {
    await refusedNoSooner(beganMs);
    throw refusedProblem(seen);
  }
  return seen;
}

/**
 * What the core may tell of the record. A form is kept in any case; a step that is taken would itself tell that there is a
 * referral, so that nobody takes one who may not know where the person stands.
 */
function toldOf(outlet: Act["outlet"], { mayKnow }: SeenPerson, agencies: Scheme["agencies"]) {
  if (outlet === "referrals") {
    return { unnamed: unnamedTo(mayKnow, agencies) };
  }
  if (!mayKnow(stateOf(agencies))) {
    const hint = "Whether there is a referral is not for you to know. The agreement says for whom it is.";
    throw new HubError("move-not-allowed", "a referral that the caller is not shown", {
      extra: { guard: "not-shown", hint },
    });
  }
  return {};
}
