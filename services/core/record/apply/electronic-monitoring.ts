import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { noChange, onEvent } from "./on-event.ts";

/** What the events of electronic monitoring say of a person. Positions are nobody's until a tag hit asks for them. */
export const electronicMonitoringEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("electronic-monitoring.tag.fitted", fitted),
  ...onEvent("electronic-monitoring.tag.removed", ({ activatedFrom, activatedTo }, { time: asOf }) => [
    { kind: "set", field: "tag.deviceActivation", value: { from: activatedFrom, to: activatedTo }, asOf },
  ]),
  ...onEvent("electronic-monitoring.violation.recorded", ({ emsId: _, ...violation }, { time: asOf }) => [
    { kind: "set", field: "tag.violation", value: violation, asOf },
  ]),
  ...onEvent("electronic-monitoring.position-batch.received", noChange),
  ...onEvent("electronic-monitoring.match.qualified", ({ crimeVersion: _, ...match }, { time: asOf }) => [
    { kind: "set", field: "tag.qualifiedMatch", value: match, asOf },
  ]),
  ...onEvent("electronic-monitoring.match.rejected", noChange),
  ...onEvent("electronic-monitoring.match.superseded", ({ standing }, { time: asOf }) => [
    standing === undefined
      ? { kind: "clear", field: "tag.qualifiedMatch", asOf }
      : { kind: "set", field: "tag.qualifiedMatch", value: standing, asOf },
  ]),
  ...onEvent("electronic-monitoring.device-event.recorded", noChange),
};

function fitted(
  said: EventPayloads["electronic-monitoring.tag.fitted"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const { emsId, type, orderStart: start, orderEnd: end, eligibleOffence, responsibleForce } = said;
  const force = responsibleForce === undefined ? {} : { responsibleForce };
  return [
    { kind: "set", field: "tag.tagOrder", value: { emsId, type, start, end, eligibleOffence, ...force }, asOf },
    { kind: "set", field: "tag.deviceId", value: said.deviceId, asOf },
    { kind: "set", field: "tag.deviceActivation", value: { from: said.activatedFrom }, asOf },
    { kind: "set", field: "tag.ppo", value: said.ppo, asOf },
    { kind: "set", field: "tag.mappa", value: said.mappa, asOf },
  ];
}
