import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { noChange, onEvent } from "./on-event.ts";
import { setOrClear } from "./set-or-clear.ts";

/** What the events of housing say of a person. */
export const housingEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("housing.tenancy.started", ({ accommodationType, start, address, landlordName }, { time: asOf }) => [
    { kind: "set", field: "housing.accommodationType", value: accommodationType, asOf },
    { kind: "set", field: "housing.tenancyStart", value: start, asOf },
    setOrClear("housing.currentAddress", address, asOf),
    setOrClear("housing.landlordName", landlordName, asOf),
  ]),
  ...onEvent("housing.tenancy.ended", ({ end }, { time: asOf }) => [
    { kind: "set", field: "housing.tenancyEnd", value: end, asOf },
    // The person has left: to go on showing the address would send officers to somebody else's door.
    { kind: "clear", field: "housing.currentAddress", asOf },
    { kind: "clear", field: "housing.accommodationType", asOf },
    { kind: "clear", field: "housing.accommodationStable", asOf },
    { kind: "clear", field: "housing.noticeServed", asOf },
  ]),
  ...onEvent("housing.accommodation.changed", standing),
  ...onEvent("housing.arrears.changed", ({ band }, { time: asOf }) => [
    { kind: "set", field: "housing.rentArrearsBand", value: band, asOf },
  ]),
  ...onEvent("housing.notice.served", ({ tenancyRef: _, ...notice }, { time: asOf }) => [
    { kind: "set", field: "housing.noticeServed", value: notice, asOf },
  ]),
  ...onEvent("housing.asb-case.opened", (asbCase, event) => [putAsbCase({ ...asbCase, stage: "open" }, event)]),
  ...onEvent("housing.asb-case.closed", (asbCase, event) => [putAsbCase({ ...asbCase, stage: "closed" }, event)]),
  ...onEvent("housing.homeless-application.opened", (application, { time: asOf }) => [
    { kind: "set", field: "housing.homelessApplication", value: application, asOf },
  ]),
  ...onEvent("housing.homeless-application.decided", (application, { time: asOf }) => [
    { kind: "set", field: "housing.homelessApplication", value: application, asOf },
  ]),
  ...onEvent("housing.duty-to-refer.received", referred),
  ...onEvent("housing.placement.offered", noChange),
  ...onEvent("housing.placement.lost", noChange),
};

/** How things stand: what the landlord no longer says no longer holds. */
function standing(
  said: EventPayloads["housing.accommodation.changed"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [
    { kind: "set", field: "housing.accommodationType", value: said.accommodationType, asOf },
    { kind: "set", field: "housing.accommodationStable", value: said.accommodationStable, asOf },
    setOrClear("housing.currentAddress", said.address, asOf),
    setOrClear("housing.tenancyStart", said.tenancyStart, asOf),
    setOrClear("housing.tenancyEnd", said.tenancyEnd, asOf),
    setOrClear("housing.noticeServed", said.notice, asOf),
  ];
}

/** Kinds of accommodation that are nobody's address, so that settled there means nothing. */
const WITHOUT_ADDRESS: readonly string[] = ["noFixedAbode", "rough", "sofa"];

function referred(
  { accommodationNow, ...referral }: EventPayloads["housing.duty-to-refer.received"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const accommodation: readonly RecordChange[] =
    accommodationNow === undefined
      ? []
      : [{ kind: "set", field: "housing.accommodationType", value: accommodationNow, asOf }];
  const unsettled: readonly RecordChange[] =
    accommodationNow !== undefined && WITHOUT_ADDRESS.includes(accommodationNow)
      ? [{ kind: "set", field: "housing.accommodationStable", value: { stable: false }, asOf }]
      : [];
  return [{ kind: "set", field: "housing.dutyToRefer", value: referral, asOf }, ...accommodation, ...unsettled];
}

function putAsbCase(
  asbCase: { readonly ref: string; readonly category?: string; readonly stage: "open" | "closed" },
  { time: asOf }: AgencyEvent,
): RecordChange {
  return { kind: "put-item", field: "housing.asbCases", itemKey: asbCase.ref, value: asbCase, asOf };
}
