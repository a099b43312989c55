import { createHmac } from "node:crypto";
import { decide } from "#policies/decide.ts";
import { rememberNothing } from "#policies/decided-record.ts";
import type { Permit, PolicyRequest, Refusal } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { type Disclosure, isEmpty, project, transformFailures } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { PseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";

/** What deciding needs beside the question. */
export type PolicyEngine = {
  /** As they stand at the moment of asking; another moment may have others. See `atOneMoment`. */
  readonly policies: () => PolicySet;
  /** Keys of pseudonyms; see `preparePseudonyms`. */
  readonly pseudonyms: PseudonymKeys;
  /** Told the names of fields that were withheld because their form could not be made. */
  readonly onTransformFailed: (fields: readonly FieldPath[]) => void;
};

/**
 * Whatever decides with an engine, with the policies held still: taken once for a request or a run, so that a reload in between
 * never makes an answer of two versions (property P9 of design/agreements section 10).
 */
export function atOneMoment<Deciding extends { readonly engine: PolicyEngine }>(deciding: Deciding): Deciding {
  const taken = deciding.engine.policies();
  return { ...deciding, engine: { ...deciding.engine, policies: () => taken } };
}

export type Permitted = { readonly outcome: "permitted"; readonly permit: Permit; readonly disclosure: Disclosure };

/** Decides and projects one record for one request. Null stands for a person nobody knows. */
export function decideAndProject(
  engine: PolicyEngine,
  request: PolicyRequest,
  record: PublishedRecord | null,
): Permitted | Refusal {
  const decision = decide(request, record, engine.policies());
  if (decision.outcome === "refused" || record === null) {
    return decision.outcome === "refused" ? decision : unreachable();
  }
  const disclosure = project(record, decision, cryptoFor(engine, decision));
  const failed = transformFailures(disclosure);
  if (failed.length > 0) {
    engine.onTransformFailed(failed);
  }
  return isEmpty(disclosure) ? nothingToShare(decision) : { outcome: "permitted", permit: decision, disclosure };
}

/** The key is looked for when a pseudonym is made: most disclosures hold none. Without it the field is withheld. */
function cryptoFor({ pseudonyms }: PolicyEngine, { agreement, party, purpose }: Permit) {
  return {
    hmacSha256,
    get pseudonymKey() {
      const key = pseudonyms.find({ agreementId: agreement.id, recipient: party, purpose });
      if (key === null) {
        throw new Error("the key of a pseudonym is not at hand");
      }
      return key;
    },
  };
}

function nothingToShare(permit: Permit): Refusal {
  const { id, version } = permit.agreement;
  const agreement = `${id}@${version}`;
  return rememberNothing(
    { outcome: "refused", code: "NOTHING_TO_SHARE", problem: "not-found", candidates: [], agreement },
    permit,
  );
}

function unreachable(): never {
  throw new Error("policy permitted a person it does not know");
}

function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update(data).digest();
}
