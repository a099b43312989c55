import type { Permit } from "#policies/decision.ts";
import type { Disclosure } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { decideAndProject, type Permitted } from "../disclosure/decide-and-project.ts";
import { type SentFields, sentFields, stillAllowed } from "./sent-fields.ts";
import type { SettlingOf } from "./settling.ts";
import { subscriptionRequest } from "./subscription-request.ts";
import { digestFields, type SubscriptionView, viewAfter } from "./subscription-view.ts";

/** What a recipient would see differently from what it last saw. */
export type ViewChange = {
  readonly permit: Permit;
  /** Of exactly the fields that changed; null when all that happened is that fields became empty. */
  readonly disclosure: Disclosure | null;
  readonly removed: readonly FieldPath[];
  /** Of every field named, what a second hand-out is decided on. */
  readonly cells: SentFields;
  readonly after: SubscriptionView;
};

/**
 * Compares what a subscription may see of the changed fields now with what it last saw. Null when there is no difference:
 * also when only hidden fields changed, or a field may no longer be seen at all.
 */
export function viewChange(
  settling: SettlingOf,
  record: PublishedRecord,
  view: SubscriptionView,
  changedFields: readonly FieldPath[],
): ViewChange | null {
  const { fields, digests } = changedDigests(settling, record, view, changedFields);
  // Looked at again for the fields that leave and no others, so that a Disclosure holds no more than is sent.
  const leaving = fields.length === 0 ? null : lookAt(settling, record, fields);
  const emptied = emptiedFields(settling, record, view, changedFields);
  const permit = leaving?.permit ?? emptied.permit;
  if (permit === null || fields.length + emptied.fields.length === 0) {
    return null;
  }
  const sent = leaving === null ? {} : sentFields(record, leaving.permit, leaving.disclosure);
  return {
    permit,
    disclosure: leaving?.disclosure ?? null,
    removed: emptied.fields,
    cells: { ...sent, ...cellsSeen(view, emptied.fields) },
    after: viewAfter(view, digests, sent, emptied.fields),
  };
}

function cellsSeen(view: SubscriptionView, fields: readonly FieldPath[]): SentFields {
  return Object.fromEntries(fields.map((field) => [field, view.seen[field]?.cells ?? []]));
}

function changedDigests(
  settling: SettlingOf,
  record: PublishedRecord,
  view: SubscriptionView,
  asked: readonly FieldPath[],
): { readonly fields: readonly FieldPath[]; readonly digests: ReadonlyMap<FieldPath, string> } {
  const seen = lookAt(settling, record, asked);
  const digests = seen === null ? [] : [...digestsOf(settling, record, seen.disclosure)];
  const changed = digests.filter(([field, digest]) => view.seen[field]?.digest !== digest);
  return { fields: changed.map(([field]) => field), digests: new Map(changed) };
}

/**
 * Fields that were seen and of which nothing is there to see any more, although it would still be allowed. A field that stopped
 * being allowed is not named: it is simply never sent again.
 */
function emptiedFields(
  settling: SettlingOf,
  record: PublishedRecord,
  view: SubscriptionView,
  asked: readonly FieldPath[],
): { readonly fields: readonly FieldPath[]; readonly permit: Permit | null } {
  const shown = lookAt(settling, record, asked)?.disclosure.fields ?? {};
  const gone = asked.filter((field) => view.seen[field] !== undefined && shown[field] === undefined);
  if (gone.length === 0) {
    return { fields: [], permit: null };
  }
  const { subscription, now, dependencies } = settling;
  const request = subscriptionRequest(subscription, now, null);
  return stillAllowed(request, record, cellsSeen(view, gone), dependencies.engine.policies());
}

/** What the subscription may see of these fields now; null for nothing, whatever the reason. */
export function lookAt(
  { dependencies, subscription, now }: SettlingOf,
  record: PublishedRecord,
  fields: readonly FieldPath[] | null,
): Permitted | null {
  const answer = decideAndProject(dependencies.engine, subscriptionRequest(subscription, now, fields), record);
  return answer.outcome === "refused" ? null : answer;
}

export function digestsOf(
  { dependencies, subscription }: SettlingOf,
  { personId }: PublishedRecord,
  disclosure: Disclosure,
): ReadonlyMap<FieldPath, string> {
  return digestFields(dependencies.viewSecret, subscription.subscriptionId, personId, disclosure);
}
