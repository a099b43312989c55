import { createHash } from "node:crypto";
import type { Disclosure } from "#policies/project.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { RagIntervals } from "#schemas/rag-settings.ts";
import { canonicalJson } from "#services/ledger/canonical-json.ts";
import { dueOn } from "./due-days.ts";
import { isColour } from "./rag-lines.ts";

type View = Exchanges["rag-view"];
export type RagView = Pick<View, "assessment" | "suggestion" | "view">;

/**
 * What a disclosure of the lines says, put in order. It knows nothing but what the disclosure holds. `personId` is the caller's own,
 * so that two agencies find nothing in their views to join them by.
 */
export function ragView({ fields }: Disclosure, personId: string, intervals: RagIntervals): RagView {
  const lines = linesOf(fields["iom.ragReasons"]?.value);
  const assessment = assessmentOf(fields, lines, intervals);
  const suggestion = suggestionOf(lines);
  const view = createHash("sha256").update(canonicalJson({ personId, assessment, suggestion })).digest("base64url");
  return { assessment, suggestion, view };
}

type Line = { readonly kind: string; readonly parts: readonly string[]; readonly text: string };

function linesOf(value: unknown): readonly Line[] {
  return (Array.isArray(value) ? value : []).map(({ ruleId, text }: { ruleId: string; text: string }) => {
    const [kind = "", ...parts] = ruleId.split(":");
    return { kind, parts, text };
  });
}

function ofKind(lines: readonly Line[], kind: string): readonly Line[] {
  return lines.filter((line) => line.kind === kind);
}

function assessmentOf(
  fields: Disclosure["fields"],
  lines: readonly Line[],
  { reviewDays }: RagIntervals,
): View["assessment"] {
  const colour = fullValue(fields, "iom.ragStatus");
  const setAt = fullValue(fields, "iom.ragSetAt");
  const note = fullValue(fields, "iom.ragOverrideNote");
  const [confirmBy] = ofKind(lines, "confirm")
    .map(({ text }) => text)
    .sort();
  const [supervision] = ofKind(lines, "supervision");
  return {
    ...(isColour(colour) ? { colour } : {}),
    ...(typeof setAt === "string" ? { setAt } : {}),
    ...(isColour(colour) && typeof setAt === "string" ? { reviewDueOn: dueOn(setAt, reviewDays[colour]) } : {}),
    ...(typeof note === "string" ? { note } : {}),
    ...(confirmBy === undefined ? {} : { confirmBy }),
    ...(supervision === undefined ? {} : { supervisorReviewDueOn: supervision.text }),
    reasons: ofKind(lines, "decided").map(({ parts: [ruleId = ""], text }) => ({ ruleId, text })),
  };
}

function fullValue(
  fields: Disclosure["fields"],
  field: "iom.ragStatus" | "iom.ragSetAt" | "iom.ragOverrideNote",
): unknown {
  const disclosed = fields[field];
  return disclosed?.form === "full" ? disclosed.value : undefined;
}

function suggestionOf(lines: readonly Line[]): View["suggestion"] {
  const [suggested] = ofKind(lines, "colour");
  const colour = COLOURS.find((one) => one === suggested?.parts[0]);
  return {
    ...(suggested === undefined || colour === undefined ? {} : { colour, engineVersion: suggested.text }),
    reasons: ofKind(lines, "hit").map(({ parts: [ruleId = "", suggests], text }) => ({
      ruleId,
      suggests: suggests === "red" ? "red" : "amber",
      text,
    })),
    checks: ofKind(lines, "check").map(({ parts: [ruleId = "", answer], text }) => ({
      ruleId,
      answer: ANSWERS.find((one) => one === answer) ?? "unknown",
      text,
    })),
    unknown: ofKind(lines, "unknown").map(({ parts: [ruleId = ""], text }) => ({ ruleId, text })),
  };
}

const COLOURS = ["red", "amber", "green", "blue"] as const;
const ANSWERS = ["met", "not-met", "unknown"] as const;
