import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import { type CaseNote, evidenceFrom, RAG_EVENT_TYPES } from "./evidence-from.ts";
import type { Heard, RagEvidence } from "./rag-evidence.ts";

type Steps = readonly { readonly from: string | null; readonly value: string }[];

/** What is stored of one person for rating them. */
export type StoredEvidence = {
  readonly personId: string;
  readonly evidence: RagEvidence;
  /** Of the last event that counts. */
  readonly upToTurn: number;
  /** The calendars of the facts that tell a youth; absent where they cannot be told. */
  readonly ageGroup: Steps | null;
  readonly transitionStage: Steps | null;
};

type EvidenceRow = {
  readonly person_id: string;
  readonly events: readonly AgencyEvent[];
  readonly heard: readonly Heard[];
  readonly notes: readonly CaseNote[];
  readonly age_group: Steps | null;
  readonly transition_stage: Steps | null;
  readonly up_to_turn: string;
};

/** Everything that rating people rests on, in one statement; those who are not there are left out. */
export async function readEvidence(
  sql: Sql | Transaction,
  personIds: readonly string[],
): Promise<readonly StoredEvidence[]> {
  const rows = await sql<EvidenceRow[]>`
    select p.person_id, said.events, said.heard || positions.heard as heard, noted.notes || moved.notes as notes,
      p.document #> '{facts,age-group,steps}' as age_group,
      p.document #> '{facts,transition-stage,steps}' as transition_stage,
      greatest(said.turn, noted.turn) as up_to_turn
    from core.person p
    cross join lateral (
      select coalesce(jsonb_agg(e.body order by e.arrival) filter (where e.rag), '[]') as events,
        coalesce(max(e.turn), 0) as turn,
        coalesce((
          select jsonb_agg(jsonb_build_object('agencyId', h.agency_id, 'at', core.utc(h.at)))
          from (select o.agency_id, max(o.time) as at from core.event o
            where o.person_id = p.person_id and o.outcome = 'applied' group by o.agency_id) as h), '[]') as heard
      from (select body, arrival, turn, type = any(${[...RAG_EVENT_TYPES]}::text[]) and body is not null as rag
        from core.event where person_id = p.person_id and outcome = 'applied') as e) as said
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('agencyId', t.agency_id, 'at', core.utc(t.at))), '[]') as heard
      from (select o.agency_id, max(o.captured_at) as at
        from (select distinct v.value #>> '{}' as id from core.record_value v
          where v.person_id = p.person_id and v.current and v.field = 'tag.deviceId' and v.kind = 'value') as worn
        join core.tag_position o on o.device_id = worn.id and o.person_id = p.person_id
        group by o.agency_id) as t) as positions
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('at', core.utc(a.at), 'assessed', true,
          'from', jsonb_build_object('agencyId', team.agency_id, 'eventId', a.assessment_id),
          'occupation', a.occupation)) order by a.turn), '[]') as notes, coalesce(max(a.turn), 0) as turn
      from core.rag_assessment a
      cross join lateral (select coalesce(max(v.originator), a.agency_id) as agency_id from core.record_value v
        where v.person_id = p.person_id and v.field = 'iom.ragStatus' and v.current) as team
      where a.person_id = p.person_id) as noted
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('at', core.utc(v.as_of), substr(v.field, 5), v.value,
          'from', jsonb_build_object('agencyId', v.originator, 'eventId', v.event_id)) order by v.value_id), '[]') as notes
      from core.record_value v
      where v.person_id = p.person_id and v.current and v.kind = 'value'
        and v.field in ('iom.cohort', 'iom.lifecycleState', 'iom.registeredOn')) as moved
    where p.person_id = any(${[...personIds]}::uuid[]) and p.state = 'active'
    order by p.person_id`;
  return rows.map(storedEvidence);
}

function storedEvidence({ events, heard, notes, ...row }: EvidenceRow): StoredEvidence {
  return {
    personId: row.person_id,
    evidence: evidenceFrom(events, notes, heard),
    upToTurn: Number(row.up_to_turn),
    ageGroup: row.age_group,
    transitionStage: row.transition_stage,
  };
}
