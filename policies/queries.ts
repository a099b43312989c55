import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { CATALOGUE, isField } from "./catalogue.ts";
import type { PolicyRequest, Refusal } from "./decision.ts";
import { type ChosenScope, passGate } from "./gate.ts";
import { holds } from "./match-value.ts";
import { isMatchable } from "./plan.ts";
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
    if (term === null || !mayBeAskedOn(chosen, term.field, request.now.getTime())) {
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

/** One's own fields, and those that the rules would release to this scope in some state of a person. */
function mayBeAskedOn(chosen: ChosenScope, field: FieldPath, nowMs: number): boolean {
  const isOwner = chosen.agreement.parties.get(chosen.party)?.agencyType === CATALOGUE[field].owner;
  return isOwner || isMatchable(chosen, field, nowMs);
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
