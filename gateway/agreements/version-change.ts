import type { AgreementDiff } from "#policies/agreement-diff.ts";
import type { Agreement } from "#policies/agreement-document.ts";
import { type ChangeSummary, summariseChanges } from "#policies/change-summary.ts";
import { diffByField } from "#policies/diff-agreements.ts";
import { headOf, type VersionLife, versionOf } from "#policies/life/agreement-life.ts";
import { type RequiredSignatures, requiredSignatures } from "#policies/required-signatures.ts";
import type { AgreementRecord } from "./agreement-record.ts";
import { inTurns } from "./in-turns.ts";

/** What a version would change, and whose signatures that needs. */
export type VersionChange = {
  readonly diff: AgreementDiff;
  readonly summary: ChangeSummary;
  readonly required: RequiredSignatures;
  readonly base: Agreement | null;
};

/**
 * A version held against the one that is in force or about to be. Against one that has expired or is terminated all it gives is
 * a gain, since nothing is shared any more.
 */
export async function changeOf(record: AgreementRecord, document: Agreement, now: Date): Promise<VersionChange> {
  const base = baseOf(record, document.version, now);
  const diff = await inTurns(diffByField(base, document));
  return { base, diff, summary: summariseChanges(diff), required: requiredSignatures(diff) };
}

/** The version that one would replace, or replaced; null where nothing is shared any more, or was. */
export function baseOf({ life, documents }: AgreementRecord, version: number, now: Date): Agreement | null {
  const activation = versionOf(life, version)?.activation ?? null;
  const followed = activation === null ? (headOf(life)?.version ?? null) : activation.base;
  const base = followed === null ? undefined : documents.get(followed);
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
