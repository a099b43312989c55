import type { AgencyEvent } from "#schemas/agency-event.ts";

/** What a decision in the hub changes of a record is told from what agencies send by this, and stands from then on. */
export const CASEWORK = "casework:";

/** A decision in the hub changes the record as an event would, in the name of the team's agency. */
export function caseworkEvent(agencyid: string, id: string, now: Date): AgencyEvent {
  const time = now.toISOString();
  return {
    specversion: "1.0",
    id: `${CASEWORK}${id}`,
    source: `/agencies/${agencyid}/hub`,
    type: "iom-team.case.moved",
    time,
    datacontenttype: "application/json",
    dataschema: "/schemas/iom-team.case.moved/1",
    agencyid,
    recordedtime: time,
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: id,
      personReference: null,
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: {},
    },
  };
}
