import { stateAt } from "#policies/in-force.ts";
import type { AgreementState, LoadedAgreement, PolicySet } from "#policies/policy-set.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { destroyPseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";
import { escalateUnanswered } from "./escalate-unanswered.ts";
import { issueErasureNotices } from "./issue-erasure-notices.ts";

/** States from which a version is or may yet be in force: a renewal that waits for its day keeps what it will go on with. */
const LIVING: readonly AgreementState[] = ["active", "suspended", "approved"];

type End = { readonly agreement: LoadedAgreement; readonly reason: "terminated" | "expired" };

/**
 * What the end of an agreement leaves to do, once it has taken effect: its pseudonyms are destroyed and its receivers told what to
 * erase; and notices that nobody answered in time are passed on. Safe to run on every node, as often as one likes.
 */
export async function endAgreements(sql: Sql, policies: PolicySet, now: Date): Promise<void> {
  for (const { agreement, reason } of endsIn(policies, now)) {
    await sql.begin(async (tx) => {
      const { document } = agreement;
      await issueErasureNotices(tx, { agreement: document, hostOf: policies.hostOf, reason, now });
      await destroyPseudonymKeys(tx, document.id);
    });
  }
  await sql.begin((tx) => escalateUnanswered(tx, now));
}

/** The last version of each agreement of which no version is or may yet be in force. */
function endsIn({ agreements }: PolicySet, now: Date): readonly End[] {
  const ids = [...new Set(agreements.map(({ document }) => document.id))];
  return ids.flatMap((id) => {
    const newestFirst = agreements
      .filter(({ document }) => document.id === id)
      .toSorted((one, other) => other.document.version - one.document.version);
    return terminated(newestFirst, now.getTime()) ?? expired(newestFirst, now.getTime()) ?? [];
  });
}

/** Termination is of the agreement: of the version that was in force, and of those that were to follow it and never began. */
function terminated(newestFirst: readonly LoadedAgreement[], nowMs: number): End | null {
  const agreement = newestFirst.findLast((version) => stateAt(version, nowMs) === "terminated");
  return agreement === undefined ? null : { agreement, reason: "terminated" };
}

/** Run out, suspended or not. */
function expired(newestFirst: readonly LoadedAgreement[], nowMs: number): End | null {
  const living = newestFirst.filter((version) => LIVING.includes(stateAt(version, nowMs)));
  const agreement = living.find((version) => stateAt(version, nowMs) !== "approved");
  const goesOn = living.some(({ toMs }) => nowMs < toMs);
  return goesOn || agreement === undefined ? null : { agreement, reason: "expired" };
}
