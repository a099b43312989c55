import { stateAt } from "#policies/in-force.ts";
import type { AgreementState, LoadedAgreement, PolicySet } from "#policies/policy-set.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { destroyPseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";
import { escalateUnanswered } from "./escalate-unanswered.ts";
import { issueErasureNotices } from "./issue-erasure-notices.ts";

/** States from which a version is or may yet be in force: a renewal that waits for its day keeps what it will go on with. */
const LIVING: readonly AgreementState[] = ["active", "suspended", "approved"];

/**
 * What the clock does to agreements: one that has expired, with no version of it that is or may yet be in force, or whose termination
 * has come, has its pseudonyms destroyed and its receivers told what to erase; and notices that nobody answered in time are passed
 * on. Safe to run on every node.
 */
export async function endExpiredAgreements(sql: Sql, policies: PolicySet, now: Date): Promise<void> {
  const expired = expiredIn(policies, now).map(({ document }) => ({ document, reason: "expired" as const }));
  const terminated = terminatedIn(policies, now).map(({ document }) => ({ document, reason: "terminated" as const }));
  for (const { document, reason } of [...expired, ...terminated]) {
    await sql.begin(async (tx) => {
      await issueErasureNotices(tx, { agreement: document, hostOf: policies.hostOf, reason, now });
      await destroyPseudonymKeys(tx, document.id);
    });
  }
  await sql.begin((tx) => escalateUnanswered(tx, now));
}

/** Of each agreement that was terminated the version that was in force: one that was to follow it never began. */
function terminatedIn({ agreements }: PolicySet, now: Date): readonly LoadedAgreement[] {
  const ended = agreements.filter((one) => stateAt(one, now.getTime()) === "terminated");
  return ended.filter(({ document: { id, version } }) =>
    ended.every((other) => other.document.id !== id || version <= other.document.version),
  );
}

/** The last version of each agreement that has run out, suspended or not. */
function expiredIn({ agreements }: PolicySet, now: Date): readonly LoadedAgreement[] {
  const nowMs = now.getTime();
  const ids = [...new Set(agreements.map(({ document }) => document.id))];
  return ids.flatMap((id) => {
    const versions = agreements.filter((one) => one.document.id === id && LIVING.includes(stateAt(one, nowMs)));
    const newestFirst = versions.toSorted((one, other) => other.document.version - one.document.version);
    const [last] = newestFirst.filter((one) => stateAt(one, nowMs) !== "approved");
    const goesOn = versions.some(({ toMs }) => nowMs < toMs);
    return goesOn || last === undefined ? [] : [last];
  });
}
