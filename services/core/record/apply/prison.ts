import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { noChange, onEvent } from "./on-event.ts";
import { setOrClear } from "./set-or-clear.ts";

/** What the events of a prison say of a person. */
export const prisonEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("prison.custody.received", received),
  ...onEvent("prison.custody.released", left),
  ...onEvent("prison.identity.merged", ({ nomsNumber, removedNomsNumber }) => [
    {
      kind: "retire-identifier",
      retired: { type: "NOMS", value: removedNomsNumber, valid: true },
      survivor: { type: "NOMS", value: nomsNumber, valid: true },
    },
  ]),
  ...onEvent("prison.sentence-dates.changed", sentenceDates),
  ...onEvent("prison.release-date.changed", sentenceDates),
  ...onEvent("prison.alert.created", putAlert),
  ...onEvent("prison.alert.updated", putAlert),
  ...onEvent("prison.alert.ended", ({ alertId }, { time: asOf }) => [
    { kind: "remove-item", field: "custody.alerts", itemKey: alertId, asOf },
  ]),
  // Whoever is absent for a while is still in the prison's care.
  ...onEvent("prison.temporary-absence.started", noChange),
  ...onEvent("prison.temporary-absence.ended", noChange),
};

function received(
  { currentLocation, prisonId }: EventPayloads["prison.custody.received"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const value = currentLocation === "BEING_TRANSFERRED" ? "beingTransferred" : "inPrison";
  return [
    { kind: "set", field: "custody.custodyStatus", value, asOf },
    setOrClear("custody.prisonCode", prisonId, asOf),
    { kind: "clear", field: "custody.releaseReason", asOf },
  ];
}

/**
 * The prison sends the same event for a day at court, a temporary absence or a transfer. Only `RELEASED` and out of the
 * prison's care is a release (handbook 4.6): anything else that counted as one would set off a return to the community.
 */
function left(
  { reason, currentPrisonStatus, currentLocation }: EventPayloads["prison.custody.released"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  if (reason === "RELEASED" && currentPrisonStatus === "NOT_UNDER_PRISON_CARE") {
    return [
      { kind: "set", field: "custody.custodyStatus", value: "outside", asOf },
      { kind: "set", field: "custody.releaseReason", value: reason, asOf },
      { kind: "clear", field: "custody.prisonCode", asOf },
      { kind: "clear", field: "custody.expectedReleaseDate", asOf },
    ];
  }
  return currentLocation === "BEING_TRANSFERRED"
    ? [{ kind: "set", field: "custody.custodyStatus", value: "beingTransferred", asOf }]
    : [];
}

function sentenceDates(
  said: EventPayloads["prison.sentence-dates.changed" | "prison.release-date.changed"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const expected = said.confirmedReleaseDate ?? said.conditionalReleaseDate ?? said.automaticReleaseDate;
  return [
    ...(said.sentenceLengthMonths === undefined
      ? []
      : [{ kind: "set", field: "custody.sentenceLengthMonths", value: said.sentenceLengthMonths, asOf } as const]),
    ...(expected === undefined
      ? []
      : [{ kind: "set", field: "custody.expectedReleaseDate", value: expected, asOf } as const]),
  ];
}

function putAlert(
  { nomsNumber: _, alertId, ...alert }: EventPayloads["prison.alert.created" | "prison.alert.updated"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [{ kind: "put-item", field: "custody.alerts", itemKey: alertId, value: alert, asOf }];
}
