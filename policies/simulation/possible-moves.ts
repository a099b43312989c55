import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import { CATALOGUE, isField, rankOf } from "../catalogue.ts";
import { everyTuple, isCellFact, type KnownFacts } from "../condition.ts";
import { type CellScope, decideCell } from "../decide-cell.ts";
import { factsTested, rulesFor, rulesOn } from "../difference/field-question.ts";
import type { WeighedEvidence } from "../evidence.ts";
import type { LoggedCell } from "../logged-basis.ts";

/** What each version says to the one who asked; null: there was no version. */
export type Replay = { readonly before: CellScope | null; readonly after: CellScope };

/** The forms of one value under the two versions. */
export type Moved = { readonly from: ReleaseForm; readonly to: ReleaseForm };

/** Of a cell or of a piece of evidence. */
type Valued = { readonly field: string; readonly originator: string };

type Recorded = Valued & { readonly facts: Readonly<Partial<Record<string, string>>> };

/** Facts that a rule of either version tests of this value, of the person and of the cell. */
export function factsNeeded({ field, originator }: Valued, { before, after }: Replay): readonly Fact[] {
  if (!isField(field)) {
    return [];
  }
  const rules = [before, after].flatMap((side) =>
    side === null ? [] : [rulesFor(rulesOn(side, field), originator, side.nowMs)],
  );
  return factsTested(rules.flatMap(({ permits, limits }) => [...permits, ...limits]));
}

/** Cell facts that would have to be known and were not recorded. */
export function cellFactsMissing(cell: Recorded, replay: Replay): readonly Fact[] {
  return factsNeeded(cell, replay).filter((fact) => isCellFact(fact) && cell.facts[fact] === undefined);
}

/** Every pair of forms that a value of the field can have had, the facts of the person being so: one, if the log says enough. */
export function possibleMoves(
  field: FieldPath,
  cell: LoggedCell,
  person: KnownFacts,
  replay: Replay,
): readonly Moved[] {
  const seen = evidenceSeen(field, cell, person, replay);
  return [...everyTuple(cellFactsMissing(cell, replay))].flatMap((supposed) => {
    const facts = { ...person, ...cell.facts, ...supposed };
    const [from, to] = [formOf(replay.before, field, cell, facts), formOf(replay.after, field, cell, facts)];
    return seen.map(({ before, after }): Moved => ({ from: before ? from : "withhold", to: after ? to : "withhold" }));
  });
}

/** What its originator held back then is held back under any version. */
function formOf(
  side: CellScope | null,
  field: FieldPath,
  { originator, atMost }: Valued & { readonly atMost?: ReleaseForm },
  facts: KnownFacts,
): ReleaseForm {
  const cell = { field, originator, facts };
  return side === null ? "withhold" : decideCell(side, atMost === undefined ? cell : { ...cell, atMost }).form;
}

/** Whether all the evidence of a value is seen under each version. */
type Seen = { readonly before: boolean; readonly after: boolean };

const ALL_SEEN: Seen = { before: true, after: true };
const NONE_SEEN: Seen = { before: false, after: false };

/** As `limitByEvidence` has it: a derived value without evidence is nobody's to see. */
function evidenceSeen(field: FieldPath, { evidence }: LoggedCell, person: KnownFacts, replay: Replay): readonly Seen[] {
  if (evidence === undefined || evidence.length === 0) {
    return CATALOGUE[field].derived || evidence !== undefined ? [NONE_SEEN] : [ALL_SEEN];
  }
  return evidence.reduce<readonly Seen[]>(
    (sofar, piece) => distinct(sofar.flatMap((seen) => pieceSeen(piece, person, replay).map((own) => both(seen, own)))),
    [ALL_SEEN],
  );
}

function both(one: Seen, other: Seen): Seen {
  return { before: one.before && other.before, after: one.after && other.after };
}

function distinct(seen: readonly Seen[]): readonly Seen[] {
  return [...new Map(seen.map((each) => [`${each.before} ${each.after}`, each])).values()];
}

/** Evidence that is itself derived cannot be weighed and so is not seen. */
function pieceSeen(piece: WeighedEvidence, person: KnownFacts, replay: Replay): readonly Seen[] {
  const { field } = piece;
  if (!isField(field) || CATALOGUE[field].derived) {
    return [NONE_SEEN];
  }
  const reaches = (facts: KnownFacts, side: CellScope | null) => {
    const needed = rankOf(field, piece.neededForm);
    const given = rankOf(field, formOf(side, field, piece, facts));
    return needed !== null && needed > 0 && given !== null && given >= needed;
  };
  const supposed = [...everyTuple(cellFactsMissing(piece, replay))];
  return distinct(
    supposed.map((unrecorded) => {
      const facts = { ...person, ...piece.facts, ...unrecorded };
      return { before: reaches(facts, replay.before), after: reaches(facts, replay.after) };
    }),
  );
}
