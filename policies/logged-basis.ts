import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { CATALOGUE, isField } from "./catalogue.ts";
import { decidedOn } from "./decided-record.ts";
import type { FieldDecision, Permit } from "./decision.ts";
import { type EvidenceScope, type WeighedEvidence, weighEvidence } from "./evidence.ts";
import { capsFor, originatorCap } from "./originator-cap.ts";

/**
 * What was held of one field: how many values of one originator of which the same was known. Of a field with one value the newest
 * comes first, which decides between equals.
 */
export type LoggedCell = {
  readonly field: string;
  readonly originator: string;
  /** Cell facts, `unknown` included. */
  readonly facts: Readonly<Record<string, string>>;
  readonly count: number;
  /** The most that its originator let the recipient have of it; absent where it said nothing. */
  readonly atMost?: ReleaseForm;
  /** There where the value needs evidence; empty where what there is cannot be weighed, which withholds it. */
  readonly evidence?: readonly WeighedEvidence[];
};

/**
 * All that a decision was made on and nothing of what it was about: no value, no id, no key of an item. With the agreement of
 * that time it gives the decision again, and with another what that would have decided (design/agreements section 5).
 */
export type LoggedBasis = {
  readonly agreement: string;
  readonly version: number;
  readonly party: string;
  readonly role: string;
  readonly purpose: string;
  readonly outlet: string;
  /** The facts of the person that the rules of this scope test, `unknown` included. */
  readonly facts: Readonly<Record<string, string>>;
  readonly cells: readonly LoggedCell[];
};

/** What to log of a decision, whether or not it released anything. Throws for a permit that `decide` did not make. */
export function basisOf(permit: Permit): LoggedBasis {
  const { agreement, party, role, purpose, outlet, facts } = permit;
  const cells = loggedFields(permit).flatMap((logged) => logged.cells);
  return { agreement: agreement.id, version: agreement.version, party, role, purpose, outlet, facts, cells };
}

/** The same but for the outlet, which decides nothing, as JSON. Made of parts that were written before, since it is made for every answer. */
export function basisText(permit: Permit): string {
  const { agreement, party, role, purpose, facts } = permit;
  const head = JSON.stringify({ agreement: agreement.id, version: agreement.version, party, role, purpose, facts });
  const cells = loggedFields(permit).map(({ text }) => text);
  return `${head.slice(0, -1)},"cells":[${cells.join(",")}]}`;
}

type LoggedField = { readonly cells: readonly LoggedCell[]; readonly text: string };

function loggedFields(permit: Permit): readonly LoggedField[] {
  const on = decidedOn(permit);
  if (on === undefined) {
    throw new Error("only what was decided can be logged");
  }
  const { record, host } = on;
  const { party, purpose } = permit;
  const facts = { party, host, purpose, nowMs: Date.parse(permit.at), consents: record.consents };
  const weighing = { personId: record.personId, facts, caps: capsFor(record, party) };
  const logged: LoggedField[] = [];
  for (const [field, decision] of Object.entries(permit.fields)) {
    if (isField(field) && decision !== undefined && decision.cells.length > 0) {
      logged.push(loggedField(field, decision, record, weighing));
    }
  }
  return logged;
}

/** A plan hands out one decision for everybody of whom the same is known, so what is logged of it is written once. */
const written = new WeakMap<FieldDecision, LoggedField>();

function loggedField(
  field: FieldPath,
  decision: FieldDecision,
  record: PublishedRecord,
  weighing: Weighing,
): LoggedField {
  const held = record.values[field] ?? [];
  const [only] = held;
  const isPlain = held.length === 1 && only?.evidence === undefined && !CATALOGUE[field].derived;
  const known = isPlain ? written.get(decision) : undefined;
  if (known !== undefined) {
    return known;
  }
  const cells = cellsOf(field, decision, record, weighing);
  const logged = { cells, text: cells.map((cell) => JSON.stringify(cell)).join(",") };
  if (isPlain) {
    written.set(decision, logged);
  }
  return logged;
}

type Weighing = Pick<EvidenceScope, "personId" | "facts" | "caps">;

function cellsOf(
  field: FieldPath,
  { cells }: FieldDecision,
  record: PublishedRecord,
  weighing: Weighing,
): readonly LoggedCell[] {
  const held = record.values[field] ?? [];
  const logged = cells.map(({ originator, facts, itemKey }, at) => {
    const atMost = originatorCap(weighing.caps, field, { originator, itemKey: itemKey ?? undefined });
    const evidence = evidenceOf(field, held[at], weighing);
    const cell = { field, originator, facts, count: 1, ...(evidence === null ? {} : { evidence }) };
    return atMost === null ? cell : { ...cell, atMost };
  });
  if (CATALOGUE[field].list) {
    return counted(logged);
  }
  return logged.length < 2 ? logged : newestFirst(logged, held);
}

/** Items that are alike in everything that decides on them, in an order that tells nothing of theirs. */
function counted(cells: readonly LoggedCell[]): readonly LoggedCell[] {
  const alike = new Map<string, LoggedCell>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.originator, cell.facts, cell.atMost, cell.evidence]);
    alike.set(key, { ...cell, count: (alike.get(key)?.count ?? 0) + 1 });
  }
  return [...alike].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell);
}

function newestFirst(cells: readonly LoggedCell[], held: readonly HeldValue[]): readonly LoggedCell[] {
  const asOf = (at: number) => Date.parse(held[at]?.asOf ?? "") || 0;
  return cells
    .map((cell, at) => [at, cell] as const)
    .toSorted(([one], [other]) => asOf(other) - asOf(one))
    .map(([, cell]) => cell);
}

/** Null where the value needs none. What cannot be weighed, such as what is about somebody else, is left out whole. */
function evidenceOf(
  field: FieldPath,
  value: HeldValue | undefined,
  weighing: Weighing,
): readonly WeighedEvidence[] | null {
  if (value?.evidence === undefined) {
    return CATALOGUE[field].derived ? [] : null;
  }
  return weighEvidence(value.evidence, weighing) ?? [];
}
