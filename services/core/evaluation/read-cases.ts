import type { Sql } from "../../platform/database/database.ts";
import { memberText } from "../facts/members.ts";
import { londonDay } from "../record/apply/london-day.ts";
import { type CaseHistory, COLOURS, type ProvenOffence } from "./case-history.ts";

type ValueRow = { readonly field: string; readonly value: unknown; readonly asOf: string };
type EventRow = { readonly type: string; readonly time: string; readonly said: unknown };
type CaseRow = { readonly said: readonly ValueRow[]; readonly events: readonly EventRow[] };

const FIELDS = [
  "iom.registeredOn",
  "iom.cohort",
  "iom.lifecycleState",
  "iom.ragStatus",
  "identity.gender",
  "identity.ethnicity16Plus1",
  "identity.dateOfBirth",
];
const [RECEIVED, RELEASED] = ["prison.custody.received", "prison.custody.released"];
const [CHARGED, SENTENCED] = ["police.charge.recorded", "probation.sentence.created"];

/** Everybody the scheme has ever registered and the hub still holds. Somebody erased is in no measure any more. */
export async function readCases(sql: Sql): Promise<readonly CaseHistory[]> {
  const rows = await sql<CaseRow[]>`
    select said.rows as said, coalesce(told.rows, '[]') as events
    from core.person p
    cross join lateral (
      select jsonb_agg(jsonb_build_object('field', v.field, 'value', v.value, 'asOf', core.utc(v.as_of))
        order by v.as_of, v.value_id) as rows, bool_or(v.field = 'iom.registeredOn') as registered
      from core.record_value v where v.person_id = p.person_id and v.kind = 'value' and v.field = any(${FIELDS})) as said
    cross join lateral (
      select jsonb_agg(jsonb_build_object('type', e.type, 'time', core.utc(e.time), 'said', e.body #> '{data,additionalInformation}')
        order by e.time, e.arrival) as rows
      from core.event e where e.person_id = p.person_id and e.outcome = 'applied' and e.body is not null
        and e.type = any(${[RECEIVED, RELEASED, CHARGED, SENTENCED]})) as told
    where p.state = 'active' and said.registered`;
  return rows.map(caseOf);
}

function caseOf({ said, events }: CaseRow): CaseHistory {
  const latest = (field: string) => textOf(said.findLast((row) => row.field === field)?.value);
  const registeredOn = latest("iom.registeredOn") ?? "";
  const moves = custodyMoves(events);
  return {
    registeredOn,
    releasedOn: moves.filter(({ into }) => !into).map(({ on }) => on),
    inCustodyAtRegistration: moves.findLast(({ on }) => on <= registeredOn)?.into ?? false,
    cohort: latest("iom.cohort"),
    gender: latest("identity.gender"),
    ethnicity: latest("identity.ethnicity16Plus1"),
    dateOfBirth: latest("identity.dateOfBirth"),
    colours: said.flatMap(({ field, value, asOf }) => {
      const colour = COLOURS.find((one) => field === "iom.ragStatus" && one === value);
      return colour === undefined ? [] : [{ on: londonDay(asOf), colour }];
    }),
    states: said.flatMap(({ field, value, asOf }) =>
      field === "iom.lifecycleState" && typeof value === "string" ? [{ on: londonDay(asOf), state: value }] : [],
    ),
    offences: provenOffences(events),
  };
}

/**
 * No feed gives the day of an offence or of a conviction: the day of charge stands for the one, and the next sentence for the other.
 * A charge that no sentence follows is not proven. Cautions and fines reach the hub by no feed.
 */
function provenOffences(events: readonly EventRow[]): readonly ProvenOffence[] {
  const sentenceDays = events.flatMap(({ type, said }) => (type === SENTENCED ? (memberText(said, "date") ?? []) : []));
  return events.flatMap(({ type, time, said }) => {
    if (type !== CHARGED || memberText(said, "outcome") === "noFurtherAction") {
      return [];
    }
    const on = londonDay(memberText(said, "chargedAt") ?? time);
    const provenOn = sentenceDays.filter((day) => day >= on).sort()[0];
    return provenOn === undefined ? [] : [{ on, provenOn, hoCode: memberText(said, "hoCode") }];
  });
}

type CustodyMove = { readonly on: string; readonly into: boolean };

/** Only what begins or ends custody: a transfer, a day at court and a temporary absence are none of it. */
function custodyMoves(events: readonly EventRow[]): readonly CustodyMove[] {
  return events.flatMap(({ type, time, said }) => {
    const reason = memberText(said, "reason");
    const isAdmitted = type === RECEIVED && reason === "ADMISSION";
    const isFreed =
      type === RELEASED && reason === "RELEASED" && memberText(said, "currentPrisonStatus") === "NOT_UNDER_PRISON_CARE";
    return isAdmitted || isFreed ? [{ on: londonDay(time), into: isAdmitted }] : [];
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
