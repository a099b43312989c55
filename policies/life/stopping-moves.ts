import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgreementLife } from "./agreement-life.ts";
import { firstBroken, type Guard } from "./guards.ts";
import { standsAt, type Window } from "./stands-at.ts";

/** The version that the mover takes to be in force, with its own window. */
export type InForce = { readonly version: number; readonly effective: Window };

/** `gives`: the fields that the party gives under this version. */
export type Suspending = InForce & {
  readonly fields: readonly FieldPath[] | null;
  readonly gives: readonly FieldPath[];
};

export function whyNotSuspend(life: AgreementLife, meant: Suspending, party: string, now: Date): Guard | null {
  const before = life.suspensions.find((one) => one.party === party);
  const hasMore = before === undefined || isMore(meant.fields, before.fields);
  return firstBroken([
    ["version-in-force", isInForce(life, meant, now)],
    ["fields-are-own", meant.fields === null || meant.fields.every((field) => meant.gives.includes(field))],
    ["party-has-not-suspended", hasMore],
  ]);
}

export function whyNotResume(life: AgreementLife, meant: InForce, party: string, now: Date): Guard | null {
  return firstBroken([
    ["version-in-force", isInForce(life, meant, now)],
    ["party-has-suspended", life.suspensions.some((one) => one.party === party)],
  ]);
}

export function whyNotTerminate(life: AgreementLife, meant: InForce, now: Date): Guard | null {
  return firstBroken([
    ["agreement-not-terminated", life.termination === null],
    ["version-in-force", isInForce(life, meant, now)],
  ]);
}

function isInForce(life: AgreementLife, { version, effective }: InForce, now: Date): boolean {
  return ["active", "suspended"].includes(standsAt(life, version, effective, now));
}

/** A suspension by one party only ever grows until that party resumes. */
function isMore(fields: readonly FieldPath[] | null, before: readonly FieldPath[] | null): boolean {
  if (before === null) {
    return false;
  }
  return fields === null || (before.every((field) => fields.includes(field)) && fields.length > before.length);
}
