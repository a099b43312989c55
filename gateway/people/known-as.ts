import { createHmac } from "node:crypto";
import { isPseudonymous } from "#policies/makes-pseudonyms.ts";
import { HubError } from "#schemas/problems.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { PseudonymKeys, PseudonymScope } from "../pseudonyms/pseudonym-keys.ts";
import { pairwiseIds } from "./pairwise-ids.ts";

type Naming = PseudonymScope & { readonly pseudonyms: PseudonymKeys };

/**
 * By which ids a recipient knows these people for this purpose, by internal id: the same for all of its work, but for measuring,
 * where a pseudonym stands in its place that no other recipient and no other purpose can join (design/agreements 4.12).
 */
export async function knownAs(
  tx: Transaction,
  { pseudonyms, ...scope }: Naming,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!isPseudonymous(scope.purpose)) {
    return pairwiseIds(tx, scope.recipient, personIds);
  }
  const key = pseudonyms.find(scope);
  if (key === null) {
    throw new HubError("policy-unavailable", "the key of these pseudonyms is gone");
  }
  const names = new Map(personIds.map((personId) => [personId, personPseudonym(key, personId)]));
  const { agreementId, recipient, purpose } = scope;
  await tx`
    insert into gateway.person_pseudonym (agreement_id, recipient, purpose, pseudonym, person_id)
    select ${agreementId}, ${recipient}, ${purpose}, pseudonym, person_id
    from unnest(${[...names.values()]}::uuid[], ${[...names.keys()]}::uuid[]) as named (pseudonym, person_id)
    order by pseudonym on conflict do nothing`;
  return names;
}

/** The same for one person. */
export async function knownAsOne(tx: Transaction, naming: Naming, personId: string): Promise<string> {
  const id = (await knownAs(tx, naming, [personId])).get(personId);
  if (id === undefined) {
    throw new Error("a person was given no id");
  }
  return id;
}

/** Written as a UUID of version 8 (RFC 9562), since an id of a person is one. */
function personPseudonym(key: Uint8Array, personId: string): string {
  const bytes = createHmac("sha256", key).update(`person\n${personId}`).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x80, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
