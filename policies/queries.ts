import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact } from "#schemas/vocabulary.ts";
import { CATALOGUE, heightOf, isField } from "./catalogue.ts";
import { everyTuple, factsOf } from "./condition.ts";
import { type CellScope, decideCell } from "./decide-cell.ts";
import type { PolicyRequest, Refusal } from "./decision.ts";
import { type ChosenScope, passGate } from "./gate.ts";
import { holds } from "./match-value.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Disclosure } from "./project.ts";

/** What a search compares: field paths, or leaves of them such as `police.offendingHistory[].hoCode`, with values. */
export type Match = Readonly<Record<string, unknown>>;

export type QueryPlan = {
  readonly outcome: "plan";
  readonly terms: readonly QueryTerm[];
};

export type QueryTerm = {
  readonly field: FieldPath;
  /** Keys below the field; list brackets left out, since a list matches by any of its items. */
  readonly leaf: readonly string[];
  readonly wanted: unknown;
};

/** A field on which this caller may not ask; the search is refused, never run without it. */
export type NotQueryable = { readonly outcome: "field-not-queryable"; readonly field: string };

/**
 * Whether a search may be asked at all (design/agreements 4.11). Looks at no person, so a refusal tells nothing
 * about anybody: a field may be matched on when some state of a person would release it above `mask`.
 */
export function queryPlan(
  request: PolicyRequest,
  match: Match,
  policies: PolicySet,
): QueryPlan | NotQueryable | Refusal {
  const chosen = passGate(request, policies);
  if (chosen.outcome === "refused") {
    return chosen;
  }
  const terms: QueryTerm[] = [];
  for (const [path, wanted] of Object.entries(match)) {
    const term = termOf(path, wanted);
    if (term === null || !isMatchable(chosen, term.field, request.now.getTime())) {
      return { outcome: "field-not-queryable", field: path };
    }
    terms.push(term);
  }
  return { outcome: "plan", terms };
}

const PATH = /^([a-z]+\.[A-Za-z0-9]+)((?:\[\]|\.[A-Za-z0-9]+)*)$/;

function termOf(path: string, wanted: unknown): QueryTerm | null {
  const [, field = "", below = ""] = PATH.exec(path) ?? [];
  const leaf = below.replaceAll("[]", "").split(".").slice(1);
  return isField(field) ? { field, leaf, wanted } : null;
}

/** Tries every state a person and a value can be in, as far as the rules for this field tell them apart. */
function isMatchable({ agreement, party, scope }: ChosenScope, field: FieldPath, nowMs: number): boolean {
  if (agreement.parties.get(party)?.agencyType === CATALOGUE[field].owner) {
    return true;
  }
  const { permits = [], limits = [] } = scope.fields.get(field) ?? {};
  const facts = [...new Set([...permits, ...limits].flatMap((rule) => factsOf(rule.when)))];
  const originators = new Set(permits.flatMap((rule) => [...(rule.from ?? [])]));
  originators.delete(party);
  const within = { agreement, scope, party, nowMs };
  return [...originators].some((originator) => isEverAboveMask(within, field, originator, facts));
}

function isEverAboveMask(within: CellScope, field: FieldPath, originator: string, facts: readonly Fact[]): boolean {
  const masked = heightOf(field, "mask");
  for (const known of everyTuple(facts)) {
    if (heightOf(field, decideCell(within, { field, originator, facts: known }).form) > masked) {
      return true;
    }
  }
  return false;
}

/**
 * Compares a search with what the caller would see of this one person anyway. Every term is looked at whatever the
 * others gave, so that the time taken does not tell which of them failed.
 */
export function matches(disclosure: Disclosure, { terms }: QueryPlan): boolean {
  const answers = terms.map(({ field, leaf, wanted }) => {
    const disclosed = disclosure.fields[field];
    const comparable = disclosed !== undefined && disclosed.form !== "mask";
    return holds(disclosed?.value, leaf, wanted) && comparable;
  });
  return !answers.includes(false);
}
