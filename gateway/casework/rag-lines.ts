import type { Evidence, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { RagColour, RagIntervals } from "#schemas/rag-settings.ts";
import { dueOn, hoursAfter } from "./due-days.ts";
import type { RagBeside } from "./rag-beside.ts";

const REASONS = "iom.ragReasons";
const PENDING = "suggested:";
const FIELDS = ["iom.ragStatus", "iom.ragSetAt", "iom.ragOverrideNote"] as const;

/** A line's place in the view stands in its rule id, since nothing else of a reason leaves: `hit:R1:red:0`. */
type Line = { readonly ruleId: string; readonly text: string; readonly evidence: readonly Evidence[] };

/**
 * The record with every line of its rating as a reason of the colour, so that policy decides each by the evidence it rests on and
 * in no other way (handbook 3.9). Nothing but the rating is left of it to be disclosed.
 */
export function withRagLines(record: PublishedRecord, beside: RagBeside, intervals: RagIntervals): PublishedRecord {
  const lines = [
    ...decidedLines(record, intervals),
    ...suggestedLines(record, beside),
    ...supervisionLines(record, beside, intervals),
  ];
  const kept = FIELDS.flatMap((field) => {
    const held = record.values[field];
    return held === undefined ? [] : [[field, held] as const];
  });
  return {
    ...record,
    values: { ...Object.fromEntries(kept), [REASONS]: lines.map((line, at) => heldLine(record, line, at)) },
  };
}

function heldLine(record: PublishedRecord, { ruleId, text, evidence }: Line, at: number): HeldValue {
  const [status] = record.values["iom.ragStatus"] ?? record.values["iom.lifecycleState"] ?? [];
  // Of the colour, and not of the suggestion: that something changed which a reader may not see is not for them to tell.
  const asOf = status?.asOf ?? "1970-01-01T00:00:00Z";
  return { originator: teamOf(record), value: { ruleId, text }, asOf, itemKey: `line:${at}`, evidence };
}

function teamOf({ values }: PublishedRecord): string {
  return (values["iom.ragStatus"] ?? values["iom.lifecycleState"] ?? [])[0]?.originator ?? "";
}

/** Reasons of the newest assessment. One that waits for an answer gives the time for it, to those who may know the reason. */
function decidedLines({ values }: PublishedRecord, { confirmRedHours }: RagIntervals): readonly Line[] {
  return (values[REASONS] ?? []).flatMap(({ value, itemKey = "", evidence = [], asOf }, at) => {
    if (!isReason(value)) {
      return [];
    }
    return itemKey.startsWith(PENDING)
      ? [{ ruleId: `confirm:${at}`, text: hoursAfter(asOf, confirmRedHours), evidence }]
      : [{ ruleId: `decided:${value.ruleId}:${at}`, text: value.text, evidence }];
  });
}

function suggestedLines({ personId, ...record }: PublishedRecord, { suggestion }: RagBeside): readonly Line[] {
  if (suggestion === null) {
    return [];
  }
  const about = (cited: readonly Omit<Evidence, "personId">[]) =>
    cited.map(({ field, originator, neededForm }) => ({ personId, field, originator, neededForm }));
  const { colour, engineVersion, ruleHits, checks, unknowns } = suggestion;
  const open = about(colourEvidence({ personId, ...record }));
  return [
    { ruleId: `colour:${colour}`, text: engineVersion, evidence: open },
    ...ruleHits.map(({ ruleId, suggests, text, evidence, endsOn, endsWhen }, at) => ({
      ruleId: `hit:${ruleId}:${suggests}:${at}`,
      text: endsOn === null ? `${text} Until ${endsWhen}.` : `${text} Falls away on ${endsOn}.`,
      evidence: about(evidence),
    })),
    ...checks.map(({ checkId, answer, text, evidence, endsWhen }) => ({
      ruleId: `check:${checkId}:${answer}`,
      text: answer === "met" ? text : `${text} Until ${endsWhen}.`,
      evidence: about(evidence),
    })),
    ...unknowns.map(({ ruleId, text, evidence }, at) => ({
      ruleId: `unknown:${ruleId}:${at}`,
      text,
      evidence: about(evidence),
    })),
  ];
}

/** The colour that is suggested goes to those to whom the colour goes that was decided. */
function colourEvidence(record: PublishedRecord): readonly Omit<Evidence, "personId">[] {
  return [{ field: "iom.ragStatus", originator: teamOf(record), neededForm: "full" }];
}

/** When a supervisor is due is for those who may read the notes of an assessment. */
function supervisionLines(
  record: PublishedRecord,
  { review }: RagBeside,
  { supervisorReviewDays }: RagIntervals,
): readonly Line[] {
  const colour = record.values["iom.ragStatus"]?.at(-1)?.value;
  const setAt = record.values["iom.ragSetAt"]?.at(-1)?.value;
  const from = review?.at ?? setAt;
  if (!isColour(colour) || typeof from !== "string") {
    return [];
  }
  const { personId } = record;
  const evidence = [
    { personId, field: "iom.ragOverrideNote", originator: teamOf(record), neededForm: "full" } as const,
  ];
  return [{ ruleId: "supervision", text: dueOn(from, supervisorReviewDays[colour]), evidence }];
}

export function isColour(value: unknown): value is RagColour {
  return value === "red" || value === "amber" || value === "green";
}

function isReason(value: unknown): value is { readonly ruleId: string; readonly text: string } {
  return typeof value === "object" && value !== null && "ruleId" in value && "text" in value;
}
