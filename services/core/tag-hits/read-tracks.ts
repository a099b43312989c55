import type { Transaction } from "../../platform/database/database.ts";
import type { EligibleWearing } from "./find-eligible.ts";
import type { TrackedPerson } from "./match-crime.ts";
import type { Zone } from "./matching/crime-window.ts";
import type { Fix, Mechanism, Silence } from "./matching/fix.ts";
import type { Parameters } from "./matching/parameters.ts";

/** On either side of the window: ruling out rests on the last fix before it and the first after. */
export const TO_RULE_OUT_S = 86_400;
/** A hit rests on the legs that meet the window, and on a neighbour more to tell a jump by. */
export const TO_FIND_S = 3_600;

type FixRow = {
  readonly place: number;
  readonly position_id: string;
  readonly at: number;
  readonly easting_cm: number;
  readonly northing_cm: number;
  readonly position: {
    readonly precisionM?: number;
    readonly speedKmh?: number;
    readonly mechanism: Mechanism;
  };
};

type SilenceRow = {
  readonly place: number;
  readonly kind: Silence["kind"];
  readonly from: number;
  readonly to: number;
};

/**
 * Of these wearings those of people whose positions about the window span the zone, by the boxes of their hours. Both ends of a leg that
 * meets the window lie within a leg's time of it, so nobody is left out whose path comes into the zone.
 */
export async function wearingsNear(
  tx: Transaction,
  wearings: readonly EligibleWearing[],
  { eastingCm, northingCm, radiusCm, from, to }: Zone,
  { legMaxS }: Parameters,
): Promise<readonly EligibleWearing[]> {
  const [first, last] = [new Date((from - legMaxS) * 1000), new Date((to + legMaxS) * 1000)];
  const rows = await tx<{ person_id: string }[]>`
    select person_id from core.tag_hour
    where hour between date_trunc('hour', ${first}::timestamptz, 'UTC') and ${last}
    group by person_id
    having min(west_cm) <= ${eastingCm + radiusCm} and max(east_cm) >= ${eastingCm - radiusCm}
      and min(south_cm) <= ${northingCm + radiusCm} and max(north_cm) >= ${northingCm - radiusCm}`;
  const near = new Set(rows.map(({ person_id: personId }) => personId));
  return wearings.filter(({ personId }) => near.has(personId));
}

/** The tracks of the people who may be compared, around a window in Unix seconds; those without a position too. */
export async function readTracks(
  tx: Transaction,
  wearings: readonly EligibleWearing[],
  window: { readonly from: number; readonly to: number },
  aroundS: number,
): Promise<readonly TrackedPerson[]> {
  const spans = wearings.map((wearing, place) => ({
    place,
    agency: wearing.monitoringAgencyId,
    device: wearing.deviceId,
    person: wearing.personId,
    from: new Date(Math.max(wearing.from, (window.from - aroundS) * 1000)).toISOString(),
    to: new Date(Math.min(wearing.to, (window.to + aroundS) * 1000)).toISOString(),
  }));
  const asked = JSON.stringify(spans);
  const fixes = await tx<FixRow[]>`
    select s.place, t.position_id, floor(extract(epoch from t.captured_at))::float8 as at, t.easting_cm, t.northing_cm, t.position
    from jsonb_to_recordset(${asked}::text::jsonb)
      as s(place int, agency text, device text, person uuid, "from" timestamptz, "to" timestamptz)
    join core.tag_position as t on t.person_id = s.person and t.agency_id = s.agency and t.device_id = s.device
      and t.captured_at between s."from" and s."to"
    where t.easting_cm is not null
    order by t.captured_at, t.position_id`;
  const silences = await tx<SilenceRow[]>`
    select s.place, d.kind, floor(extract(epoch from d.from_at))::float8 as "from",
      ceil(extract(epoch from coalesce(d.to_at, s."to")))::float8 as "to"
    from jsonb_to_recordset(${asked}::text::jsonb) as s(place int, agency text, device text, "from" timestamptz, "to" timestamptz)
    join core.device_event as d on d.agency_id = s.agency and d.device_id = s.device
      and d.from_at <= s."to" and coalesce(d.to_at, 'infinity') >= s."from"`;
  return peopleOf(wearings, fixes, silences);
}

function peopleOf(
  wearings: readonly EligibleWearing[],
  fixes: readonly FixRow[],
  silences: readonly SilenceRow[],
): readonly TrackedPerson[] {
  const tracks = wearings.map(({ personId, monitoringAgencyId, emsId, deviceId, activeFrom }, place) => ({
    personId,
    monitoringAgencyId,
    // A change of tag breaks the path, so a wearing is told by its order, its device and its beginning.
    fixes: fixes.filter((row) => row.place === place).map((row) => fixOf(row, `${emsId}/${deviceId}/${activeFrom}`)),
    silences: silences.filter((row) => row.place === place).map(({ kind, from, to }) => ({ kind, from, to })),
  }));
  const people = [...new Map(tracks.map(({ personId, monitoringAgencyId }) => [personId, monitoringAgencyId]))];
  return people.map(([personId, monitoringAgencyId]) => {
    const own = tracks.filter((one) => one.personId === personId);
    const track = { fixes: own.flatMap((one) => one.fixes), silences: own.flatMap((one) => one.silences) };
    return { personId, monitoringAgencyId, track };
  });
}

function fixOf(row: FixRow, activation: string): Fix {
  const { precisionM, speedKmh, mechanism } = row.position;
  return {
    at: row.at,
    eastingCm: row.easting_cm,
    northingCm: row.northing_cm,
    accuracyM: precisionM ?? null,
    mechanism,
    activation,
    speedKmh: speedKmh ?? null,
    positionId: row.position_id,
  };
}
