import type { Concerned } from "../agreement-diff.ts";
import type { Agreement, PermitRule, Rule } from "../agreement-document.ts";
import { pairsOf, recipientsOf } from "../checks/pairs.ts";

export const NOBODY: Concerned = { originators: [], recipients: [] };

/** Everybody who gives or receives under the rules that a test picks, in any of these versions. */
export function concernedBy(versions: readonly Agreement[], picks: (rule: Rule) => boolean): Concerned {
  return union(
    versions.flatMap((version) => version.rules.filter(picks).map((rule) => concernedByRule(version, rule))),
  );
}

/** A limit concerns those whom it limits, and those who give what it limits. */
function concernedByRule(version: Agreement, rule: Rule): Concerned {
  return rule.kind === "permit"
    ? concernedByPermit(version, rule)
    : { originators: rule.from ?? [], recipients: recipientsOf(version, rule).map(({ id }) => id) };
}

function concernedByPermit(version: Agreement, rule: PermitRule): Concerned {
  const pairs = pairsOf(version, rule);
  return {
    originators: pairs.map(({ originator }) => originator.id),
    recipients: pairs.map(({ recipient }) => recipient.id),
  };
}

/** Each party once, in order. */
export function union(several: readonly Concerned[]): Concerned {
  return {
    originators: inOrder(several.flatMap(({ originators }) => originators)),
    recipients: inOrder(several.flatMap(({ recipients }) => recipients)),
  };
}

function inOrder(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
