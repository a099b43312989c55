import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { logEvent } from "../intake/event-log.ts";
import { changeRecord, type RecordRules } from "../record/change-record.ts";
import type { Pointer } from "../updates/announce.ts";

type MatchEventType =
  | "electronic-monitoring.match.qualified"
  | "electronic-monitoring.match.rejected"
  | "electronic-monitoring.match.superseded"
  | "police.match-outcome.recorded";

export type MatchNews<Type extends MatchEventType = MatchEventType> = {
  readonly type: Type;
  readonly agencyId: string;
  readonly personId: string;
  readonly hitId: string;
  readonly payload: EventPayloads[Type];
  readonly now: Date;
};

/**
 * Keeps what became of a hit as an event of the agency whose decision it is, beside those that its own feed would bring, and
 * changes the record by it. So everything that reads events, rating among it, finds it where it finds the others.
 */
export async function tellRecord(
  tx: Transaction,
  news: MatchNews,
  rules: RecordRules,
  pointers: readonly Pointer[] = [],
): Promise<void> {
  const { agencyId, personId, hitId, now } = news;
  const event = eventOf(news);
  const agencyType = news.type.split(".")[0] as AgencyType;
  await logEvent(
    tx,
    { event, agencyType, source: "tag-hits", seq: 1 },
    { outcome: "applied", personId, keepBody: true },
    now,
  );
  const speaker = { agencyId, agencyType, recordKey: `tag-hit ${hitId}`, now };
  await changeRecord(tx, { personId, events: [event], speaker }, rules, pointers);
}

function eventOf({ type, agencyId, hitId, payload, now }: MatchNews): AgencyEvent {
  const at = now.toISOString();
  const [, entity, verb] = type.split(".");
  return {
    specversion: "1.0",
    // An outcome may be put right later, and then is told again.
    id: `tag-hit-${hitId}-${entity}-${verb}-${now.getTime()}`,
    source: `/agencies/${agencyId}/tag-hits`,
    type,
    time: at,
    datacontenttype: "application/json",
    dataschema: `/schemas/${type}/1`,
    agencyid: agencyId,
    recordedtime: at,
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: hitId,
      personReference: { identifiers: [] },
      dataSubjectCategory: "convicted",
      assertion: "assessment",
      additionalInformation: { ...payload },
    },
  };
}
