import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import { type LondonWindow, londonWindow } from "../london-window.ts";
import type { RagEvidence, Source } from "../rag-evidence.ts";
import { type CheckId, GREEN_CHECKS, RAG_RULES, type RuleId } from "../rag-rules.ts";
import type { RagSettings } from "../rag-settings.ts";

/** A piece of evidence, with the field and form that decide who may see what follows from it (handbook 3.9). */
export type Cited = {
  readonly field: FieldPath;
  readonly originator: string;
  readonly neededForm: string;
  /** Null where it rests on nothing having been sent. */
  readonly eventId: string | null;
};

export type RuleHit = {
  readonly ruleId: RuleId;
  readonly suggests: "red" | "amber";
  /** In words that say no more than the evidence at its needed forms does. */
  readonly text: string;
  readonly evidence: readonly Cited[];
  /** The London day from which it no longer counts if nothing new comes; null where no day ends it. */
  readonly endsOn: string | null;
};

export type GreenCheck = {
  readonly checkId: CheckId;
  readonly answer: "met" | "not-met" | "unknown";
  readonly text: string;
  readonly evidence: readonly Cited[];
};

/** With what would change it, in the words of its rule. */
export type Told<Line> = Line & { readonly endsWhen: string };

/** Something that would bear on the rating and is not known. */
export type Unknown = { readonly ruleId: RuleId | CheckId; readonly text: string; readonly evidence: readonly Cited[] };

/** What rules see: the evidence, the scheme's settings, and the day in London. */
export type Question = {
  readonly evidence: RagEvidence;
  readonly settings: RagSettings;
  readonly now: Date;
  readonly today: string;
  readonly window: (id: RuleId | CheckId) => LondonWindow;
};

export function windowsAt(settings: RagSettings, today: string, now: Date): Question["window"] {
  return (id) => londonWindow(settings.windowDays[id], today, now);
}

/** Cites a rule's evidence by its field, in the form that the rule needs of it. */
export function cite(id: RuleId | CheckId, field: FieldPath, { agencyId, eventId }: Source): Cited {
  return { field, originator: agencyId, neededForm: neededOf(id, field), eventId };
}

/** That something was not sent rests on the fields it would have come in, of every agency that could have sent it. */
export function citeAbsence(id: RuleId | CheckId, field: FieldPath, { agencies }: RagSettings): readonly Cited[] {
  const { owner, neededForm } = kindOf(id, field);
  return agenciesOf(agencies, owner).map((originator) => ({ field, originator, neededForm, eventId: null }));
}

function agenciesOf(agencies: RagSettings["agencies"], type: AgencyType): readonly string[] {
  return agencies.filter(({ agencyType }) => agencyType === type).map(({ agencyId }) => agencyId);
}

function neededOf(id: RuleId | CheckId, field: FieldPath): string {
  return kindOf(id, field).neededForm;
}

function kindOf(id: RuleId | CheckId, field: FieldPath) {
  const rule = isCheck(id) ? GREEN_CHECKS[id] : RAG_RULES[id];
  const kind = rule.evidence.find((one) => one.field === field);
  if (kind === undefined) {
    throw new Error(`rule ${id} does not rest on ${field}`);
  }
  return kind;
}

function isCheck(id: RuleId | CheckId): id is CheckId {
  return Object.hasOwn(GREEN_CHECKS, id);
}
