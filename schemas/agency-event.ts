/**
 * The envelope every agency fact travels in: CloudEvents 1.0, handbook section 4.0.
 * Context attributes carry no personal data; identifiers are in `data.personReference` only.
 */
export type AgencyEvent<Payload = Readonly<Record<string, unknown>>> = {
  readonly specversion: "1.0";
  /** Deterministic for a given source row, so that a re-send is the same event: `<feed>-<sha256 prefix>`. */
  readonly id: string;
  /** `/agencies/<agencyId>/<feed name>` */
  readonly source: string;
  /** `<agencyType>.<entity>.<verb>`, kebab-case tokens. */
  readonly type: string;
  /** When it happened, RFC 3339 UTC. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly dataschema: string;
  readonly agencyid: string;
  /** When the agency's system or the connector recorded it, RFC 3339 UTC. */
  readonly recordedtime: string;
  readonly purpose?: string;
  readonly gscmarking: "OFFICIAL" | "OFFICIAL-SENSITIVE";
  readonly data: {
    readonly version: 1;
    readonly sourceRecordRef: string;
    readonly personReference: PersonReference | null;
    readonly dataSubjectCategory: "suspect" | "convicted" | "victim" | "witness" | "other";
    readonly assertion: "fact" | "assessment";
    readonly additionalInformation: Payload;
  };
};

/** Canonical identifier types of handbook section 5. `LOCAL` is scoped by the sending agency. */
export type IdentifierType = "PNC" | "CRO" | "CRN" | "NOMS" | "LOCAL" | "DEVICE";

export type Identifier = {
  readonly type: IdentifierType;
  /** Canonical form; the value as sent, when not valid. */
  readonly value: string;
  /** False when the check letter or format is wrong: kept and shown, never used to match. */
  readonly valid: boolean;
};

/** Who an event is about, as far as the sender says. Names and dates serve linking, never routing or logging. */
export type PersonReference = {
  readonly identifiers: readonly Identifier[];
  readonly firstName?: string;
  readonly middleNames?: string;
  readonly lastName?: string;
  readonly initials?: { readonly first: string; readonly last: string };
  /** ISO date */
  readonly dateOfBirth?: string;
  readonly sex?: "M" | "F" | "other";
  /** Full or partial postcode, upper case. */
  readonly postcode?: string;
  /** True when the names are known to be an alias used on this occasion. */
  readonly alias?: boolean;
};
