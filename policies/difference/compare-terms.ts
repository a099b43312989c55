import type { Concerned, TermsChange } from "../agreement-diff.ts";
import type { Agreement, Rule } from "../agreement-document.ts";
import { compareParties } from "./compare-parties.ts";
import { comparePurposes } from "./compare-purposes.ts";
import { compareRetention } from "./compare-retention.ts";
import { concernedBy } from "./concerned-parties.ts";
import { changed, effectOfWords, idsOf } from "./terms-change.ts";

/** What two versions say apart from who may see what: each change once, with those whom it concerns. */
export function compareTerms(before: Agreement, after: Agreement): readonly TermsChange[] {
  return [
    ...compareEffective(before, after),
    ...compareWhole(before, after),
    ...compareParties(before, after),
    ...comparePurposes(before, after),
    ...compareClauses(before, after),
    ...compareBases(before, after),
    ...compareRetention(before, after),
  ];
}

function everybody(before: Agreement, after: Agreement): Concerned {
  return concernedBy([before, after], (rule) => rule.kind === "permit");
}

/** A version that begins no sooner and ends no later shares for less time. */
function compareEffective(before: Agreement, after: Agreement): readonly TermsChange[] {
  const [old, next] = [before.effective, after.effective];
  const concerned = everybody(before, after);
  const isInside = Date.parse(next.from) >= Date.parse(old.from) && Date.parse(next.to) <= Date.parse(old.to);
  const window = [`${old.from} to ${old.to}`, `${next.from} to ${next.to}`] as const;
  const review = next.reviewBy < old.reviewBy ? "narrows" : "rewords";
  return [
    ...changed("effective", "in force", window, isInside ? "narrows" : "widens", concerned),
    ...changed("effective", "review by", [old.reviewBy, next.reviewBy], review, concerned),
  ];
}

function compareWhole(before: Agreement, after: Agreement): readonly TermsChange[] {
  const concerned = everybody(before, after);
  const marking = after.marking === "OFFICIAL" ? "widens" : "narrows";
  const cell = after.minimumCell < before.minimumCell ? "widens" : "narrows";
  const documents = [...new Set([...Object.keys(before.documents), ...Object.keys(after.documents)])];
  return [
    ...changed("title", "title", [before.title, after.title], "rewords", concerned),
    ...changed("marking", "marking", [before.marking, after.marking], marking, concerned),
    ...changed("minimum-cell", "smallest count", [before.minimumCell, after.minimumCell], cell, concerned),
    ...documents.flatMap((name) => {
      const both = [Reflect.get(before.documents, name), Reflect.get(after.documents, name)] as const;
      return changed("document", name, both, "rewords", concerned);
    }),
  ];
}

function compareClauses(before: Agreement, after: Agreement): readonly TermsChange[] {
  const text = (version: Agreement, id: string) => version.clauses.find((clause) => clause.id === id)?.text;
  return idsOf(before.clauses, after.clauses).flatMap((id) => {
    const both = [text(before, id), text(after, id)] as const;
    const concerned = concernedBy([before, after], (rule) => rule.clause === id);
    return changed("clause", id, both, effectOfWords(both), concerned);
  });
}

function compareBases(before: Agreement, after: Agreement): readonly TermsChange[] {
  return idsOf(before.bases, after.bases).flatMap((id) => {
    const relies = (rule: Rule) => rule.kind === "permit" && rule.bases.includes(id);
    const both = [basisInText(before, id), basisInText(after, id)] as const;
    return changed("basis", id, both, effectOfWords(both), concernedBy([before, after], relies));
  });
}

function basisInText({ bases }: Agreement, id: string): string | undefined {
  const basis = bases.find((candidate) => candidate.id === id);
  if (basis === undefined) {
    return undefined;
  }
  const { label, regime, provision, specialCategoryCondition = null } = basis;
  return [label, regime, provision, specialCategoryCondition].filter((part) => part !== null).join("; ");
}
