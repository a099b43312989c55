/** Why a move in the life of an agreement is refused. Names are public: add freely, never rename. */
export const GUARDS = {
  "agreement-not-terminated": "The agreement is terminated, which is final. Draft another agreement.",
  "version-is-next": "This is not the next version of the agreement. Number the draft one above the last version.",
  "drafts-have-room": "Twenty versions of this agreement are open already. Put drafts away that nobody goes on with.",
  "version-is-open": "This version is not open to change. Draft the next version.",
  "version-is-draft": "This version is not a draft. Only a draft can be proposed or deleted.",
  "version-is-proposed": "This version does not wait for signatures.",
  "version-is-approved": "This version is not approved by every party that must sign, or was made active before.",
  "version-in-force": "This version is not in force.",
  "digest-is-current": "The draft has changed since. Read it again, and act on the digest it has now.",
  "draft-is-own": "Only the party that wrote the draft may change, propose or delete it.",
  "author-proposes": "Only somebody who wrote the draft may propose it.",
  "author-never-approves": "Whoever wrote any of the draft may not approve it. Another officer of the party must.",
  "base-is-current":
    "The draft does not follow the version that is in force or about to be. Name its digest in previous, number the draft above it, and propose again.",
  "checks-pass": "The document has faults, or a stored example fails. Correct them and propose again.",
  "every-party-can-sign":
    "A party that must sign has no data protection officer in the register but those who wrote the draft.",
  "party-must-sign": "This party need not sign: the change neither gives it anything nor takes anything from it.",
  "party-has-not-approved": "This party has approved the version before.",
  "party-may-return": "Only the party that wrote the draft, or one that must sign it, may send it back.",
  "gains-are-known": "A gain was ticked that the change does not have. Read the change summary again.",
  "gains-are-ticked": "Each gain of special category data that concerns this party must be ticked.",
  "signature-by-own-key": "The approval is not signed with the calling officer's own key.",
  "signature-covers-approval": "The signed approval says something else than the call.",
  "signature-is-fresh": "The approval was signed too long ago, or in the future. Sign it again.",
  "approval-is-new": "This signed approval was used before. Sign a new one.",
  "start-follows-signatures": "An agreement cannot start before its last signature.",
  "start-is-inside": "The start lies behind the version's own end, or before that of the version it follows.",
  "rules-have-bound-parties":
    "A rule has no originator and recipient that are both bound. Take the rule out, or let those parties sign.",
  "party-has-not-suspended": "This party has suspended this much before.",
  "party-has-suspended": "This party has suspended nothing.",
  "fields-are-own": "A party may suspend only fields that it gives under this version.",
} as const;

export type Guard = keyof typeof GUARDS;

/** The first guard that does not hold; null when all do. */
export function firstBroken(guards: readonly (readonly [Guard, boolean])[]): Guard | null {
  return guards.find(([, holds]) => !holds)?.[0] ?? null;
}
