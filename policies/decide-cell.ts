import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { CellFact, ReleaseForm } from "#schemas/vocabulary.ts";
import { type Onward, STRICTEST_FIRST } from "./agreement-document.ts";
import { CATALOGUE, HUB_STATE_FIELD, rankOf } from "./catalogue.ts";
import { type KnownFacts, truthOf, UNKNOWN } from "./condition.ts";
import type { CellDecision } from "./decision.ts";
import {
  type FieldRule,
  type FieldRules,
  isBound,
  isWithheld,
  type LoadedAgreement,
  type Scope,
} from "./policy-set.ts";

/** For whom, when and under which agreement a cell is decided. */
export type CellScope = {
  readonly agreement: LoadedAgreement;
  readonly scope: Scope;
  readonly party: string;
  readonly nowMs: number;
};

/** One value of one field of one originator; `facts` are the person's and the cell's together. */
export type Cell = {
  readonly field: FieldPath;
  readonly originator: string;
  readonly facts: KnownFacts;
  /** The most that the value's originator lets this recipient have of it; absent where it says nothing. */
  readonly atMost?: ReleaseForm;
};

/** The decision on a cell before the item is named. */
export type CellVerdict = Omit<CellDecision, "itemKey">;

type Withheld = Pick<CellVerdict, "reason" | "rule" | "clause">;

const NO_RULES: FieldRules = { permits: [], limits: [] };

/**
 * The field decision of design/agreements 4.4: the highest true permit, cut to the lowest limit that is not false.
 * Deciding knows no value, so that the same question always has the same answer.
 */
export function decideCell(within: CellScope, cell: Cell): CellVerdict {
  if (cell.originator === within.party) {
    return ownData(cell);
  }
  const rules = within.scope.fields.get(cell.field) ?? NO_RULES;
  const permits = rules.permits.filter((rule) => applies(rule, within, cell) && mayGive(within, cell));
  const best = strongestTrue(permits, cell.facts);
  if (best === null) {
    return nothing(cell, whyNothing(permits, cell.facts), null);
  }
  return release(cell, best, cutTo(best, lowestCap(rules.limits, within, cell), cell), permits);
}

type Cut = Pick<CellVerdict, "form" | "reason" | "limitedBy" | "clause"> & { readonly rank: number };

/** What is left of the best permit once rules and originator have capped it: the lowest wins, of equals the rule. */
function cutTo(best: FieldRule, cap: FieldRule | null, { field, atMost }: Cell): Cut {
  const { form, rank, clause, id } = cap !== null && cap.rank < best.rank ? cap : best;
  const heldTo = atMost === undefined ? rank : (rankOf(field, atMost) ?? 0);
  if (atMost !== undefined && heldTo < rank) {
    return { form: atMost, rank: heldTo, clause: best.clause, reason: "LIMITED_BY_ORIGINATOR", limitedBy: null };
  }
  return rank === best.rank
    ? { form, rank, clause, reason: "PERMITTED", limitedBy: null }
    : { form, rank, clause, reason: "LIMITED_BY_RULE", limitedBy: id };
}

/** What the best permit releases once every cap has had its say. */
function release(cell: Cell, best: FieldRule, cut: Cut, permits: readonly FieldRule[]): CellVerdict {
  const { form, rank, clause, reason, limitedBy } = cut;
  const terms = best.terms.get(cell.originator);
  if (rank === 0 || terms === undefined) {
    return nothing(cell, { reason, rule: best.id, clause }, limitedBy);
  }
  return {
    originator: cell.originator,
    form,
    reason,
    rule: best.id,
    limitedBy,
    clause,
    gateways: terms.gateways,
    sourceBasis: terms.sourceBasis,
    recipientBasis: terms.recipientBasis,
    onward: strictestOnward(permits, cell.facts, rank),
    facts: cellFactsIn(cell),
  };
}

/** Reading what one supplied is a consultation, not a disclosure. */
function ownData(cell: Cell): CellVerdict {
  const none = nothing(cell, { reason: "NO_RULE", rule: null, clause: null }, null);
  return cell.field === HUB_STATE_FIELD ? none : { ...none, form: "full", reason: "OWN_DATA" };
}

function nothing(cell: Cell, { reason, rule, clause }: Withheld, limitedBy: string | null): CellVerdict {
  return {
    originator: cell.originator,
    form: "withhold",
    reason,
    rule,
    limitedBy,
    clause,
    gateways: NO_GATEWAYS,
    sourceBasis: null,
    recipientBasis: null,
    onward: null,
    facts: cellFactsIn(cell),
  };
}

const NO_GATEWAYS: readonly string[] = [];

function applies(rule: FieldRule, { nowMs }: CellScope, { originator }: Cell): boolean {
  return rule.startsMs <= nowMs && nowMs < rule.endsMs && (rule.from === null || rule.from.has(originator));
}

/** Both sides are bound, and the originator has not suspended what it gives of this field. */
function mayGive({ agreement, party, nowMs }: CellScope, { field, originator }: Cell): boolean {
  const bothBound = isBound(agreement, originator, nowMs) && isBound(agreement, party, nowMs);
  return bothBound && !isWithheld(agreement, originator, field);
}

function strongestTrue(permits: readonly FieldRule[], facts: KnownFacts): FieldRule | null {
  let best: FieldRule | null = null;
  for (const permit of permits) {
    if ((best === null || permit.rank > best.rank) && truthOf(permit.when, facts) === "true") {
      best = permit;
    }
  }
  return best;
}

/** A limit bites unless its condition is known to be false. */
function lowestCap(limits: readonly FieldRule[], within: CellScope, cell: Cell): FieldRule | null {
  let cap: FieldRule | null = null;
  for (const limit of limits) {
    const lower = cap === null || limit.rank < cap.rank;
    if (lower && applies(limit, within, cell) && truthOf(limit.when, cell.facts) !== "false") {
      cap = limit;
    }
  }
  return cap;
}

function whyNothing(permits: readonly FieldRule[], facts: KnownFacts): Withheld {
  const unknown = permits.find((permit) => truthOf(permit.when, facts) === "unknown");
  if (unknown !== undefined) {
    return { reason: "FACT_UNKNOWN", rule: unknown.id, clause: unknown.clause };
  }
  const unmet = permits[0];
  return unmet === undefined
    ? { reason: "NO_RULE", rule: null, clause: null }
    : { reason: "CONDITION_NOT_MET", rule: unmet.id, clause: unmet.clause };
}

/** Of all true permits that reach the form that leaves, since any of them could be the one relied on. */
function strictestOnward(permits: readonly FieldRule[], facts: KnownFacts, rank: number): Onward | null {
  const reaching = permits.filter((permit) => permit.rank >= rank && truthOf(permit.when, facts) === "true");
  return STRICTEST_FIRST.find((onward) => reaching.some((permit) => permit.onward === onward)) ?? null;
}

/** Only the facts of the cell: those of the person stand once in the decision. */
function cellFactsIn({ field, facts }: Cell): CellVerdict["facts"] {
  const names = CATALOGUE[field].cellFacts;
  return names.length === 0 ? NO_FACTS : Object.fromEntries(names.map((name) => [name, facts[name] ?? UNKNOWN]));
}

const NO_FACTS: Readonly<Partial<Record<CellFact, string>>> = {};
