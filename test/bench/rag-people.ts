import { randomUUID } from "node:crypto";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { eventOf } from "../made-up-events.ts";

/** People on a scheme as its agencies speak of them, drawn anew from the same seed each time. */
export type DrawnPerson = { readonly personId: string; readonly events: readonly AgencyEvent[] };

const DAY_MS = 86_400_000;
const PERSON = {
  identifiers: [{ type: "CRN", value: "X900001", valid: true }],
  firstName: "Dana",
  lastName: "Marsh",
} as const;

/** Deterministic, so that two runs rate the same people (mulberry32). */
export function drawnFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A person with about a dozen events of the last two months: appointments above all, and now and then what a rule looks for. */
export function drawPerson(draw: () => number, now: Date): DrawnPerson {
  const at = (daysMax: number): string => new Date(now.getTime() - draw() * daysMax * DAY_MS).toISOString();
  const say = (agency: string, type: string, time: string, payload: object) =>
    eventOf({
      type,
      agency,
      person: { ...PERSON, identifiers: [...PERSON.identifiers] },
      payload: { ...payload },
      time,
    });
  const sometimes = (share: number, make: () => AgencyEvent): readonly AgencyEvent[] =>
    draw() < share ? [make()] : [];
  const appointment = (): AgencyEvent => {
    const when = at(60);
    const outcome = draw() < 0.12 ? "failedToAttend" : "attended";
    return say("solent-probation", "probation.appointment.recorded", when, {
      at: when,
      type: `Visit ${Math.floor(draw() * 1e6)}`,
      outcome,
    });
  };
  const arrest = (): AgencyEvent => {
    const arrestedAt = at(60);
    return say("hampshire-police", "police.arrest.recorded", arrestedAt, {
      arrestedAt,
      status: "bailed",
      hoCode: draw() < 0.5 ? "028/01" : "105/01",
    });
  };
  const registration = {
    ...{ cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-06-01" },
    ...{ ragStatus: "amber", ragSetAt: "2026-06-01T09:00:00Z", leadAgencyId: "hampshire-police" },
  };
  return {
    personId: randomUUID(),
    events: [
      say("iom-team", "iom-team.registration.imported", "2026-06-01T00:00:00Z", registration),
      say("solent-probation", "probation.sentence.created", "2026-06-01T00:00:00Z", {
        ...{
          eventNumber: "1",
          type: "COMMUNITY_ORDER",
          date: "2026-06-01",
          orderEnd: "2027-05-31",
          requirements: draw() < 0.3 ? ["DRR"] : ["RAR"],
        },
      }),
      ...Array.from({ length: 8 }, appointment),
      say("solent-housing", "housing.accommodation.changed", at(30), {
        ...{
          tenancyRef: "T-1",
          accommodationType: draw() < 0.1 ? "noFixedAbode" : "social",
          accommodationStable: { stable: draw() < 0.7 },
        },
      }),
      say("hampshire-police", "police.contact.recorded", at(20), { at: at(20), type: "homeVisit", outcome: "seen" }),
      ...sometimes(0.5, () => say("hampshire-police", "police.intelligence.expired", at(90), { at: at(90) })),
      ...sometimes(0.25, arrest),
      ...sometimes(0.1, () =>
        say("winchester-prison", "prison.custody.released", at(40), {
          nomsNumber: "A9001AA",
          reason: "RELEASED",
          currentPrisonStatus: "NOT_UNDER_PRISON_CARE",
        }),
      ),
      ...sometimes(0.05, () => say("hampshire-police", "police.wanted-status.changed", at(40), { status: "wanted" })),
    ],
  };
}
