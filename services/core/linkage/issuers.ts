import type { IdentifierType } from "#schemas/agency-event.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";

/** Who may say that an identifier belongs to somebody known by another; probation records the prison number it works with. */
const ISSUERS: Readonly<Record<IdentifierType, readonly AgencyType[] | "sender">> = {
  PNC: ["police"],
  CRO: ["police"],
  CRN: ["probation"],
  NOMS: ["prison", "probation"],
  LOCAL: "sender",
  DEVICE: "sender",
};

export function mayVouchFor(type: IdentifierType, sender: AgencyType): boolean {
  const issuers = ISSUERS[type];
  return issuers === "sender" || issuers.includes(sender);
}

/** LOCAL and DEVICE mean nothing outside the agency that gave them. */
export function scopeOf(type: IdentifierType, agencyId: string): string {
  return type === "LOCAL" || type === "DEVICE" ? agencyId : "";
}
