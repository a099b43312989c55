import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement } from "../agreement-document.ts";
import { CATALOGUE, heightOf, isField } from "../catalogue.ts";
import { everyTuple, isCellFact, type KnownFacts } from "../condition.ts";
import type { CellScope } from "../decide-cell.ts";
import { timelessAgreement } from "../difference/timeless-agreement.ts";
import type { LoggedBasis, LoggedCell } from "../logged-basis.ts";
import { type LoadedAgreement, scopeOf } from "../policy-set.ts";
import { cellFactsMissing, factsNeeded, type Moved, possibleMoves, type Replay } from "./possible-moves.ts";

/** What would have become of one field, where that is not what it was, or not known. */
export type FieldOutcome =
  | { readonly outcome: "changed"; readonly field: FieldPath; readonly from: ReleaseForm; readonly to: ReleaseForm }
  | { readonly outcome: "cannot-tell"; readonly field: FieldPath; readonly missing: readonly Fact[] };

/** Outcomes of single fields kept to be recognised; a log of a month has some thousands. */
const OUTCOMES_MAX = 100_000;

/**
 * Decides a logged basis again under both versions; what stays as it was is not told. A field of which the same was
 * logged under the same facts is decided once, since bases differ in few of their fields.
 */
export function replayer(
  before: Agreement | null,
  after: Agreement,
  atMs: number,
): (basis: LoggedBasis) => readonly FieldOutcome[] {
  const old = before === null ? null : timelessAgreement(before);
  const next = timelessAgreement(after);
  const known = new Map<string, readonly FieldOutcome[]>();
  return (basis) => {
    const replay = { before: old === null ? null : sideOf(old, basis, atMs), after: sideOf(next, basis, atMs) };
    const asked = JSON.stringify([basis.party, basis.role, basis.purpose, basis.facts]);
    return [...byField(basis.cells)].flatMap(([field, cells]) => {
      const key = `${asked} ${field} ${cells.map(inKey).join(" ")}`;
      const same = known.get(key);
      if (same !== undefined) {
        return same;
      }
      const outcomes = replayField(field, cells, basis, replay);
      if (known.size < OUTCOMES_MAX) {
        known.set(key, outcomes);
      }
      return outcomes;
    });
  };
}

/** All of a cell that decides; how many values there are does not. */
function inKey({ count: _, ...cell }: LoggedCell): string {
  return JSON.stringify(cell);
}

function sideOf(agreement: LoadedAgreement, { party, role, purpose }: LoggedBasis, nowMs: number): CellScope {
  return { agreement, scope: scopeOf(agreement, party, role, purpose), party, nowMs };
}

function byField(cells: readonly LoggedCell[]): ReadonlyMap<FieldPath, readonly LoggedCell[]> {
  const fields = new Map<FieldPath, LoggedCell[]>();
  for (const cell of cells) {
    // A name that the record schema does not know is shared with nobody under any version.
    if (isField(cell.field)) {
      const known = fields.get(cell.field) ?? [];
      fields.set(cell.field, known);
      known.push(cell);
    }
  }
  return fields;
}

/** Every item of a list leaves by itself; of other fields the value with the highest form is the answer. */
function replayField(
  field: FieldPath,
  cells: readonly LoggedCell[],
  { facts }: LoggedBasis,
  replay: Replay,
): readonly FieldOutcome[] {
  const groups = CATALOGUE[field].list ? cells.map((cell) => [cell]) : [cells];
  const outcomes = groups
    .map((group) => replayGroup(field, group, facts, replay))
    .filter((outcome) => outcome !== null);
  return [...new Map(outcomes.map((outcome) => [JSON.stringify(outcome), outcome])).values()];
}

/** A fact that was not recorded can have had any value; only what is the same for all of them is told. */
function replayGroup(
  field: FieldPath,
  cells: readonly LoggedCell[],
  recorded: KnownFacts,
  replay: Replay,
): FieldOutcome | null {
  const missing = personFactsMissing(cells, recorded, replay);
  const moves = [...everyTuple(missing)].flatMap((supposed) =>
    answersOf(field, cells, { ...supposed, ...recorded }, replay),
  );
  const [first, ...others] = distinct(moves).filter(({ from, to }) => from !== to);
  if (first === undefined) {
    return null;
  }
  return others.length === 0 && distinct(moves).length === 1
    ? { outcome: "changed", field, from: first.from, to: first.to }
    : { outcome: "cannot-tell", field, missing: missingOf(missing, cells, replay) };
}

function personFactsMissing(cells: readonly LoggedCell[], recorded: KnownFacts, replay: Replay): readonly Fact[] {
  const valued = cells.flatMap((cell) => [cell, ...(cell.evidence ?? [])]);
  const needed = new Set(valued.flatMap((each) => factsNeeded(each, replay)));
  return [...needed].filter((fact) => !isCellFact(fact) && recorded[fact] === undefined).toSorted();
}

function missingOf(person: readonly Fact[], cells: readonly LoggedCell[], replay: Replay): readonly Fact[] {
  const valued = cells.flatMap((cell) => [cell, ...(cell.evidence ?? [])]);
  const ofCells = new Set(valued.flatMap((each) => cellFactsMissing(each, replay)));
  return [...person, ...[...ofCells].toSorted()];
}

/** Every answer there can have been: of all the values the one with the highest form, under each version. */
function answersOf(
  field: FieldPath,
  cells: readonly LoggedCell[],
  person: KnownFacts,
  replay: Replay,
): readonly Moved[] {
  const nothing: readonly Moved[] = [{ from: "withhold", to: "withhold" }];
  return cells.reduce(
    (answers, cell) =>
      distinct(
        possibleMoves(field, cell, person, replay).flatMap((own) =>
          answers.map(({ from, to }) => ({ from: higher(field, from, own.from), to: higher(field, to, own.to) })),
        ),
      ),
    nothing,
  );
}

function higher(field: FieldPath, one: ReleaseForm, other: ReleaseForm): ReleaseForm {
  return heightOf(field, other) > heightOf(field, one) ? other : one;
}

function distinct(moves: readonly Moved[]): readonly Moved[] {
  return [...new Map(moves.map((moved) => [`${moved.from} ${moved.to}`, moved])).values()];
}
