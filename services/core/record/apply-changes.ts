import { isDeepStrictEqual } from "node:util";
import type { Identifier } from "#schemas/agency-event.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord } from "#schemas/published-record.ts";
import { type CellWorkings, cellKey, clearCells, stateCell } from "./cells.ts";
import { changeConsent, consentKey, hasTerms } from "./change-consent.ts";
import type { RecordChange } from "./record-change.ts";
import { type Cell, type HeldConsent, type HeldRestriction, isNewer, type RecordState } from "./record-state.ts";

/** Where changes come from. */
export type ChangeOrigin = {
  readonly agencyId: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly recordedTime: string;
};

export type IdentifierChange =
  | { readonly kind: "add"; readonly identifier: Identifier }
  | { readonly kind: "retire" | "restore"; readonly retired: Identifier; readonly survivor: Identifier };

/** What changes did to a record: its new state, and what has to be stored for it. */
export type AppliedChanges = {
  readonly state: RecordState;
  /** Every statement made, in order; those that stand are also among the cells of the state. */
  readonly statements: readonly Cell[];
  /** Fields of which what is held is now different. */
  readonly changedFields: ReadonlySet<FieldPath>;
  readonly consents: readonly HeldConsent[];
  readonly withdrawn: readonly ConsentRecord[];
  readonly restriction: HeldRestriction | null;
  readonly identifiers: readonly IdentifierChange[];
};

type Workings = CellWorkings & {
  readonly origin: ChangeOrigin;
  readonly consents: Map<string, HeldConsent>;
  readonly changedConsents: HeldConsent[];
  readonly withdrawn: ConsentRecord[];
  readonly identifiers: IdentifierChange[];
  readonly heldRestriction: HeldRestriction | null;
  restriction: HeldRestriction | null;
};

/**
 * Applies changes to a record. A statement older than the one held from the same originator changes nothing,
 * so that the same statements in any order give the same record; of two equally old the later arrival stands.
 */
export function applyChanges(
  state: RecordState,
  changes: readonly RecordChange[],
  origin: ChangeOrigin,
): AppliedChanges {
  const workings: Workings = {
    origin,
    standing: new Map(state.cells.map((cell) => [cellKey(cell), cell])),
    statements: [],
    changedFields: new Set(),
    consents: new Map(state.consents.map((held) => [consentKey(held.consent), held])),
    changedConsents: [],
    withdrawn: [],
    identifiers: [],
    heldRestriction: state.restriction,
    restriction: null,
  };
  for (const change of changes) {
    applyChange(workings, change);
  }
  return {
    state: {
      ...state,
      cells: [...workings.standing.values()],
      consents: [...workings.consents.values()],
      restriction: workings.restriction ?? state.restriction,
    },
    statements: workings.statements,
    changedFields: workings.changedFields,
    consents: workings.changedConsents,
    withdrawn: workings.withdrawn,
    restriction: workings.restriction,
    identifiers: workings.identifiers,
  };
}

function applyChange(workings: Workings, change: RecordChange): void {
  switch (change.kind) {
    case "set":
    case "put-item":
    case "remove-item":
      stateCell(workings, cellOf(workings.origin, change));
      break;
    case "clear":
      clearCells(workings, cellOf(workings.origin, change));
      break;
    case "add-identifier":
      workings.identifiers.push({ kind: "add", identifier: change.identifier });
      break;
    case "retire-identifier": {
      const kind = change.undo === true ? "restore" : "retire";
      workings.identifiers.push({ kind, retired: change.retired, survivor: change.survivor });
      break;
    }
    case "restrict-access":
      restrictAccess(workings, change);
      break;
    case "consent":
      noteConsent(workings, change);
      break;
  }
}

type CellChange = Extract<RecordChange, { kind: "set" | "put-item" | "remove-item" | "clear" }>;

const KIND_OF_CELL = { set: "value", "put-item": "value", "remove-item": "removed", clear: "clear" } as const;

function cellOf(origin: ChangeOrigin, change: CellChange): Cell {
  const value = "value" in change ? asStored(change.value) : null;
  const kind = KIND_OF_CELL[change.kind];
  return {
    // A value of nothing is not held.
    kind: kind === "value" && value === null ? "removed" : kind,
    field: change.field,
    originator: origin.agencyId,
    itemKey: itemKeyOf(change),
    value,
    asOf: instant(change.asOf),
    recordedTime: instant(origin.recordedTime),
    itemFacts: "itemFacts" in change ? asStored(change.itemFacts) : null,
    itemOwner: ("itemOwner" in change ? change.itemOwner : undefined) ?? null,
    evidence: "evidence" in change ? asStored(change.evidence) : null,
    eventId: origin.eventId,
  };
}

/** One way of writing an instant, the one in which it will be read back. */
function instant(text: string): string {
  return new Date(text).toISOString();
}

/** As it will be read back, so that a value equals itself after it was stored. */
function asStored<T>(value: T | undefined): T | null {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function itemKeyOf(change: CellChange): string {
  if (change.kind === "set") {
    return "";
  }
  return change.kind === "clear" ? (change.itemKeyPrefix ?? "") : change.itemKey;
}

function restrictAccess(workings: Workings, change: Extract<RecordChange, { kind: "restrict-access" }>): void {
  const { origin, heldRestriction } = workings;
  const held = workings.restriction ?? heldRestriction;
  const set: HeldRestriction = {
    setBy: origin.agencyId,
    excluded: lowerCased(change.excluded),
    restricted: lowerCased(change.restricted),
    asOf: instant(change.asOf),
    recordedTime: instant(origin.recordedTime),
  };
  if (held !== null && isNewer(held, set)) {
    return;
  }
  workings.restriction = set;
}

/** True when two restrictions keep out the same people. */
export function restrictsTheSame(a: HeldRestriction | null, b: HeldRestriction | null): boolean {
  const people = (held: HeldRestriction | null): object => ({
    excluded: [...(held?.excluded ?? [])].sort(),
    restricted: [...(held?.restricted ?? [])].sort(),
  });
  return isDeepStrictEqual(people(a), people(b));
}

function lowerCased(entries: readonly string[]): readonly string[] {
  return [...new Set(entries.map((entry) => entry.trim().toLowerCase()))];
}

function noteConsent(workings: Workings, { consent, told }: Extract<RecordChange, { kind: "consent" }>): void {
  const { origin } = workings;
  const given: HeldConsent = {
    consent: { ...consent, takenBy: origin.agencyId },
    eventTime: origin.eventTime,
    recordedTime: origin.recordedTime,
  };
  const key = consentKey(given.consent);
  const before = workings.consents.get(key);
  const after = changeConsent(before, given);
  workings.consents.set(key, after);
  workings.changedConsents.push(after);
  if (after.consent.withdrawnAt !== null && (before?.consent.withdrawnAt ?? null) === null) {
    workings.withdrawn.push(after.consent);
  }
  if (told !== undefined && hasTerms(after.consent)) {
    stateCell(workings, consentCell(workings, given, after.consent, told));
  }
}

const CONSENT = "treatment.consent";

/** The consent as the record shows it: never as one that stands once it is withdrawn, nor without its terms. */
function consentCell(
  { origin, standing }: Workings,
  given: HeldConsent,
  { fields, recipients, purposes, validFrom, expiresAt, withdrawnAt }: ConsentRecord,
  told: Readonly<Record<string, unknown>>,
): Cell {
  const stated = cellOf(origin, { kind: "set", field: CONSENT, value: null, asOf: origin.eventTime });
  const found = standing.get(cellKey(stated));
  const held = isAboutConsent(found, given.consent.consentId) ? found : null;
  const value = {
    ...(hasTerms(given.consent)
      ? told
      : { ...held?.value, ...told, fields, recipients, purposes, validFrom, ...(expiresAt && { expiresAt }) }),
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
  };
  // A withdrawal of an instant that nobody could read may seem older than what it withdraws.
  const withdraws = given.consent.withdrawnAt !== null;
  const { asOf, recordedTime } = withdraws && held !== null && isNewer(held, stated) ? held : stated;
  return { ...stated, kind: "value", value: asStored(value), asOf, recordedTime };
}

type ConsentCell = Cell & { readonly value: Readonly<Record<string, unknown>> };

function isAboutConsent(cell: Cell | undefined, consentId: string): cell is ConsentCell {
  const value = cell?.value;
  return typeof value === "object" && value !== null && "consentId" in value && value.consentId === consentId;
}
