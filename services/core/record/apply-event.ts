import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { HeldName } from "../linkage/person-profile.ts";
import { drugServicesEvents } from "./apply/drug-services.ts";
import { electronicMonitoringEvents } from "./apply/electronic-monitoring.ts";
import { housingEvents } from "./apply/housing.ts";
import { identityChanges } from "./apply/identity.ts";
import { iomTeamEvents } from "./apply/iom-team.ts";
import { policeEvents } from "./apply/police.ts";
import { prisonEvents } from "./apply/prison.ts";
import { probationEvents } from "./apply/probation.ts";
import { yotEvents } from "./apply/yot.ts";
import type { ApplyEvent, RecordChange } from "./record-change.ts";

/** What an event does to the record of the person it is about; null for a type nobody has given a meaning. */
export type ChangesOf = (event: AgencyEvent, heldNames: readonly HeldName[]) => readonly RecordChange[] | null;

const MEANINGS: ReadonlyMap<string, ApplyEvent> = new Map(
  [
    drugServicesEvents,
    electronicMonitoringEvents,
    housingEvents,
    iomTeamEvents,
    policeEvents,
    prisonEvents,
    probationEvents,
    yotEvents,
  ].flatMap((events) => Object.entries(events)),
);

/** Who the person is comes from the event's reference, whatever its type; the rest from the meaning of the type. */
export const changesOf: ChangesOf = (event, heldNames) => {
  const meaning = MEANINGS.get(event.type);
  return meaning === undefined ? null : [...identityChanges(event, heldNames), ...meaning(event)];
};
