import type { PersonReference } from "#schemas/agency-event.ts";
import type { EventParts } from "../connector.ts";
import { startOfLondonDay } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import type { Tenancy } from "./tenancy.ts";

/** Handbook 3.5: settled means 28 days at the same address, and no notice to leave it. */
const STABLE_AFTER_DAYS = 28;
const DAY_MS = 86_400_000;

/**
 * What a tenancy says on the day of its file. What has a date of its own happened then; how things stand is dated by the
 * file, so that a notice taken back, or arrears paid off, show when the next file no longer has them.
 */
export function tenancyEvents(tenancy: Tenancy, asAt: string): readonly EventParts[] {
  if (tenancy.start > asAt) {
    // Nobody lives there yet; a later file will say so.
    return [];
  }
  const ended = tenancy.end !== null && tenancy.end < asAt;
  return [
    tenancyStarted(tenancy),
    ...noticeServed(tenancy, asAt),
    ...(ended ? [tenancyEnded(tenancy, tenancy.end)] : [accommodationAsItStands(tenancy, asAt)]),
    ...arrears(tenancy, asAt),
    ...asbCase(tenancy, asAt),
  ];
}

function tenancyStarted(tenancy: Tenancy): EventParts {
  const { tenancyRef, accommodationType, start, address } = tenancy;
  return about(tenancy, "tenancy.started", start, { tenancyRef, accommodationType, start, ...given({ address }) });
}

function tenancyEnded(tenancy: Tenancy, end: string): EventParts {
  return about(tenancy, "tenancy.ended", end, { tenancyRef: tenancy.tenancyRef, end });
}

function noticeServed(tenancy: Tenancy, asAt: string): readonly EventParts[] {
  const { tenancyRef, notice } = tenancy;
  return notice === null || notice.date > asAt
    ? []
    : [about(tenancy, "notice.served", notice.date, { tenancyRef, ...notice })];
}

function accommodationAsItStands(tenancy: Tenancy, asAt: string): EventParts {
  const { tenancyRef, accommodationType, start, end, address, notice } = tenancy;
  const settled = (Date.parse(asAt) - Date.parse(start)) / DAY_MS >= STABLE_AFTER_DAYS;
  return about(tenancy, "accommodation.changed", asAt, {
    tenancyRef,
    accommodationType,
    accommodationStable: { stable: settled && notice === null, since: start },
    tenancyStart: start,
    ...given({ address, tenancyEnd: end, notice }),
  });
}

function arrears(tenancy: Tenancy, asAt: string): readonly EventParts[] {
  const { tenancyRef, arrearsWeeks } = tenancy;
  return arrearsWeeks === null
    ? []
    : [about(tenancy, "arrears.changed", asAt, { tenancyRef, band: arrearsBand(arrearsWeeks) })];
}

function arrearsBand(weeks: number): string {
  if (weeks <= 0) {
    return "none";
  }
  if (weeks < 4) {
    return "under4Weeks";
  }
  return weeks <= 8 ? "4To8Weeks" : "over8Weeks";
}

function asbCase(tenancy: Tenancy, asAt: string): readonly EventParts[] {
  const { asbCase: held } = tenancy;
  return held === null
    ? []
    : [about(tenancy, `asb-case.${held.status === "closed" ? "closed" : "opened"}`, asAt, { ref: held.ref })];
}

function about(tenancy: Tenancy, event: string, day: string, payload: EventParts["payload"]): EventParts {
  return {
    type: `housing.${event}`,
    time: startOfLondonDay(day),
    sourceRecordRef: tenancy.tenantId,
    person: tenant(tenancy),
    payload,
    // A landlord does not know what a tenant is to the law.
    dataSubjectCategory: "other",
  };
}

function tenant({ tenantId, forename, surname, dateOfBirth, address }: Tenancy): PersonReference {
  return {
    identifiers: [{ type: "LOCAL", value: tenantId, valid: true }],
    firstName: forename,
    lastName: surname,
    dateOfBirth,
    ...given({ postcode: address?.postcode ?? null }),
  };
}
