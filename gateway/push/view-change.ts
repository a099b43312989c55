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

/** What is looked at again: some fields whatever happened to them, and some because values of these originators changed. */
export type Touched = {
  readonly again: readonly FieldPath[];
  readonly changed: readonly FieldPath[];
  /** Null where it is not known whose they are. */
  readonly by: readonly string[] | null;
};

/**
 * Compares what a subscription may see of the changed fields now with what it last saw. Null when there is no difference:
 * also when only hidden fields changed, only hidden values of a field that is seen, or a field may no longer be seen at all.
 */
export function viewChange(
  settling: SettlingOf,
  record: PublishedRecord,
  view: SubscriptionView,
  touched: Touched,
): ViewChange | null {
  const asked = [...new Set([...touched.again, ...touched.changed])];
  const seen = lookAt(settling, record, asked);
  const digests = seen === null ? new Map<FieldPath, string>() : digestsOf(settling, record, seen.disclosure);
  const isMoved = (field: FieldPath) =>
    touched.again.includes(field) || isMovedBy(touched.by, field, record, seen, view);
  const changed = new Map(
    [...digests].filter(([field, digest]) => view.seen[field]?.digest !== digest && isMoved(field)),
  );
  const leaving = leavingOf(settling, record, seen, changed);
  const hidden = asked.filter((field) => view.seen[field] !== undefined && !digests.has(field) && isMoved(field));
  const emptied = emptiedFields(settling, record, cellsSeen(view, hidden));
  const permit = leaving?.permit ?? emptied.permit;
  if (permit === null || changed.size + emptied.fields.length === 0) {
    return null;
  }
  const sent = leaving === null ? {} : sentFields(record, leaving.permit, leaving.disclosure);
  return {
    permit,
    disclosure: leaving?.disclosure ?? null,
    removed: emptied.fields,
    cells: { ...sent, ...cellsSeen(view, emptied.fields) },
    after: viewAfter(view, changed, sent, emptied.fields),
  };
}

/**
 * Whether these originators gave what is seen of a field now, or was seen of it. A change of a value that this recipient may not have
 * is settled as if it had not been: what waits of another's value is sent in its own turn, and tells nothing of it by coming early.
 */
function isMovedBy(
  by: Touched["by"],
  field: FieldPath,
  record: PublishedRecord,
  seen: Permitted | null,
  view: SubscriptionView,
): boolean {
  if (by === null) {
    return true;
  }
  const now = seen === null ? [] : (sentFields(record, seen.permit, seen.disclosure)[field] ?? []);
  return [...now, ...(view.seen[field]?.cells ?? [])].some(({ originator }) => by.includes(originator));
}

/** Looked at again where not all of it leaves, so that a Disclosure holds no more than is sent. */
function leavingOf(
  settling: SettlingOf,
  record: PublishedRecord,
  seen: Permitted | null,
  changed: ReadonlyMap<FieldPath, string>,
): Permitted | null {
  if (seen === null || changed.size === 0) {
    return null;
  }
  const isAll = changed.size === Object.keys(seen.disclosure.fields).length;
  return isAll ? seen : lookAt(settling, record, [...changed.keys()]);
}

function cellsSeen(view: SubscriptionView, fields: readonly FieldPath[]): SentFields {
  return Object.fromEntries(fields.map((field) => [field, view.seen[field]?.cells ?? []]));
}

/**
 * Fields that were seen and of which nothing is there to see any more, although it would still be allowed. A field that stopped
 * being allowed is not named: it is simply never sent again.
 */
function emptiedFields(
  { subscription, now, dependencies }: SettlingOf,
  record: PublishedRecord,
  seen: SentFields,
): { readonly fields: readonly FieldPath[]; readonly permit: Permit | null } {
  if (Object.keys(seen).length === 0) {
    return { fields: [], permit: null };
  }
  return stillAllowed(subscriptionRequest(subscription, now, null), record, seen, dependencies.engine.policies());
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
