import type { TermsChange } from "../agreement-diff.ts";
import type { Agreement, PurposeTerm, Rule } from "../agreement-document.ts";
import { concernedBy } from "./concerned-parties.ts";
import { changed, effectOfWords, idsOf } from "./terms-change.ts";

/** The words of each purpose, and the terms on which an emergency is one. */
export function comparePurposes(before: Agreement, after: Agreement): readonly TermsChange[] {
  return idsOf(before.purposes, after.purposes).flatMap((id) => {
    const [old, next] = [purposeOf(before, id), purposeOf(after, id)];
    const serves = (rule: Rule) => rule.kind === "permit" && rule.purposes.some((purpose) => purpose === id);
    const concerned = concernedBy([before, after], serves);
    const labels = [old?.label, next?.label] as const;
    return [
      ...changed("purpose", id, labels, effectOfWords(labels), concerned),
      ...compareEmergency(old, next).map((change) => ({ ...change, ...concerned })),
    ];
  });
}

function purposeOf({ purposes }: Agreement, id: string): PurposeTerm | undefined {
  return purposes.find((purpose) => purpose.id === id);
}

const NOBODY = { originators: [], recipients: [] };

/** Longer access, later review, fewer told and one person where two were needed all allow more. */
function compareEmergency(old: PurposeTerm | undefined, next: PurposeTerm | undefined): readonly TermsChange[] {
  const [was, is] = [old?.emergency, next?.emergency];
  if (was === undefined || is === undefined) {
    return [];
  }
  const tell = (subject: string, both: readonly [unknown, unknown], isWider: boolean) =>
    changed("emergency", subject, both, isWider ? "widens" : "narrows", NOBODY);
  return [
    ...tell("minutes", [was.maxMinutes, is.maxMinutes], is.maxMinutes > was.maxMinutes),
    ...tell(
      "hours to review",
      [was.reviewWithinHours, is.reviewWithinHours],
      is.reviewWithinHours > was.reviewWithinHours,
    ),
    ...tell("who is told", [was.notify, is.notify], is.notify === "originators"),
    ...tell("second person", [was.secondPerson ?? false, is.secondPerson ?? false], is.secondPerson !== true),
  ];
}
