import type { FieldPath } from "#schemas/generated/field-paths.ts";

/** Operations of DPA 2018 s.62 and the hub's own, design/disclosure-log section 2. */
export type LedgerEntryKind =
  | "collection"
  | "alteration"
  | "consultation"
  | "disclosure"
  | "combination"
  | "erasure"
  | "access.refused"
  | "replay"
  | `key.${string}`
  | `policy.${string}`
  | `agreement.${string}`
  | `log.${string}`;

/** What a caller hands over. Personal data goes into `personId`, `response` and `detail` only, which are committed, not written, to the leaf. */
export type LedgerEntryInput = {
  /** From one who writes something else under it in the same transaction; made here if absent. */
  readonly receiptId?: string;
  readonly kind: LedgerEntryKind;
  readonly time: Date;
  /** agencyId of the caller or source; null for the hub itself. */
  readonly agency: string | null;
  readonly actor?: string;
  readonly recipients: readonly string[];
  readonly purpose?: string;
  readonly legalGateways?: readonly string[];
  /** `<id>@<version>` */
  readonly agreement?: string;
  /** Kind of resource: `person`, `search`, `event`, `link-review`, `update`. Never an id. */
  readonly resource: string;
  readonly personId: string | null;
  /** The person's row of ledger.subject_key, from one who has read it in this transaction; looked up if absent or null. */
  readonly subjectKey?: Uint8Array | null;
  readonly fields: readonly FieldPath[];
  readonly request?: {
    readonly keyid: string;
    readonly nonce: string;
    readonly signature: string;
    readonly signatureBase: string;
  };
  readonly subscription?: { readonly id: string; readonly seq: number };
  /** `disclosed` is the exact field values that leave; only its salted digest enters the leaf. */
  readonly response?: { readonly status: number; readonly disclosed: unknown };
  /** Refusal code or decision id; from the closed list of the policy engine. */
  readonly decisionRef?: string;
  /** Whatever a reviewer needs: resource id, facts, reasons per field. Committed, kept beside the log, erased with the person. */
  readonly detail: Readonly<Record<string, unknown>>;
};

export type LedgerReceipt = {
  /** UUID; `receipt.id` in bodies. */
  readonly receiptId: string;
  /** SHA-256(0x00 ‖ entry bytes), RFC 6962. */
  readonly leaf: Uint8Array;
  /** Null while the entry awaits integration into the tree. */
  readonly logIndex: number | null;
};
