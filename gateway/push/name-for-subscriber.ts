import type { Transaction } from "#services/platform/database/database.ts";
import { knownAsOne } from "../people/known-as.ts";
import type { SettlingOf } from "./settling.ts";

/** By which id a subscriber knows a person, for the purpose of its subscription. */
export function nameForSubscriber(
  tx: Transaction,
  { dependencies, subscription }: SettlingOf,
  personId: string,
): Promise<string> {
  const { agreementId, agencyId: recipient, purpose } = subscription;
  const { pseudonyms } = dependencies.engine;
  return knownAsOne(tx, { pseudonyms, agreementId, recipient, purpose }, personId);
}
