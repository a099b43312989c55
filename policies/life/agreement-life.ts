import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RequiredParties, StatusEvent, StepKind } from "./status-event.ts";

/** Before it is made active a version is at one of these; `activated` may still lie ahead. */
export type Stage = "draft" | "proposed" | "approved" | "activated" | "deleted";

export type Approval = Pick<StatusEvent<"approved">, "party" | "actor" | "at" | "digest" | "detail">;

/** What has become of one version, as its events tell it. */
export type VersionLife = {
  readonly version: number;
  readonly digest: string;
  readonly stage: Stage;
  /** Since when it has been at each stage before activation, in order. */
  readonly stages: readonly { readonly from: string; readonly stage: "draft" | "proposed" | "approved" }[];
  /** Everybody who wrote any of it, since none of them may approve it. */
  readonly authors: readonly { readonly party: string | null; readonly actor: string | null }[];
  readonly required: RequiredParties;
  readonly base: number | null;
  readonly approvals: readonly Approval[];
  readonly activation: (StatusEvent<"activated">["detail"] & { readonly at: string }) | null;
};

export type Suspension = {
  readonly party: string;
  readonly reason: string;
  /** Null: all sharing under the agreement. */
  readonly fields: readonly FieldPath[] | null;
  readonly at: string;
};

/** The life of one agreement over all of its versions. */
export type AgreementLife = {
  /** In rising order. */
  readonly versions: readonly VersionLife[];
  /** Standing now: of the agreement, whichever version is in force, so that a new version does not undo them. */
  readonly suspensions: readonly Suspension[];
  /** From when on all sharing stopped, and from when on it went on again, in order. */
  readonly pauses: readonly { readonly from: string; readonly paused: boolean }[];
  readonly termination: (StatusEvent<"terminated">["detail"] & { readonly party: string | null }) | null;
};

const NOT_YET: AgreementLife = { versions: [], suspensions: [], pauses: [], termination: null };

/** Reads the life of one agreement from its events, in the order in which they were written. */
export function agreementLife(events: readonly StatusEvent[]): AgreementLife {
  return events.reduce(live, NOT_YET);
}

/** The version activated last, in force or about to be: what the next version is held against. */
export function headOf({ versions }: AgreementLife): VersionLife | null {
  const bases = new Set(versions.map(({ activation }) => activation?.base ?? null));
  return versions.findLast(({ version, activation }) => activation !== null && !bases.has(version)) ?? null;
}

export function versionOf({ versions }: AgreementLife, version: number): VersionLife | null {
  return versions.find((one) => one.version === version && one.stage !== "deleted") ?? null;
}

/** True once every party that must has signed. */
function isComplete({ required, approvals }: Pick<VersionLife, "required" | "approvals">): boolean {
  const hasSigned = (party: string) => approvals.some((approval) => approval.party === party);
  return required.every.every(hasSigned) && (required.oneOf.length === 0 || required.oneOf.some(hasSigned));
}

const NOBODY: RequiredParties = { every: [], oneOf: [] };

function live(life: AgreementLife, event: StatusEvent): AgreementLife {
  switch (event.kind) {
    case "suspended":
      return suspend(life, event);
    case "resumed":
      return stopSuspending(life, event);
    case "terminated":
      return { ...life, termination: life.termination ?? { ...event.detail, party: event.party } };
    default:
      return { ...life, versions: withVersion(life.versions, event) };
  }
}

function suspend(life: AgreementLife, { party, at, detail }: StatusEvent<"suspended">): AgreementLife {
  if (party === null) {
    return life;
  }
  const others = life.suspensions.filter((one) => one.party !== party);
  return withSuspensions(life, [...others, { party, at, ...detail }], at);
}

function stopSuspending(life: AgreementLife, { party, at }: StatusEvent<"resumed">): AgreementLife {
  return withSuspensions(
    life,
    life.suspensions.filter((one) => one.party !== party),
    at,
  );
}

/** Sharing goes on once nobody has suspended all of it. */
function withSuspensions(life: AgreementLife, suspensions: readonly Suspension[], at: string): AgreementLife {
  const paused = suspensions.some(({ fields }) => fields === null);
  const wasPaused = life.pauses.at(-1)?.paused ?? false;
  return { ...life, suspensions, pauses: paused === wasPaused ? life.pauses : [...life.pauses, { from: at, paused }] };
}

type VersionStep = StatusEvent<Exclude<StepKind, "suspended" | "resumed" | "terminated">>;

function withVersion(versions: readonly VersionLife[], event: VersionStep): readonly VersionLife[] {
  const before = versions.find(({ version }) => version === event.version) ?? unwritten(event);
  const others = versions.filter(({ version }) => version !== event.version);
  return [...others, afterStep(before, event)].toSorted((a, b) => a.version - b.version);
}

function unwritten({ version, digest }: VersionStep): VersionLife {
  const nothing = { stages: [], authors: [], required: NOBODY, base: null, approvals: [], activation: null };
  return { version, digest, stage: "draft", ...nothing };
}

function afterStep(before: VersionLife, event: VersionStep): VersionLife {
  switch (event.kind) {
    case "drafted":
      return {
        ...atStage(before, "draft", event),
        digest: event.digest,
        authors: [...before.authors, authorOf(event)],
      };
    case "deleted":
      return { ...before, stage: "deleted" };
    case "proposed":
      return { ...atStage(before, "proposed", event), ...event.detail };
    case "returned":
      return atStage(before, "draft", event);
    case "approved":
      return approve(before, event);
    case "activated":
      return { ...before, stage: "activated", activation: { ...event.detail, at: event.at } };
  }
}

function authorOf({ party, actor }: VersionStep): VersionLife["authors"][number] {
  return { party, actor };
}

/** Going back to a draft or being proposed anew voids every approval, and an activation that lay ahead. */
function atStage(before: VersionLife, stage: "draft" | "proposed", { at }: VersionStep): VersionLife {
  const stages = [...before.stages, { from: at, stage }];
  return { ...before, stage, stages, required: NOBODY, base: null, approvals: [], activation: null };
}

function approve(before: VersionLife, event: StatusEvent<"approved">): VersionLife {
  const approvals = [...before.approvals, event];
  return isComplete({ required: before.required, approvals })
    ? { ...before, approvals, stage: "approved", stages: [...before.stages, { from: event.at, stage: "approved" }] }
    : { ...before, approvals };
}
