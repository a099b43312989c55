import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { SensitivityClass } from "#schemas/vocabulary.ts";
import type { TermsChange } from "../agreement-diff.ts";
import type { Agreement, Rule } from "../agreement-document.ts";
import { CATALOGUE } from "../catalogue.ts";
import { concernedBy } from "./concerned-parties.ts";
import { changed } from "./terms-change.ts";

/** How long what was received may be kept; a class that is not named may be kept without end. */
export function compareRetention(before: Agreement, after: Agreement): readonly TermsChange[] {
  const classes = [...new Set([...before.retention, ...after.retention].map((term) => term.class))];
  return classes.flatMap((sensitivity) => {
    const [old, next] = [daysOf(before, sensitivity), daysOf(after, sensitivity)];
    const concerned = concernedBy([before, after], (rule) => releases(rule, sensitivity));
    const tell = (of: keyof Days) =>
      changed(
        "retention",
        `${sensitivity} ${of}`,
        [days(old[of]), days(next[of])],
        next[of] > old[of] ? "widens" : "narrows",
        concerned,
      );
    return [...tell("kept"), ...tell("reviewed")];
  });
}

type Days = { readonly kept: number; readonly reviewed: number };

function daysOf({ retention }: Agreement, sensitivity: SensitivityClass): Days {
  const term = retention.find((candidate) => candidate.class === sensitivity);
  const endless = Number.POSITIVE_INFINITY;
  return { kept: term?.keepDays ?? endless, reviewed: term?.reviewDays ?? endless };
}

function days(count: number): string | null {
  return Number.isFinite(count) ? `${count} days` : null;
}

function releases(rule: Rule, sensitivity: SensitivityClass): boolean {
  const isOfClass = (field: FieldPath) => CATALOGUE[field].sensitivity === sensitivity;
  return rule.kind === "permit" && rule.grants.some(({ fields }) => fields.some(isOfClass));
}
