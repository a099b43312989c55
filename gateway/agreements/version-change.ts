import type { AgreementDiff } from "#policies/agreement-diff.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import { type ChangeSummary, summariseChanges } from "#policies/change-summary.ts";
import { diffAgreements } from "#policies/diff-agreements.ts";
import { headOf, type VersionLife } from "#policies/life/agreement-life.ts";
import { type RequiredSignatures, requiredSignatures } from "#policies/required-signatures.ts";
import type { AgreementRecord } from "./agreement-record.ts";

/** What a version would change, and whose signatures that needs. */
export type VersionChange = {
  readonly diff: AgreementDiff;
  readonly summary: ChangeSummary;
  readonly required: RequiredSignatures;
};

/**
 * A version held against the one that is in force or about to be. Against one that has expired or is terminated all it gives is
 * a gain, since nothing is shared any more.
 */
export function changeOf(record: AgreementRecord, document: Agreement, now: Date): VersionChange {
  const diff = diffAgreements(baseOf(record, now), document);
  return { diff, summary: summariseChanges(diff), required: requiredSignatures(diff) };
}

function baseOf({ life, documents }: AgreementRecord, now: Date): Agreement | null {
  const head = headOf(life);
  const base = head === null ? undefined : documents.get(head.version);
  const isOver = base === undefined || life.termination !== null || Date.parse(base.effective.to) <= now.getTime();
  return isOver ? null : base;
}

/** Parties bound by the version before that need not sign again: as long as it lasts until this one starts. */
export function carriedOver(
  { documents }: AgreementRecord,
  own: VersionLife,
  { boundBefore, start }: { readonly boundBefore: Readonly<Record<string, string>>; readonly start: Date },
): readonly string[] {
  const base = own.base === null ? undefined : documents.get(own.base);
  const parties = documents.get(own.version)?.parties.map(({ id }) => id) ?? [];
  if (base === undefined || Date.parse(base.effective.to) < start.getTime()) {
    return [];
  }
  const hasSigned = (party: string) => own.approvals.some((approval) => approval.party === party);
  return parties.filter((party) => boundBefore[party] !== undefined && !hasSigned(party));
}
