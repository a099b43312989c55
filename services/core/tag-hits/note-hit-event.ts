import type { Transaction } from "../../platform/database/database.ts";

/** Who did it: an agency's officer; null for the hub itself. */
export type By = { readonly agencyId: string; readonly actor: string };

type HitEvent = {
  readonly hitId: string;
  readonly kind: "found" | "qualified" | "rejected" | "superseded" | "outcome";
  readonly by: By | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Keeps what happened to a hit. Nothing of it is ever changed. */
export async function noteHitEvent(tx: Transaction, { hitId, kind, by, detail }: HitEvent, now: Date): Promise<void> {
  await tx`
    insert into core.tag_hit_event (hit_id, at, kind, agency_id, actor, detail)
    values (${hitId}, ${now}, ${kind}, ${by?.agencyId ?? null}, ${by?.actor ?? null}, ${JSON.stringify(detail)}::text::jsonb)`;
}
