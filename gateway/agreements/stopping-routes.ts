import { Hono } from "hono";
import type { Agreement } from "#policies/agreement-document.ts";
import { versionOf } from "#policies/life/agreement-life.ts";
import { fieldsGivenBy } from "#policies/life/bound-parties.ts";
import type { InForce } from "#policies/life/stopping-moves.ts";
import { whyNotResume, whyNotSuspend, whyNotTerminate } from "#policies/life/stopping-moves.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { readBody } from "../read-body.ts";
import { afterTermination } from "./after-sharing.ts";
import { documentOf } from "./agreement-record.ts";
import { type MadeMove, MOVE_PROFILE, type MoveDependencies, type Moving, makeMove, requireMove } from "./make-move.ts";

export const SUSPEND: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/suspension", contentMax: 32_768 };
export const TERMINATE: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/termination", contentMax: 16_384 };

/** Any one party stops sharing at once, goes on when it will, or ends the agreement for good. */
export function stoppingRoutes(dependencies: MoveDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .post(SUSPEND.path, (c) => {
      const body = readBody(c.var.caller, "agreement-suspension");
      return makeMove(dependencies, c, async (moving) =>
        body.resume === true ? resume(moving, body) : suspend(moving, body),
      );
    })
    .post(TERMINATE.path, (c) => {
      const body = readBody(c.var.caller, "agreement-termination");
      return makeMove(dependencies, c, async (moving) => {
        const made = terminate(moving, body);
        const { hostOf } = dependencies.engine.policies();
        // One that lies ahead is seen to by the clock when it comes.
        const isNow = made.event.kind === "terminated" && Date.parse(made.event.detail.from) <= moving.now.getTime();
        const { tx, now } = moving;
        return isNow ? { ...made, afterwards: () => afterTermination(tx, made.document, { hostOf, now }) } : made;
      });
    });
}

type Suspension = Exchanges["agreement-suspension"];

function suspend(moving: Moving, { version, reason, fields: named }: Suspension): MadeMove {
  const { record, officer, now } = moving;
  const { document, inForce } = versionMeant(moving, version);
  const fields = named === undefined ? null : named.map((field, at) => fieldAt(field, at));
  const gives = fieldsGivenBy(document, officer.party);
  requireMove(whyNotSuspend(record.life, { ...inForce, fields, gives }, officer.party, now));
  return { event: { kind: "suspended", ...stepOf(moving, version), detail: { reason, fields } }, document };
}

function resume(moving: Moving, { version, reason, fields }: Suspension): MadeMove {
  if (fields !== undefined) {
    const errors = [{ pointer: "/fields", message: "A party resumes all that it has suspended; leave fields out." }];
    throw new HubError("validation-failed", "resuming names no fields", { extra: { errors } });
  }
  const { record, officer, now } = moving;
  const { document, inForce } = versionMeant(moving, version);
  requireMove(whyNotResume(record.life, inForce, officer.party, now));
  return { event: { kind: "resumed", ...stepOf(moving, version), detail: { reason } }, document };
}

function terminate(moving: Moving, { version, reason, effectiveAt }: Exchanges["agreement-termination"]): MadeMove {
  const { record, now } = moving;
  const { document, inForce } = versionMeant(moving, version);
  requireMove(whyNotTerminate(record.life, inForce, now));
  const from = new Date(Math.max(now.getTime(), Date.parse(effectiveAt ?? now.toISOString()))).toISOString();
  return { event: { kind: "terminated", ...stepOf(moving, version), detail: { reason, from } }, document };
}

function versionMeant(
  { record, officer }: Moving,
  version: number,
): { readonly document: Agreement; readonly inForce: InForce } {
  const document = documentOf(record, version, officer.party);
  return { document, inForce: { version, effective: document.effective } };
}

function stepOf({ record, officer, now }: Moving, version: number) {
  const digest = versionOf(record.life, version)?.digest ?? "";
  return { version, digest, ...officer, at: now.toISOString() };
}

function fieldAt(field: string, at: number) {
  if (!isFieldPath(field)) {
    const errors = [{ pointer: `/fields/${at}`, message: "is no field of the record." }];
    throw new HubError("validation-failed", "no such field", { extra: { errors } });
  }
  return field;
}
