import type { Evidence, HeldValue, OriginatorCap, PublishedRecord } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { CATALOGUE, isField, rankOf } from "./catalogue.ts";
import { type CellFactScope, cellFactsOf } from "./cell-facts.ts";
import type { KnownFacts } from "./condition.ts";
import { type CellScope, type CellVerdict, decideCell } from "./decide-cell.ts";
import type { CellDecision } from "./decision.ts";
import { originatorCap } from "./originator-cap.ts";

/** For whom evidence is weighed, and with what known of the person. */
export type EvidenceScope = {
  readonly cells: CellScope;
  readonly facts: CellFactScope;
  readonly personFacts: KnownFacts;
  readonly personId: PublishedRecord["personId"];
  /** What originators hold back from this recipient. */
  readonly caps: readonly OriginatorCap[];
};

/** A piece of evidence of the person themselves, with what is known of its field. */
export type WeighedEvidence = Pick<Evidence, "originator"> & {
  readonly field: string;
  readonly neededForm: string;
  readonly facts: KnownFacts;
  /** What its originator lets this recipient have of it; absent where it says nothing. */
  readonly atMost?: ReleaseForm;
};

/**
 * Withholds a statement from those who may not see what it rests on (design/agreements 4.9): a red rating
 * "because of a drug test" must not carry the test to housing. For derived fields, and for whatever states evidence. Its own
 * author is no exception, since the author did not supply the evidence.
 */
export function limitByEvidence(
  cell: CellDecision,
  { evidence }: Pick<HeldValue, "evidence">,
  scope: EvidenceScope,
): CellDecision {
  if (cell.form === "withhold" || isSeen(evidence, scope)) {
    return cell;
  }
  return withheldByEvidence(cell);
}

/** The same decision with nothing released, since what it rests on is not seen. */
export function withheldByEvidence<Cell extends CellVerdict>(cell: Cell): Cell {
  const nothing = { limitedBy: null, gateways: [], sourceBasis: null, recipientBasis: null, onward: null };
  return { ...cell, ...nothing, form: "withhold", reason: "LIMITED_BY_EVIDENCE" };
}

/** Whether every piece is seen in the form it is needed in. A statement that rests on nothing rests on what nobody has seen. */
export function isEvidenceSeen(
  evidence: readonly WeighedEvidence[],
  personFacts: KnownFacts,
  within: CellScope,
): boolean {
  return evidence.length > 0 && evidence.every((piece) => isPieceSeen(piece, personFacts, within));
}

function isSeen(evidence: HeldValue["evidence"], scope: EvidenceScope): boolean {
  const weighed = weighEvidence(evidence ?? [], scope);
  return weighed !== null && isEvidenceSeen(weighed, scope.personFacts, scope.cells);
}

/** Null where some of it is about somebody else, which cannot be weighed here. */
export function weighEvidence(
  evidence: readonly Evidence[],
  { personId, facts, caps }: Pick<EvidenceScope, "personId" | "facts" | "caps">,
): readonly WeighedEvidence[] | null {
  const weighed = evidence.flatMap(({ personId: about, field, originator, neededForm }) => {
    if (about !== personId || !isField(field)) {
      return [];
    }
    const atMost = originatorCap(caps, field, { originator, itemKey: undefined });
    // Which item of a list it was is not kept, so its item facts are unknown, which can only lower.
    const piece = { field, originator, neededForm, facts: cellFactsOf(field, null, facts) };
    return [atMost === null ? piece : { ...piece, atMost }];
  });
  return weighed.length === evidence.length ? weighed : null;
}

/** Evidence that is itself derived cannot be weighed and so is not seen. */
function isPieceSeen(
  { field, originator, neededForm, facts, atMost }: WeighedEvidence,
  personFacts: KnownFacts,
  within: CellScope,
): boolean {
  if (!isField(field) || CATALOGUE[field].derived) {
    return false;
  }
  const needed = rankOf(field, neededForm);
  const cell = { field, originator, facts: { ...personFacts, ...facts }, ...(atMost === undefined ? {} : { atMost }) };
  const seen = rankOf(field, decideCell(within, cell).form);
  return needed !== null && needed > 0 && seen !== null && seen >= needed;
}
