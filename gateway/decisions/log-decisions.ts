import { createHash, randomUUID } from "node:crypto";
import type { Permit } from "#policies/decision.ts";
import { basisText } from "#policies/logged-basis.ts";
import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { ReleasedField } from "../disclosure/remember-disclosed.ts";

/** One decision on one person, made for an entry of the ledger. */
export type MadeDecision = {
  readonly receiptId: string;
  readonly personId: string;
  readonly at: Date;
  /** The officer who asked; null where nobody did, as of a pushed update. Kept so that officers can be counted and not named. */
  readonly actor: string | null;
  /** As policy made it, whether or not it released anything. */
  readonly permit: Permit;
  /** What leaves by it. */
  readonly released: readonly ReleasedField[];
};

/** Field -> originators, of what leaves and is not the recipient's own. */
export type Given = Readonly<Record<string, readonly string[]>>;

/**
 * Keeps what decisions were made on, in the transaction after which what they released may leave. All statements are sent at once,
 * bases in one order everywhere, so that two transactions that keep the same new ones never wait for each other in a circle.
 */
export async function logDecisions(tx: Transaction, decisions: readonly MadeDecision[]): Promise<void> {
  const logged = decisions.map(toLogged).toSorted((one, other) => one.digest.compare(other.digest));
  await Promise.all(logged.map((one) => insertDecision(tx, one)));
}

/**
 * Costs what keeping a decision costs: a row is written all the same, of nobody and into a table of such, so that a person
 * withheld by a decision and a person unknown are refused in the time of each other.
 */
export async function logNoDecision(tx: Transaction, now: Date): Promise<void> {
  await insertDecision(tx, decisionOnNobody(now));
}

type LoggedDecision = Omit<MadeDecision, "permit" | "released"> & {
  readonly digest: Buffer;
  readonly basis: string;
  readonly given: string;
  readonly originators: readonly string[];
  readonly terms: Pick<Permit, "agreement" | "party" | "role" | "purpose" | "outlet">;
  readonly isKept: boolean;
};

function toLogged({ receiptId, personId, at, actor, permit, released }: MadeDecision): LoggedDecision {
  const basis = basisText(permit);
  const given = givenBy(permit.party, released);
  const text = JSON.stringify(given);
  const originators = [...new Set(Object.values(given).flat())].sort();
  const digest = createHash("sha256").update(basis).update("\n").update(text).digest();
  return { receiptId, personId, at, actor, digest, basis, given: text, originators, terms: permit, isKept: true };
}

function givenBy(party: string, released: readonly ReleasedField[]): Given {
  const others = released.map(({ field, cells }) => {
    const originators = cells.map(({ originator }) => originator).filter((originator) => originator !== party);
    return [field, [...new Set(originators)].sort()] as const;
  });
  return Object.fromEntries(others.filter(([, originators]) => originators.length > 0));
}

/** As long as what a refusal usually rests on, so that it takes as long to hash and to send. */
const NO_BASIS = JSON.stringify({ of: "nobody", cells: "-".repeat(600) });
const NO_ACTOR = "nobody-01";
const NO_TERMS: LoggedDecision["terms"] = {
  agreement: { id: "no-agreement", version: 1 },
  party: "no-agency-at-all",
  role: "nobodysOfficer",
  purpose: "iom-case-management",
  outlet: "people.read",
};

function decisionOnNobody(at: Date): LoggedDecision {
  const digest = createHash("sha256").update(NO_BASIS).update("\n").update("{}").digest();
  const ids = { receiptId: randomUUID(), personId: randomUUID() };
  const terms = { terms: NO_TERMS, actor: NO_ACTOR };
  return { ...ids, ...terms, at, digest, basis: NO_BASIS, given: "{}", originators: [], isKept: false };
}

/** A basis that is known already is not even parsed again. */
async function insertDecision(tx: Transaction, decision: LoggedDecision): Promise<void> {
  const { receiptId, personId, at, actor, digest, basis, given, originators, terms, isKept } = decision;
  const { agreement, party, role, purpose, outlet } = terms;
  try {
    await tx`
      with basis as (
        insert into gateway.decision_basis (digest, basis, given, originators)
        select ${digest}, ${basis}::text::jsonb, ${given}::text::jsonb, ${[...originators]}::text[]
        where not exists (select from gateway.decision_basis where digest = ${digest}) and ${isKept}
        on conflict (digest) do nothing
      ), nobody as (
        insert into gateway.decision_of_nobody
          (receipt_id, person_id, at, agreement_id, version, party, role, purpose, outlet, basis, asker)
        select ${receiptId}::uuid, ${personId}::uuid, ${at}::timestamptz, ${agreement.id}, ${agreement.version}::integer,
          ${party}, ${role}, ${purpose}, ${outlet}, ${digest}, gateway.asker_of(${party}, ${actor}) where not ${isKept}
      )
      insert into gateway.decision
        (receipt_id, person_id, at, agreement_id, version, party, role, purpose, outlet, basis, asker)
      select ${receiptId}::uuid, ${personId}::uuid, ${at}::timestamptz, ${agreement.id}, ${agreement.version}::integer,
        ${party}, ${role}, ${purpose}, ${outlet}, ${digest}, gateway.asker_of(${party}, ${actor}) where ${isKept}`;
  } catch (cause) {
    throw new HubError("log-unavailable", "the decision was not kept, so nothing left", { cause });
  }
}
