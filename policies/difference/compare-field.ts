import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { FormChange, Ground } from "../agreement-diff.ts";
import { heightOf } from "../catalogue.ts";
import type { CircumstanceFinder } from "../circumstances.ts";
import { type Cell, type CellScope, type CellVerdict, decideCell } from "../decide-cell.ts";
import { tupleAt, tupleCount } from "../fact-tuple.ts";
import type { FieldRules } from "../policy-set.ts";
import { factsTested, instantsOf, originatorsNamed, type QuestionSide, rulesFor, rulesOn } from "./field-question.ts";
import { periodsOf } from "./periods.ts";

/** A change of form, for whatever role and purpose have the same rules. */
export type FieldShift = Omit<FormChange, "party" | "role" | "purpose" | "field">;

/** What is owed for a value that leaves under both versions, where that differs. */
export type OwedShift = {
  readonly originator: string;
  readonly owed: (typeof OWED)[number];
  readonly before: string;
  readonly after: string;
};

export type FieldComparison = { readonly shifts: readonly FieldShift[]; readonly owed: readonly OwedShift[] };

/** Both versions decided for every originator, combination of facts and stretch of time that either one's rules tell apart. */
export function compareField(
  field: FieldPath,
  before: QuestionSide | null,
  after: QuestionSide | null,
  find: CircumstanceFinder,
): FieldComparison {
  const sides = [rulesOn(before, field), rulesOn(after, field)];
  const permits = sides.flatMap((side) => side.permits);
  const instants = instantsOf([...permits, ...sides.flatMap((side) => side.limits)]);
  const question: Question = { field, before, after, instants, find };
  const originators = originatorsNamed(permits, (after ?? before)?.party ?? "");
  const compared = originators.map((originator) => compareOriginator(question, originator));
  return { shifts: compared.flatMap(({ shifts }) => shifts), owed: compared.flatMap(({ owed }) => owed) };
}

type Question = {
  readonly field: FieldPath;
  readonly before: QuestionSide | null;
  readonly after: QuestionSide | null;
  readonly instants: readonly number[];
  readonly find: CircumstanceFinder;
};

/** All combinations for which a value moves from one form to another, in one stretch of time. */
type Moved = {
  readonly from: ReleaseForm;
  readonly to: ReleaseForm;
  readonly facts: readonly Fact[];
  readonly tuples: number[];
  readonly grounds: Map<string, Ground>;
};

type Moves = ReadonlyMap<string, Moved>;

/** Stretches of time in which the same rules apply are decided once. */
function compareOriginator(question: Question, originator: string): FieldComparison {
  const { field, before, after, instants } = question;
  const owed = new Map<string, OwedShift>();
  const known = new Map<string, Moves>();
  const inTime = instants.map((nowMs) => {
    const old = rulesFor(rulesOn(before, field), originator, nowMs);
    const next = rulesFor(rulesOn(after, field), originator, nowMs);
    const key = `${idsOf(old)} ${idsOf(next)}`;
    const moves = known.get(key) ?? compareAt(question, { originator, nowMs, old, next }, owed);
    known.set(key, moves);
    return moves;
  });
  return { shifts: shiftsOf(question, originator, inTime), owed: [...owed.values()] };
}

function idsOf({ permits, limits }: FieldRules): string {
  return [...permits, ...limits].map(({ id }) => id).join(",");
}

type Stretch = {
  readonly originator: string;
  readonly nowMs: number;
  /** The rules that apply in it, of either version. */
  readonly old: FieldRules;
  readonly next: FieldRules;
};

const NO_MOVES: Moves = new Map();

function compareAt(question: Question, stretch: Stretch, owed: Map<string, OwedShift>): Moves {
  const { originator, old, next } = stretch;
  if (old.permits.length + next.permits.length === 0) {
    return NO_MOVES;
  }
  const facts = factsTested([old, next].flatMap(({ permits, limits }) => [...permits, ...limits]));
  const moves = new Map<string, Moved>();
  const count = tupleCount(facts);
  const [before, after] = [within(question.before, stretch), within(question.after, stretch)];
  for (let tuple = 0; tuple < count; tuple += 1) {
    const cell = { field: question.field, originator, facts: tupleAt(facts, tuple) };
    const [was, is] = [decided(before, cell), decided(after, cell)];
    if (was?.form === is?.form) {
      noteOwed(owed, was, is);
    } else {
      noteMove(moves, { from: was?.form ?? "withhold", to: is?.form ?? "withhold", facts }, tuple, groundOf(was, is));
    }
  }
  // A version that says nothing withholds, and so may the other one.
  moves.delete("withhold withhold");
  return moves;
}

function within(side: QuestionSide | null, { nowMs }: Stretch): CellScope | null {
  return side === null ? null : { agreement: side.agreement, scope: side.scope, party: side.party, nowMs };
}

function decided(side: CellScope | null, cell: Cell): CellVerdict | null {
  return side === null ? null : decideCell(side, cell);
}

function noteMove(
  moves: Map<string, Moved>,
  { from, to, facts }: Pick<Moved, "from" | "to" | "facts">,
  tuple: number,
  ground: Ground,
): void {
  const key = `${from} ${to}`;
  const moved: Moved = moves.get(key) ?? { from, to, facts, tuples: [], grounds: new Map() };
  moves.set(key, moved);
  moved.tuples.push(tuple);
  moved.grounds.set(`${ground.rule} ${ground.limitedBy} ${ground.clause}`, ground);
}

/** A version that has no clause for withholding is silent on it, so the other one's is named. */
function groundOf(old: CellVerdict | null, next: CellVerdict | null): Ground {
  const cited = next !== null && (next.form !== "withhold" || next.limitedBy !== null) ? next : old;
  const { rule = null, limitedBy = null, clause = null } = cited ?? {};
  return { rule, limitedBy, clause };
}

const OWED = ["onward", "gateways", "sourceBasis", "recipientBasis", "clause"] as const;

function noteOwed(shifts: Map<string, OwedShift>, old: CellVerdict | null, next: CellVerdict | null): void {
  if (old === null || next === null || next.form === "withhold") {
    return;
  }
  for (const owed of OWED) {
    const [before, after] = [String(old[owed]), String(next[owed])];
    if (before !== after) {
      shifts.set(`${owed} ${before} ${after}`, { originator: next.originator, owed, before, after });
    }
  }
}

/** One move in the same circumstances, in all the stretches of time that have it. */
type Alike = Pick<FieldShift, "from" | "to" | "when"> & {
  readonly stretches: number[];
  readonly grounds: Map<string, Ground>;
};

/** Stretches of time in which the same combinations make the same move are told as one change. */
function shiftsOf({ field, instants, find }: Question, originator: string, inTime: readonly Moves[]) {
  const alike = new Map<string, Alike>();
  for (const [stretch, moves] of inTime.entries()) {
    for (const [move, { from, to, facts, tuples, grounds }] of moves) {
      const when = find(facts, tuples);
      const key = `${move} ${JSON.stringify(when)}`;
      const known: Alike = alike.get(key) ?? { from, to, when, stretches: [], grounds: new Map() };
      alike.set(key, known);
      known.stretches.push(stretch);
      for (const [name, ground] of grounds) {
        known.grounds.set(name, ground);
      }
    }
  }
  return [...alike.values()].map(
    ({ from, to, when, stretches, grounds }): FieldShift => ({
      originator,
      direction: heightOf(field, to) > heightOf(field, from) ? "gain" : "loss",
      from,
      to,
      when,
      during: periodsOf(instants, stretches),
      grounds: [...grounds.values()],
    }),
  );
}
