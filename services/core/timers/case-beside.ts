/** What casework keeps beside the record. */
export type CaseBeside = {
  /** When a supervisor last looked at the work done, RFC 3339; null where nobody has. */
  readonly supervisedAt: string | null;
  /** London day on which agencies were last asked about a referral; null where they were not. */
  readonly screenedFrom: string | null;
  /** London day of an urgent registration that no panel has ratified; null where there is none. */
  readonly unratifiedSince: string | null;
};
