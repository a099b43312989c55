export type Engagement = "engaging" | "partial" | "disengaged";

/**
 * From what share of kept appointments a client counts as engaging. Three of four lets one missed appointment in a
 * weekly month pass, since illness and clashes are ordinary; two missed of four is no longer ordinary. Anyone who came
 * at all is partly engaged, because calling someone disengaged who still comes can end a tenancy or a licence.
 */
const ENGAGING_FROM_SHARE = 0.75;

/** Days over which the client list counts appointments. */
export const ENGAGEMENT_PERIOD_DAYS = 28;

/** Null where there was no appointment to keep: silence says nothing about the person. */
export function engagementFrom({
  appointments,
  attended,
}: {
  readonly appointments: number;
  readonly attended: number;
}): Engagement | null {
  if (appointments <= 0) {
    return null;
  }
  if (attended / appointments >= ENGAGING_FROM_SHARE) {
    return "engaging";
  }
  return attended > 0 ? "partial" : "disengaged";
}
