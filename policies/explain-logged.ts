import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { PersonFact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { FieldReason } from "./decision.ts";
import type { LoggedBasis } from "./logged-basis.ts";
import type { ReplayedCell, ReplayedDecision, ReplayedField } from "./replay-decision.ts";

/** One line of an explanation: values of one field that were decided alike. */
export type LoggedExplanation = {
  readonly field: FieldPath;
  readonly form: ReleaseForm;
  readonly reason: FieldReason | "NOT_SHARED";
  readonly rule: string | null;
  readonly limitedBy: string | null;
  readonly clause: string | null;
  readonly originator: string | null;
  readonly gateways: readonly string[];
  readonly sourceBasis: string | null;
  readonly recipientBasis: string | null;
  readonly onward: string | null;
  /** Facts of the value that it was decided on; for its originator alone. */
  readonly facts: Readonly<Record<string, string>>;
  /** How many values; null where even that is not told. */
  readonly count: number | null;
  /** Whether it left. A value that another was chosen over, or whose form could not be made, did not. */
  readonly left: boolean;
};

/** A disclosure of the past: what it was decided on, what was decided, and whose values left. */
export type PastDisclosure = {
  readonly basis: LoggedBasis;
  readonly decision: ReplayedDecision;
  readonly given: Readonly<Record<string, readonly string[]>>;
};

/**
 * To its recipient: each field that came, and every other alike, held or not and whatever the reason, since the difference between
 * unknown, refused and not held is itself an answer (design/agreements 4.10).
 */
export function explainToRecipient({ basis, decision, given }: PastDisclosure): readonly LoggedExplanation[] {
  return FIELD_PATHS.flatMap((field) => {
    const came = cellsThatCame(decision[field]).filter(({ verdict: { originator } }) => {
      return originator === basis.party || (given[field] ?? []).includes(originator);
    });
    // What left is a fact, and the decision only its explanation: where the two disagree, it is the fact that is told.
    return came.length === 0
      ? [{ ...notShared(field), left: given[field] !== undefined }]
      : came.map((cell) => asReceived(field, cell));
  });
}

/** To the officer of whoever the values came from: every one of its own that was held then, with its full reason. */
export function explainToOriginator(
  { decision, given }: PastDisclosure,
  originator: string,
): readonly LoggedExplanation[] {
  return FIELD_PATHS.flatMap((field) => {
    const decided = decision[field];
    const came = cellsThatCame(decided);
    const own = (decided?.cells ?? []).filter(({ verdict }) => verdict.originator === originator);
    const wasGiven = (given[field] ?? []).includes(originator);
    const isUnexplained = wasGiven && !own.some((cell) => came.includes(cell));
    return own.map((cell) => asGiven(field, cell, { chosen: isUnexplained || came.includes(cell), wasGiven }));
  });
}

/**
 * Facts of the person that a reader may know by itself: those made from a field of which it held a value. The others came from
 * somebody else, and no agreement gives them away.
 */
export function factsKnownTo({ facts, cells }: LoggedBasis, party: string): Readonly<Record<string, string>> {
  const held = new Set(cells.filter(({ originator }) => originator === party).map(({ field }) => field));
  const known = Object.entries(FACT_FROM).filter(([fact, field]) => facts[fact] !== undefined && held.has(field));
  return Object.fromEntries(known.map(([fact]) => [fact, facts[fact] ?? ""]));
}

/** Of design/agreements section 1. That a safeguarding route is open is for the one who opened it. */
const FACT_FROM: Readonly<Partial<Record<PersonFact, FieldPath>>> = {
  "age-group": "identity.dateOfBirth",
  "lifecycle-state": "iom.lifecycleState",
  cohort: "iom.cohort",
  mappa: "probation.mappa",
  "sentence-treatment": "probation.requirements",
  "duty-to-refer-consent": "housing.dutyToRefer",
};

function cellsThatCame(decided: ReplayedField | undefined): readonly ReplayedCell[] {
  if (decided === undefined) {
    return [];
  }
  const { cells, chosen } = decided;
  const used = chosen === undefined ? cells : cells.slice(chosen, chosen + 1);
  return used.filter(({ verdict }) => verdict.form !== "withhold");
}

/** A mask tells neither whose the value is nor how many there are. */
function asReceived(field: FieldPath, { verdict, count }: ReplayedCell): LoggedExplanation {
  const isMasked = verdict.form === "mask";
  const { form, reason, rule, limitedBy, clause, gateways, sourceBasis, recipientBasis, onward } = verdict;
  const terms = { form, reason, rule, limitedBy, clause, gateways, sourceBasis, recipientBasis, onward };
  const originator = isMasked ? null : verdict.originator;
  return { field, ...terms, originator, facts: {}, count: isMasked ? null : count, left: true };
}

function asGiven(
  field: FieldPath,
  { verdict, count }: ReplayedCell,
  { chosen, wasGiven }: { readonly chosen: boolean; readonly wasGiven: boolean },
): LoggedExplanation {
  const isUnmade = chosen && !wasGiven;
  const made = isUnmade ? ({ form: "withhold", reason: "TRANSFORM_FAILED" } as const) : {};
  return { field, ...verdict, ...made, count, left: chosen && wasGiven };
}

function notShared(field: FieldPath): LoggedExplanation {
  return {
    field,
    form: "withhold",
    reason: "NOT_SHARED",
    rule: null,
    limitedBy: null,
    clause: null,
    originator: null,
    gateways: [],
    sourceBasis: null,
    recipientBasis: null,
    onward: null,
    facts: {},
    count: null,
    left: false,
  };
}
