import { type AgreementLife, headOf, type VersionLife, versionOf } from "./agreement-life.ts";
import { type Meant, mustSign, type Officer } from "./draft-moves.ts";
import { firstBroken, type Guard } from "./guards.ts";
import type { Window } from "./stands-at.ts";

/** `gains` ticked, of which `offered` are the change's own and `mustTick` those of special category data. */
export type Approving = Meant & {
  readonly gains: readonly string[];
  readonly offered: readonly string[];
  readonly mustTick: readonly string[];
};

export function whyNotApprove(life: AgreementLife, meant: Approving, { party, actor }: Officer): Guard | null {
  const own = versionOf(life, meant.version);
  const isAuthor = own?.authors.some((author) => author.party === party && author.actor === actor) === true;
  return firstBroken([
    ["digest-is-current", own === null || own.digest === meant.digest],
    ["party-has-not-approved", own?.approvals.some((approval) => approval.party === party) !== true],
    ["version-is-proposed", own?.stage === "proposed"],
    ["base-is-current", own !== null && followsHead(life, own)],
    ["author-never-approves", !isAuthor],
    ["party-must-sign", own !== null && mustSign(own, party)],
    ["gains-are-known", meant.gains.every((key) => meant.offered.includes(key))],
    ["gains-are-ticked", meant.mustTick.every((key) => meant.gains.includes(key))],
  ]);
}

export type Activating = Meant & {
  /** As asked for; a time gone by means at once. */
  readonly at: Date;
  readonly effective: Window;
  readonly isSound: boolean;
  /** Rules of which no originator and recipient are both bound. */
  readonly unboundRules: readonly string[];
};

export function whyNotActivate(life: AgreementLife, meant: Activating, now: Date): Guard | null {
  const own = versionOf(life, meant.version);
  return firstBroken([
    ["agreement-not-terminated", life.termination === null],
    ["digest-is-current", own === null || own.digest === meant.digest],
    ["version-is-approved", own?.stage === "approved"],
    ["base-is-current", own !== null && followsHead(life, own)],
    ["checks-pass", meant.isSound],
    ["rules-have-bound-parties", meant.unboundRules.length === 0],
    ["start-follows-signatures", own !== null && meant.at.getTime() >= lastSignatureMs(own)],
    ["start-is-inside", isInside(life, own, meant, now)],
  ]);
}

/** From when on the version is in force: never before now, nor before its own window opens. */
export function startOf({ at, effective }: Pick<Activating, "at" | "effective">, now: Date): Date {
  return new Date(Math.max(at.getTime(), now.getTime(), Date.parse(effective.from)));
}

function followsHead(life: AgreementLife, { base }: VersionLife): boolean {
  return (headOf(life)?.version ?? null) === base;
}

function lastSignatureMs({ approvals }: VersionLife): number {
  return Math.max(...approvals.map(({ at }) => Date.parse(at)));
}

/** After the version before it has begun, so that versions follow each other in time. */
function isInside(life: AgreementLife, own: VersionLife | null, meant: Activating, now: Date): boolean {
  const startMs = startOf(meant, now).getTime();
  const base = own === null || own.base === null ? null : versionOf(life, own.base);
  const afterBase = base?.activation === null || base === null || startMs > Date.parse(base.activation.from);
  return afterBase && startMs < Date.parse(meant.effective.to);
}
