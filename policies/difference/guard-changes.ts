import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { TermsChange } from "../agreement-diff.ts";
import { everyTuple, truthOf } from "../condition.ts";
import type { FieldRule, FieldRules } from "../policy-set.ts";
import { factsTested } from "./field-question.ts";

/** A limit of one field for one recipient that is new or gone, though no decision differs. */
export type GuardChange = {
  readonly change: "added" | "removed";
  readonly limit: FieldRule;
  readonly party: string;
  readonly field: FieldPath;
  readonly originators: readonly string[];
};

type Guarded = Pick<GuardChange, "party" | "field" | "originators">;

/**
 * Limits that only one version has, of a field for which both decide the same. A limit that gives way to one at least
 * as strict is not gone.
 */
export function guardChanges(before: FieldRules, after: FieldRules, guarded: Guarded): readonly GuardChange[] {
  return [
    ...uncovered(before.limits, after.limits).map((limit) => ({ change: "removed" as const, limit, ...guarded })),
    ...uncovered(after.limits, before.limits).map((limit) => ({ change: "added" as const, limit, ...guarded })),
  ];
}

function uncovered(limits: readonly FieldRule[], others: readonly FieldRule[]): readonly FieldRule[] {
  return limits.filter((limit) => !others.some((other) => isAtLeastAsStrict(other, limit)));
}

/** Cuts at least as low, whenever, of whomever and for whomever the limit does. */
function isAtLeastAsStrict(other: FieldRule, limit: FieldRule): boolean {
  const isOfAll =
    other.from === null || (limit.from !== null && [...limit.from].every((each) => other.from?.has(each)));
  const isAllTheTime = other.startsMs <= limit.startsMs && other.endsMs >= limit.endsMs;
  return other.rank <= limit.rank && isOfAll && isAllTheTime && bitesWherever(other, limit);
}

function bitesWherever(other: FieldRule, limit: FieldRule): boolean {
  for (const facts of everyTuple(factsTested([other, limit]))) {
    if (truthOf(limit.when, facts) !== "false" && truthOf(other.when, facts) === "false") {
      return false;
    }
  }
  return true;
}

/** Told once for all recipients and fields that one limit guards in one form. */
export function guardTerms(changes: readonly GuardChange[]): readonly TermsChange[] {
  const alike = new Map<string, GuardChange[]>();
  for (const change of changes) {
    const key = `${change.change} ${change.limit.id} ${change.limit.form}`;
    const known = alike.get(key) ?? [];
    alike.set(key, known);
    known.push(change);
  }
  return [...alike.values()].flatMap((same) => same.slice(0, 1).map((first) => told(first, same)));
}

/** What a guard would have held back is not known yet, so that taking it away is not a narrowing. */
function told({ change, limit }: GuardChange, same: readonly GuardChange[]): TermsChange {
  const isGone = change === "removed";
  return {
    term: "limit",
    subject: limit.id,
    before: isGone ? limit.form : null,
    after: isGone ? null : limit.form,
    effect: isGone ? "rewords" : "narrows",
    originators: inOrder(same.flatMap(({ originators }) => originators)),
    recipients: inOrder(same.map(({ party }) => party)),
    fields: [...new Set(same.map(({ field }) => field))].toSorted(),
  };
}

function inOrder(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
