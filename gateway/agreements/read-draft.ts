import type { Agreement } from "#policies/agreement-document.ts";
import { type CheckedAgreement, checkAgreement, type LineOf } from "#policies/check-agreement.ts";
import type { Fault } from "#policies/fault.ts";
import { headOf } from "#policies/life/agreement-life.ts";
import { nextVersion } from "#policies/life/draft-moves.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { validateAgreement } from "#schemas/validate.ts";
import { parsePlainYaml } from "#services/platform/yaml/plain-yaml.ts";
import { type AgreementRecord, documentOf, isPartyOf } from "./agreement-record.ts";

type Draft = Pick<Exchanges["agreement-draft"], "document" | "yaml" | "again">;

/** A text that is a whole agreement, with the faults of sense that a draft may still have. */
export type ReadDraft = { readonly document: Agreement; readonly faults: readonly Fault[] };

const FAULTS_MAX = 100;

/**
 * The agreement that a body holds: as JSON, as plain YAML, or an earlier version again. What is no agreement by its shape is
 * refused, every fault named with its place and, in YAML, its line.
 */
export function readDraft({ document, yaml, again }: Draft, record: AgreementRecord, party: string): ReadDraft {
  if ([document, yaml, again].filter((one) => one !== undefined).length !== 1) {
    refuseDraft([{ pointer: "", message: "Give exactly one of document, yaml and again." }]);
  }
  if (again !== undefined) {
    return judged(repeated(record, again, party), () => null);
  }
  return yaml === undefined ? judged(document, () => null) : readYaml(yaml);
}

/** Who may not be a party, and which agreement this must be: what a document cannot say of itself. */
export function refuseMisplaced(document: Agreement, id: string, party: string, { agencies }: Scheme): void {
  const known = new Set(agencies.map(({ agencyId }) => agencyId));
  refuseDraft([
    ...(document.id === id ? [] : [{ pointer: "/id", message: `must be ${id}, as the path has it.` }]),
    ...(isPartyOf(document, party) ? [] : [{ pointer: "/parties", message: "must name the author's own agency." }]),
    ...document.parties.flatMap((one, at) =>
      known.has(one.id) ? [] : [{ pointer: `/parties/${at}/id`, message: "is no agency of this scheme." }],
    ),
  ]);
}

/** The same content as the next version, after the one in force or about to be: a roll-back. */
function repeated(record: AgreementRecord, version: number, party: string): Agreement {
  const document = documentOf(record, version, party);
  return { ...document, version: nextVersion(record.life), previous: headOf(record.life)?.digest ?? null };
}

function readYaml(yaml: string): ReadDraft {
  const read = parsePlainYaml(yaml);
  if (read.outcome === "unreadable") {
    refuseDraft(read.faults.map(({ line, message }) => ({ pointer: "/yaml", line, message })));
    throw new Error("a text without a fault was not read");
  }
  return judged(read.document, read.lineOf);
}

function judged(document: unknown, lineOf: LineOf): ReadDraft {
  const checked: CheckedAgreement = checkAgreement(document, lineOf);
  if (checked.outcome === "sound") {
    return { document: checked.document, faults: [] };
  }
  if (!validateAgreement(document).valid) {
    refuseDraft(checked.faults.map(faultInAnswer));
  }
  // The schema has just been met, so the type states what is known.
  return { document: document as Agreement, faults: checked.faults };
}

/** A fault as answers carry it. The pointer is into the document. */
export function faultInAnswer({ check, rule, path, line, message }: Fault) {
  return { pointer: path.map((part) => `/${part}`).join(""), line, check, rule, message };
}

function refuseDraft(errors: readonly Readonly<Record<string, unknown>>[]): void {
  if (errors.length > 0) {
    const shown = errors.slice(0, FAULTS_MAX);
    throw new HubError("validation-failed", "the body is no agreement", { extra: { errors: shown } });
  }
}
