import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { type SchemaProblem, validateEvent } from "#schemas/validate.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { PublishEvent } from "./publish-event.ts";

const EVENTS_MAX = 500;

export type EventResult = Exchanges["events-answer"]["results"][number];

type Checked = { readonly index: number; readonly id: string | null } & (
  | { readonly event: AgencyEvent }
  | { readonly errors: readonly SchemaProblem[] }
);

/**
 * Takes in one envelope or a list of them: each is checked alone, and the good ones are stored durably before this resolves.
 * Whether an event is about anybody known plays no part, so the answer does not tell.
 */
export async function acceptEvents(
  caller: Pick<VerifiedRequest, "agencyId" | "agencyType" | "requestId">,
  body: unknown,
  publish: PublishEvent,
): Promise<readonly EventResult[]> {
  const envelopes: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (envelopes.length === 0 || envelopes.length > EVENTS_MAX) {
    const errors = [{ pointer: "", message: `holds between 1 and ${EVENTS_MAX} events` }];
    throw new HubError("validation-failed", "too many events, or none", { extra: { errors } });
  }
  const checked = envelopes.map((envelope, index) => check(caller, envelope, index));
  const good = checked.filter((one) => "event" in one);
  for (const [place, { event }] of good.entries()) {
    await publish(event, { source: `api:${caller.requestId}`, sequence: place + 1 });
  }
  return checked.map((one) =>
    "event" in one
      ? { index: one.index, id: one.id, outcome: "accepted" }
      : { index: one.index, id: one.id, outcome: "refused", code: "validation-failed", errors: one.errors },
  );
}

function check(caller: Pick<VerifiedRequest, "agencyId" | "agencyType">, envelope: unknown, index: number): Checked {
  const result = validateEvent(envelope);
  if (!result.valid) {
    return { index, id: null, errors: onePerPlace(result.problems) };
  }
  const { event } = result;
  const errors = [
    ...(event.agencyid === caller.agencyId
      ? []
      : [{ pointer: "/agencyid", message: "must be the caller's own agency" }]),
    ...(event.type.startsWith(`${caller.agencyType}.`)
      ? []
      : [{ pointer: "/type", message: "must be a type of the caller's own kind of agency" }]),
  ];
  return errors.length > 0 ? { index, id: event.id, errors } : { index, id: event.id, event };
}

/** A value that is wrong in two ways is one thing to put right. */
function onePerPlace(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const firsts = new Map([...problems].reverse().map((problem) => [problem.pointer, problem]));
  return problems.filter((problem) => firsts.get(problem.pointer) === problem);
}
