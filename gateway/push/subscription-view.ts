import { createHmac } from "node:crypto";
import type { Disclosure } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { canonicalJson } from "#services/ledger/canonical-json.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { fieldsOf, type SentCell, type SentFields } from "./sent-fields.ts";

/** What a recipient last saw of a field: a digest to compare by, and where the value came from. */
export type SeenField = { readonly digest: string; readonly cells: readonly SentCell[] };

export type SubscriptionView = {
  /** Counts the changes of this recipient's view, and of nothing else. */
  readonly viewVersion: number;
  readonly seen: Readonly<Partial<Record<FieldPath, SeenField>>>;
};

const UNSEEN: SubscriptionView = { viewVersion: 0, seen: {} };

export async function readView(tx: Transaction, subscriptionId: string, personId: string): Promise<SubscriptionView> {
  const [row] = await tx<{ view_version: number; seen: SubscriptionView["seen"] }[]>`
    select view_version, seen from gateway.subscription_view
    where subscription_id = ${subscriptionId} and person_id = ${personId}`;
  return row === undefined ? UNSEEN : { viewVersion: row.view_version, seen: row.seen };
}

export async function writeView(
  tx: Transaction,
  subscriptionId: string,
  personId: string,
  { viewVersion, seen }: SubscriptionView,
): Promise<void> {
  await tx`
    insert into gateway.subscription_view (subscription_id, person_id, view_version, seen)
    values (${subscriptionId}, ${personId}, ${viewVersion}, ${JSON.stringify(seen)}::text::jsonb)
    on conflict (subscription_id, person_id) do update set view_version = excluded.view_version, seen = excluded.seen`;
}

/** Digests what a subscriber would see of one person, field by field. Not reversible without the hub's secret. */
export function digestFields(
  secret: Uint8Array,
  subscriptionId: string,
  personId: string,
  disclosure: Disclosure,
): ReadonlyMap<FieldPath, string> {
  return new Map(
    fieldsOf(disclosure).map((field) => {
      const shown = disclosure.fields[field];
      // A newer reading of the same value is no change: only what is seen counts, in the form it is seen in.
      const text = canonicalJson([subscriptionId, personId, field, shown?.form, shown?.value]);
      return [field, createHmac("sha256", secret).update(text).digest("base64url")];
    }),
  );
}

/** The view once these fields have been sent and those have been said to be empty. */
export function viewAfter(
  view: SubscriptionView,
  digests: ReadonlyMap<FieldPath, string>,
  sent: SentFields,
  removed: readonly FieldPath[],
): SubscriptionView {
  const kept = Object.entries(view.seen).filter(([field]) => !removed.some((gone) => gone === field));
  const now = [...digests].map(([field, digest]) => [field, { digest, cells: sent[field] ?? [] }] as const);
  return { viewVersion: view.viewVersion + 1, seen: Object.fromEntries([...kept, ...now]) };
}

/** The view of a recipient who never got to see these fields after all. */
export function viewWithout(view: SubscriptionView, fields: readonly string[]): SubscriptionView {
  const kept = Object.entries(view.seen).filter(([field]) => !fields.includes(field));
  return { viewVersion: view.viewVersion, seen: Object.fromEntries(kept) };
}
