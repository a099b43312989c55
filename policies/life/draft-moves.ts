import { type AgreementLife, headOf, type Stage, type VersionLife, versionOf } from "./agreement-life.ts";
import { firstBroken, type Guard } from "./guards.ts";

/** An officer as the call and the register name them. */
export type Officer = { readonly party: string; readonly actor: string };

/** The version as the mover has read it. */
export type Meant = { readonly version: number; readonly digest: string };

/** One above every version there ever was, deleted ones too, so that a number never means two documents. */
export function nextVersion({ versions }: AgreementLife): number {
  return Math.max(0, ...versions.map(({ version }) => version)) + 1;
}

const OPEN_STAGES: readonly Stage[] = ["draft", "proposed", "approved"];
/** Versions of one agreement that are open at once. */
const OPEN_MAX = 20;

export function whyNotDraft(life: AgreementLife, version: number): Guard | null {
  return firstBroken([
    ["agreement-not-terminated", life.termination === null],
    ["version-is-next", version === nextVersion(life)],
    ["drafts-have-room", life.versions.filter(({ stage }) => OPEN_STAGES.includes(stage)).length < OPEN_MAX],
  ]);
}

/** `meant.digest` is the one to be replaced. An edit voids every approval, and an activation that lies ahead. */
export function whyNotEdit(life: AgreementLife, meant: Meant, by: Officer, now: Date): Guard | null {
  const own = versionOf(life, meant.version);
  return firstBroken([
    ["agreement-not-terminated", life.termination === null],
    ["version-is-open", own !== null && isOpen(life, own, now)],
    ["draft-is-own", own !== null && isOfAuthors(own, by)],
    ["digest-is-current", own?.digest === meant.digest],
  ]);
}

export function whyNotDelete(life: AgreementLife, meant: Meant, by: Officer): Guard | null {
  const own = versionOf(life, meant.version);
  return firstBroken([
    ["version-is-draft", own?.stage === "draft"],
    ["draft-is-own", own !== null && isOfAuthors(own, by)],
    ["digest-is-current", own?.digest === meant.digest],
  ]);
}

export type Proposal = Meant & {
  /** What the document says it replaces. */
  readonly previous: string | null;
  /** It and its stored examples have no fault. */
  readonly isSound: boolean;
  /** Whoever must sign can: the register knows an officer of theirs who wrote none of it. */
  readonly canBeSigned: boolean;
};

export function whyNotPropose(life: AgreementLife, meant: Proposal, { party, actor }: Officer): Guard | null {
  const own = versionOf(life, meant.version);
  const head = headOf(life);
  const follows = head === null || head.version < meant.version;
  return firstBroken([
    ["agreement-not-terminated", life.termination === null],
    ["version-is-draft", own?.stage === "draft"],
    ["author-proposes", own?.authors.some((author) => author.party === party && author.actor === actor) === true],
    ["digest-is-current", own?.digest === meant.digest],
    ["base-is-current", follows && meant.previous === (head?.digest ?? null)],
    ["checks-pass", meant.isSound],
    ["every-party-can-sign", meant.canBeSigned],
  ]);
}

/** Sends a version back to be a draft: whoever wrote it changes their mind, or one that must sign will not. */
export function whyNotReturn(life: AgreementLife, meant: Meant, by: Officer, now: Date): Guard | null {
  const own = versionOf(life, meant.version);
  return firstBroken([
    ["version-is-open", own !== null && own.stage !== "draft" && isOpen(life, own, now)],
    ["party-may-return", own !== null && (isOfAuthors(own, by) || mustSign(own, by.party))],
    ["digest-is-current", own?.digest === meant.digest],
  ]);
}

/** Until it starts, and while no later version was made to follow it. */
function isOpen(life: AgreementLife, own: VersionLife, now: Date): boolean {
  const lies = own.activation === null || now.getTime() < Date.parse(own.activation.from);
  return lies && (own.activation === null || headOf(life) === own);
}

/** One of those without whom, or of those one of whom, the version cannot be made active. */
export function mustSign({ required }: VersionLife, party: string): boolean {
  return required.every.includes(party) || required.oneOf.includes(party);
}

function isOfAuthors({ authors }: VersionLife, { party }: Officer): boolean {
  return authors.some((author) => author.party === party);
}
