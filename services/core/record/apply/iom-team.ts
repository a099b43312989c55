import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { onEvent } from "./on-event.ts";

/** What the scheme's existing register says of a person. */
export const iomTeamEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("iom-team.registration.imported", registered),
};

/**
 * Whether the person is under statutory supervision, the exit plan and the lead agency are casework and no field of
 * the record: they stay with the event.
 */
function registered(
  said: EventPayloads["iom-team.registration.imported"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const { ragStatus, ragSetAt, leadOfficerRef } = said;
  const rated: readonly RecordChange[] =
    ragStatus === undefined || ragSetAt === undefined
      ? []
      : [
          { kind: "set", field: "iom.ragStatus", value: ragStatus, asOf: ragSetAt },
          { kind: "set", field: "iom.ragSetAt", value: ragSetAt, asOf: ragSetAt },
        ];
  const led: readonly RecordChange[] =
    leadOfficerRef === undefined
      ? []
      : [{ kind: "set", field: "police.leadOfficer", value: { collarNumber: leadOfficerRef }, asOf }];
  return [
    { kind: "set", field: "iom.cohort", value: said.cohort, asOf },
    { kind: "set", field: "iom.registeredOn", value: said.registeredOn, asOf },
    { kind: "set", field: "iom.lifecycleState", value: said.lifecycleState, asOf },
    ...rated,
    ...led,
  ];
}
