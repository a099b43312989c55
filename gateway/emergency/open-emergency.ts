import { randomUUID } from "node:crypto";
import { decide } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { ChosenScope } from "#policies/gate.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import type { PersonAsked } from "../disclosure/read-record.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { type EmergencyAccess, insertAccess } from "./emergency-store.ts";
import type { EmergencyTerms } from "./emergency-terms.ts";
import { originatorsIn } from "./originators-in.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

type Opening = {
  readonly caller: VerifiedRequest;
  /** As it stands once the access is open. */
  readonly request: PolicyRequest;
  readonly scope: ChosenScope;
  readonly terms: EmergencyTerms;
  readonly asked: string;
  readonly person: PersonAsked;
  readonly reason: string;
};

/**
 * Opens access for one actor and one person. Whoever was asked for, the same statements run and the same is written to the
 * opener's leaf: that somebody is known, restricted or nobody shows in nothing but what the log keeps closed.
 */
export async function openEmergency(
  tx: Transaction,
  engine: PolicyEngine,
  opening: Opening,
): Promise<{ readonly access: EmergencyAccess; readonly logEntry: LedgerReceipt }> {
  const { caller, request, scope, terms, asked, person, reason } = opening;
  const { now, party, actor, purpose } = request;
  const { id, version } = scope.agreement.document;
  const access: EmergencyAccess = {
    accessId: randomUUID(),
    agencyId: party,
    actor,
    secondActor: request.emergency?.secondActor ?? null,
    agreement: { id, version },
    asked,
    personId: person.personId,
    reason,
    told: toldOf(opening, engine),
    openedAt: now,
    openUntil: new Date(now.getTime() + terms.maxMinutes * MINUTE_MS),
    reviewDueAt: new Date(now.getTime() + terms.reviewWithinHours * HOUR_MS),
  };
  const { accessId, secondActor, personId, told } = access;
  const [logEntry] = await Promise.all([
    appendEntry(tx, {
      kind: "policy.emergency-opened",
      time: now,
      agency: party,
      actor,
      // Whom it is told to says who holds something of the person, and the opener may read its own leaves.
      recipients: [],
      purpose,
      agreement: `${id}@${version}`,
      resource: "emergency-access",
      personId: null,
      fields: [],
      request: requestEvidence(caller),
      // The reason is in the call that was signed, and in a row that can be erased.
      detail: { accessId, asked, personId, secondActor, told },
    }),
    insertAccess(tx, access),
  ]);
  return { access, logEntry };
}

/** Whom the agreement has told: those whose values the access lets out, or every party; never one that is kept from the person. */
function toldOf({ request, scope, terms, person: { record } }: Opening, engine: PolicyEngine): readonly string[] {
  const decision = decide(request, record, engine.policies());
  if (decision.outcome === "refused" || record === null) {
    return [];
  }
  const meant = terms.notify === "all-parties" ? [...scope.agreement.parties.keys()] : originatorsIn(decision);
  return meant.filter((party) => party !== request.party && !isKeptFrom(record, party)).toSorted();
}

/** Of an agency as a whole: an exclusion of a single officer is seen to when that officer asks. */
function isKeptFrom({ accessRestriction }: PublishedRecord, party: string): boolean {
  return isKeptOut(accessRestriction, { party, actorEmail: "" });
}
