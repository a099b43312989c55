import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The parts of an agreement document that decide, as agreements.md section 2 spells them. */
export type OracleAgreement = {
  readonly id: string;
  readonly version: number;
  readonly effective: { readonly from: string; readonly to: string };
  readonly parties: readonly OracleParty[];
  readonly purposes: readonly { readonly id: string }[];
  readonly rules: readonly OracleRule[];
  readonly examples: readonly OracleExample[];
};

export type OracleParty = {
  readonly id: string;
  readonly agencyType: string;
  readonly roles: readonly string[];
  readonly defaultRole?: string;
};

export type OracleRule = {
  readonly id: string;
  readonly kind: "permit" | "limit";
  readonly from?: readonly string[];
  readonly to: readonly { readonly party: string; readonly roles?: readonly string[] }[];
  readonly purposes: readonly string[];
  readonly grants: readonly { readonly form: string; readonly fields: readonly string[] }[];
  readonly when?: OracleCondition;
  readonly starts?: string;
  readonly ends?: string;
};

export type OracleCondition =
  | { readonly fact: string; readonly is: readonly string[] }
  | { readonly not: OracleCondition }
  | { readonly all: readonly OracleCondition[] }
  | { readonly any: readonly OracleCondition[] };

export type OracleExample = {
  readonly id: string;
  readonly given: {
    readonly party: string;
    readonly role: string;
    readonly purpose: string;
    readonly facts: Readonly<Record<string, string>>;
  };
  readonly expect: Readonly<Record<string, string>>;
};

export type OracleState = "draft" | "proposed" | "approved" | "active" | "suspended" | "terminated" | "superseded";

export type OracleStatus = {
  /** Each from its instant on, the latest begun one counting; null: from before all time. */
  readonly steps: readonly { readonly from: string | null; readonly state: OracleState }[];
  /** When each party signed; a party that is not here has not. */
  readonly signed: Readonly<Record<string, string>>;
  /** What a party has suspended of its own, the rest going on. */
  readonly withheld: readonly { readonly party: string; readonly fields: readonly string[] }[];
};

export type AgreementInForce = { readonly document: OracleAgreement; readonly status: OracleStatus };

/** The documents of the sweep are ours, so they are read as what they are. */
export function readAgreement(path: string | URL): OracleAgreement {
  return parse(readFileSync(path, "utf8"), { version: "1.2", schema: "core" }) as OracleAgreement;
}

export function signedByAll(document: OracleAgreement): AgreementInForce {
  const signed = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
  return { document, status: { steps: [{ from: null, state: "active" }], signed, withheld: [] } };
}
