import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, PersonFact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement } from "../agreement-document.ts";
import { CATALOGUE, heightOf, isField } from "../catalogue.ts";
import { everyTuple, isCellFact, type KnownFacts } from "../condition.ts";
import type { CellScope } from "../decide-cell.ts";
import { factsTested, rulesOn } from "../difference/field-question.ts";
import { type RuleSigner, ruleSigner } from "../difference/rule-signature.ts";
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
 * Decides a logged basis again under both versions; what stays as it was is not told. Bases differ in few of their fields, and versions
 * in few of their rules: a field of which both say the same is passed over, and one of which the same was logged under the same of
 * the facts that its rules test is decided once.
 */
export function replayer(
  before: Agreement | null,
  after: Agreement,
  atMs: number,
): (basis: LoggedBasis) => readonly FieldOutcome[] {
  const old = before === null ? null : timelessAgreement(before);
  const next = timelessAgreement(after);
  const sign = ruleSigner();
  const scopes = new Map<string, AskedScope>();
  const room = { left: OUTCOMES_MAX };
  return (basis) => {
    const named = `${basis.party} ${basis.role} ${basis.purpose}`;
    const asked = scopes.get(named) ?? {
      replay: { before: old === null ? null : sideOf(old, basis, atMs), after: sideOf(next, basis, atMs) },
      fields: new Map(),
    };
    scopes.set(named, asked);
    return [...byField(basis.cells)].flatMap(([field, cells]) => {
      const own = asked.fields.get(field) ?? askedField(field, asked.replay, sign);
      asked.fields.set(field, own);
      return outcomesOf(own, cells, basis, room);
    });
  };
}

/** A derived value, and one with evidence, rests on what the versions say of other fields. */
function outcomesOf(
  { field, isSame, tests, known, replay }: AskedField,
  cells: readonly LoggedCell[],
  basis: LoggedBasis,
  room: { left: number },
): readonly FieldOutcome[] {
  const restsOnOthers = CATALOGUE[field].derived || cells.some(({ evidence }) => evidence !== undefined);
  if (isSame && !restsOnOthers) {
    return [];
  }
  const facts = restsOnOthers ? JSON.stringify(basis.facts) : tests.map((fact) => basis.facts[fact]).join();
  const key = `${facts} ${cells.map(inKey).join(" ")}`;
  const same = known.get(key);
  if (same !== undefined) {
    return same;
  }
  const outcomes = replayField(field, cells, basis, replay);
  if (room.left > 0) {
    room.left -= 1;
    known.set(key, outcomes);
  }
  return outcomes;
}

type AskedScope = { readonly replay: Replay; readonly fields: Map<FieldPath, AskedField> };

type AskedField = {
  readonly field: FieldPath;
  readonly replay: Replay;
  /** Both versions say the same of it, so whatever was logged it would leave as it did. */
  readonly isSame: boolean;
  /** Facts of the person that any of its rules tests. */
  readonly tests: readonly PersonFact[];
  readonly known: Map<string, readonly FieldOutcome[]>;
};

function askedField(field: FieldPath, replay: Replay, sign: RuleSigner): AskedField {
  const [old, next] = [rulesOn(replay.before, field), rulesOn(replay.after, field)];
  const tests = factsTested([old, next].flatMap(({ permits, limits }) => [...permits, ...limits]));
  return {
    field,
    replay,
    isSame: sign(old) === sign(next),
    tests: tests.flatMap((fact) => (isCellFact(fact) ? [] : [fact])),
    known: new Map(),
  };
}

/** All of a cell that decides; how many values there are does not. */
function inKey({ originator, atMost, facts, evidence }: LoggedCell): string {
  const ofCell = Object.keys(facts).length === 0 ? "" : JSON.stringify(facts);
  return `${originator} ${atMost ?? ""} ${ofCell} ${evidence === undefined ? "" : JSON.stringify(evidence)}`;
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
