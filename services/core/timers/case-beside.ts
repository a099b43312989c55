/** What casework keeps beside the record. */
export type CaseBeside = {
  /** When a supervisor last looked at the work done, RFC 3339; null where nobody has. */
  readonly supervisedAt: string | null;
};
