import type { Evidence, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { CATALOGUE, isField, rankOf } from "./catalogue.ts";
import { type CellFactScope, cellFactsOf } from "./cell-facts.ts";
import type { KnownFacts } from "./condition.ts";
import { type CellScope, decideCell } from "./decide-cell.ts";
import type { CellDecision } from "./decision.ts";

/** For whom evidence is weighed, and with what known of the person. */
export type EvidenceScope = {
  readonly cells: CellScope;
  readonly facts: CellFactScope;
  readonly personFacts: KnownFacts;
  readonly personId: PublishedRecord["personId"];
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
  const nothing = { limitedBy: null, gateways: [], sourceBasis: null, recipientBasis: null, onward: null };
  return { ...cell, ...nothing, form: "withhold", reason: "LIMITED_BY_EVIDENCE" };
}

function isSeen(evidence: HeldValue["evidence"], scope: EvidenceScope): boolean {
  return evidence !== undefined && evidence.length > 0 && evidence.every((piece) => isPieceSeen(piece, scope));
}

/** Evidence about somebody else, or itself derived, cannot be weighed here and so is not seen. */
function isPieceSeen({ personId, field, originator, neededForm }: Evidence, scope: EvidenceScope): boolean {
  if (personId !== scope.personId || !isField(field) || CATALOGUE[field].derived) {
    return false;
  }
  const needed = rankOf(field, neededForm);
  // Which item of a list it was is not kept, so its item facts are unknown, which can only lower.
  const facts = { ...scope.personFacts, ...cellFactsOf(field, null, scope.facts) };
  const seen = rankOf(field, decideCell(scope.cells, { field, originator, facts }).form);
  return needed !== null && needed > 0 && seen !== null && seen >= needed;
}
