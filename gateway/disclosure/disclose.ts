import type { PublicRefusal, Refusal } from "#policies/decision.ts";
import type { Disclosure } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { HubError } from "#schemas/problems.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { UsedAccess } from "../emergency/emergency-store.ts";
import { accessUsed, noteOf, tellOfAccess, underAccess } from "../emergency/use-emergency.ts";
import { knownAsOne } from "../people/known-as.ts";
import { preparePseudonyms } from "../pseudonyms/prepare-pseudonyms.ts";
import type { PseudonymScope } from "../pseudonyms/pseudonym-keys.ts";
import { atOneMoment, decideAndProject, type Permitted, type PolicyEngine } from "./decide-and-project.ts";
import { findInOneTransaction } from "./in-one-transaction.ts";
import type { OfficerRegister } from "./officer-register.ts";
import { policyRequest } from "./policy-request.ts";
import { type PersonAsked, readPersonAsked } from "./read-record.ts";
import { recordDisclosure } from "./record-disclosure.ts";
import { type RefusedAccess, recordRefusal, requestEvidence } from "./record-refusal.ts";

export type DiscloseDependencies = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly engine: PolicyEngine;
  readonly officers: OfficerRegister;
};

export type DiscloseRequest = {
  readonly caller: VerifiedRequest;
  /** The id by which the caller's agency knows the person. */
  readonly personId: string;
  /** Narrows, never widens. Null: every field. */
  readonly fields: readonly FieldPath[] | null;
  /** The status that will answer; a caller whose copy is current gets 304 and no fields again. */
  readonly statusOf?: (disclosure: Disclosure) => number;
};

export type Disclosed = {
  readonly outcome: "disclosed";
  /** By which the caller knows the person for this purpose. */
  readonly personId: string;
  readonly disclosure: Disclosure;
  readonly agreement: { readonly id: string; readonly version: number };
  readonly purpose: string;
  readonly status: number;
  readonly logEntry: LedgerReceipt;
};

export type Refused = {
  readonly outcome: "refused";
  readonly problem: PublicRefusal;
  readonly candidates: Refusal["candidates"];
  readonly logEntry: LedgerReceipt;
};

/** Where the answer leaves, and what is laid beside the record before it is decided on; of nobody as well. */
export type DisclosedAt = {
  readonly outlet: string;
  readonly layBeside: (tx: Transaction, asked: PersonAsked) => Promise<PersonAsked>;
};

const PERSON_READING: DisclosedAt = { outlet: "people.read", layBeside: (_tx, asked) => Promise.resolve(asked) };

export type Disclose = (request: DiscloseRequest) => Promise<Disclosed | Refused>;

/**
 * The one door for a person's record: nonce, reading, decision, projection, log entry and remembering in one transaction.
 * Resolves only after the commit, so what it hands out is logged; a person withheld and a person unknown are refused alike.
 */
export function createDisclose(
  dependencies: DiscloseDependencies,
  { outlet, layBeside }: DisclosedAt = PERSON_READING,
): Disclose {
  return async ({ caller, personId, fields, statusOf = () => 200 }) => {
    const { sql, clock, engine, officers } = atOneMoment(dependencies);
    const now = clock.now();
    const asking = policyRequest({ caller, officers, now, outlet, fields });
    const pseudonymous = await preparePseudonyms(engine, asking);
    return findInOneTransaction(sql, caller, {
      find: (tx) =>
        Promise.all([
          readPersonAsked(tx, caller.agencyId, personId, pseudonymous).then((asked) => layBeside(tx, asked)),
          accessUsed(tx, caller, { asked: personId, now }),
        ]),
      effect: async (tx, [asked, access]) => {
        const request = underAccess(asking, access);
        const answer = decideAndProject(engine, request, asked.record);
        if (answer.outcome === "refused") {
          const detail = { asked: personId, ...noteOf(access) };
          const { personId: about } = asked;
          return refuse(tx, { caller, request, refusal: answer, now, resource: "person", personId: about, detail });
        }
        await tellOfAccess(tx, access, answer.permit);
        const status = statusOf(answer.disclosure);
        const disclosed = await hand(tx, { ...answer, caller, asked, access, now, status });
        const known = pseudonymous === null ? personId : await nameAnew(tx, engine, pseudonymous, asked);
        return { ...disclosed, personId: known };
      },
    });
  };
}

/** Asked for by whichever id, the person is answered by the one that belongs to the purpose. */
function nameAnew(
  tx: Transaction,
  { pseudonyms }: PolicyEngine,
  scope: PseudonymScope,
  { personId }: PersonAsked,
): Promise<string> {
  return knownAsOne(tx, { ...scope, pseudonyms }, personId ?? never());
}

async function refuse(tx: Transaction, refused: RefusedAccess): Promise<Refused> {
  const logEntry = await recordRefusal(tx, refused);
  const { problem, candidates } = refused.refusal;
  return { outcome: "refused", problem, candidates, logEntry };
}

type Handed = Permitted & {
  readonly caller: VerifiedRequest;
  readonly asked: PersonAsked;
  readonly access: UsedAccess | null;
  readonly now: Date;
  readonly status: number;
};

async function hand(tx: Transaction, handed: Handed): Promise<Omit<Disclosed, "personId">> {
  const { permit, disclosure, caller, asked, access, now, status } = handed;
  const logEntry = await recordDisclosure(tx, {
    permit,
    disclosure,
    personId: asked.personId ?? never(),
    subjectKey: asked.subjectKey,
    now,
    resource: "person",
    disclosed: status === 200 ? disclosure.fields : {},
    status,
    note: noteOf(access),
    origin: { request: requestEvidence(caller), actor: caller.actor ?? never() },
  });
  return { outcome: "disclosed", disclosure, agreement: permit.agreement, purpose: permit.purpose, status, logEntry };
}

/** The answer to a refusal. Refused and unknown look the same, so a caller cannot probe for who is on the system. */
export function refusedProblem({ problem, candidates }: Pick<Refused, "problem" | "candidates">): HubError {
  const extra = problem === "agreement-required" ? { candidates } : {};
  return new HubError(problem, "refused by policy; the log has the reason", { extra });
}

function never(): never {
  throw new Error("policy permitted what cannot have been asked");
}
