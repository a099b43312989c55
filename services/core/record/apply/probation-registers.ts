import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { onEvent } from "./on-event.ts";

/** nDelius register type of Integrated Offender Management. */
const IOM_REGISTER = "IIOM";
/** Child concern and child protection: open to few, by the safeguarding route alone. */
const CHILD_PROTECTION = ["RCCO", "RCPR"];
const ROSH_LEVELS: Readonly<Record<string, string>> = { RLRH: "low", RMRH: "medium", RHRH: "high", RVHR: "veryHigh" };

/** Registrations at probation: the scheme itself is one, every other is a dynamic risk. */
export const probationRegisterEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("probation.register.added", registered),
  ...onEvent("probation.register.updated", registered),
  ...onEvent("probation.register.deleted", removed),
  ...onEvent("probation.register.deregistered", removed),
};

type Registration = EventPayloads["probation.register.updated"];

function registered(said: Registration, { time: asOf }: AgencyEvent): readonly RecordChange[] {
  const { registerTypeCode: code, registrationId, registrationDate } = said;
  if (code === IOM_REGISTER) {
    // An update that does not say since when says nothing the record keeps.
    return registrationDate === undefined
      ? []
      : [{ kind: "set", field: "probation.iomRegistration", value: { registrationId, start: registrationDate }, asOf }];
  }
  const risk: RecordChange = {
    kind: "put-item",
    field: "probation.dynamicRisks",
    itemKey: registrationId,
    value: { code, since: registrationDate },
    asOf,
    itemFacts: { "risk-category": CHILD_PROTECTION.includes(code) ? "child-protection" : "other" },
  };
  const level = ROSH_LEVELS[code];
  return level === undefined ? [risk] : [risk, { kind: "set", field: "probation.roshLevel", value: { level }, asOf }];
}

function removed(
  { registerTypeCode: code, registrationId: itemKey }: EventPayloads["probation.register.deleted"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return code === IOM_REGISTER
    ? [{ kind: "clear", field: "probation.iomRegistration", asOf }]
    : [{ kind: "remove-item", field: "probation.dynamicRisks", itemKey, asOf }];
}
