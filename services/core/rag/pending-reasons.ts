import { isDeepStrictEqual } from "node:util";
import type { RecordChange } from "../record/record-change.ts";
import type { Cell } from "../record/record-state.ts";
import { recordEvidence } from "./record-evidence.ts";
import type { RuleHit } from "./rules/rule-hit.ts";

const REASONS = "iom.ragReasons";
const PENDING = "suggested:";

/** What it looks at of a record. */
export type ShownRecord = {
  readonly personId: string;
  readonly cells: readonly Pick<Cell, "kind" | "field" | "itemKey" | "value" | "evidence">[];
};

/**
 * Shows new reasons for red among the reasons of the colour, each with the rights of its evidence, until somebody decides: so an
 * escalation is pushed at once to everybody who may know why, and to nobody else. The colour itself stays. Nothing is shown of
 * somebody who is red already.
 */
export function pendingReasons(state: ShownRecord, unanswered: readonly RuleHit[], now: Date): readonly RecordChange[] {
  const isRed = state.cells.some(
    ({ kind, field, value }) => kind === "value" && field === "iom.ragStatus" && value === "red",
  );
  const wanted = new Map(
    (isRed ? [] : unanswered).map((hit, at) => [`${PENDING}${hit.ruleId}:${at}`, reasonOf(state.personId, hit)]),
  );
  const held = new Map(state.cells.filter(isPending).map((cell) => [cell.itemKey, cell]));
  const asOf = now.toISOString();
  const gone = [...held.keys()].filter((itemKey) => !wanted.has(itemKey));
  const fresh = [...wanted].filter(([itemKey, reason]) => !isHeld(held.get(itemKey), reason));
  return [
    ...gone.map((itemKey): RecordChange => ({ kind: "remove-item", field: REASONS, itemKey, asOf })),
    ...fresh.map(([itemKey, reason]): RecordChange => ({ kind: "put-item", field: REASONS, itemKey, asOf, ...reason })),
  ];
}

function isPending({ kind, field, itemKey }: ShownRecord["cells"][number]): boolean {
  return kind === "value" && field === REASONS && itemKey.startsWith(PENDING);
}

type Reason = { readonly value: object; readonly evidence: ReturnType<typeof recordEvidence> };

function reasonOf(personId: string, { ruleId, text, evidence }: RuleHit): Reason {
  const value = { ruleId, text: `Suggests red, to be confirmed: ${text}` };
  return { value, evidence: recordEvidence(personId, evidence) };
}

function isHeld(cell: ShownRecord["cells"][number] | undefined, { value, evidence }: Reason): boolean {
  return cell !== undefined && isDeepStrictEqual([cell.value, cell.evidence], [value, evidence]);
}
