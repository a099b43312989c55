import { createHash } from "node:crypto";

export type Tenant = {
  readonly tenancyRef: string;
  readonly forename: string;
  readonly surname: string;
  readonly dateOfBirth: string;
};

const TOKEN_LENGTH = 16;

/**
 * The local id of one tenant of a tenancy: the landlord's reference, a slash, and 16 hexadecimal digits of a SHA-256
 * over that reference, the names and the date of birth. Joint tenants share a reference, so it alone names nobody; and
 * ids are logged, so the names cannot stand in it. A name or date put right at source makes a new local id.
 */
export function tenantId({ tenancyRef, forename, surname, dateOfBirth }: Tenant): string {
  const folded = [tenancyRef, surname, forename, dateOfBirth].map((part) => part.normalize("NFC").toUpperCase());
  const token = createHash("sha256").update(JSON.stringify(folded)).digest("hex").slice(0, TOKEN_LENGTH);
  return `${tenancyRef}/${token}`;
}
