import { type AgreementLife, agreementLife } from "#policies/life/agreement-life.ts";
import type { StatusEvent } from "#policies/life/status-event.ts";
import type { EventRow } from "./event-chain.ts";

/** The life of every agreement there are events of, by id. */
export function agreementLives(events: readonly EventRow[]): ReadonlyMap<string, AgreementLife> {
  const byAgreement = new Map<string, StatusEvent[]>();
  for (const event of events) {
    const earlier = byAgreement.get(event.agreementId) ?? [];
    byAgreement.set(event.agreementId, [...earlier, statusEvent(event)]);
  }
  return new Map([...byAgreement].map(([id, ofOne]) => [id, agreementLife(ofOne)]));
}

/** Kinds are those of the table's own check, and a detail is as it was typed when it was written. */
export function statusEvent({ kind, version, digest, party, actor, at, detail }: EventRow): StatusEvent {
  return { kind, version, digest, party, actor, at: at.toISOString(), detail } as unknown as StatusEvent;
}
