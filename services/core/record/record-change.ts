import type { Identifier } from "#schemas/agency-event.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord, Evidence } from "#schemas/published-record.ts";
import type { CellFact } from "#schemas/vocabulary.ts";

/**
 * What one event does to a record. The originator of every value is the agency that sent the event.
 * A change older than the value held from the same originator (by `asOf`) is kept in history and changes nothing.
 */
export type RecordChange =
  | {
      readonly kind: "set";
      readonly field: FieldPath;
      readonly value: unknown;
      readonly asOf: string;
      readonly evidence?: readonly Evidence[];
    }
  | {
      readonly kind: "put-item";
      readonly field: FieldPath;
      readonly itemKey: string;
      readonly value: unknown;
      readonly asOf: string;
      readonly itemFacts?: Partial<Record<CellFact, string>>;
      readonly itemOwner?: string;
      readonly evidence?: readonly Evidence[];
    }
  | { readonly kind: "remove-item"; readonly field: FieldPath; readonly itemKey: string; readonly asOf: string }
  /** `itemKeyPrefix` limits the clearing of a list to the items of one source record, e.g. one licence. */
  | { readonly kind: "clear"; readonly field: FieldPath; readonly asOf: string; readonly itemKeyPrefix?: string }
  | { readonly kind: "add-identifier"; readonly identifier: Identifier }
  /** A merge at source: `retired` becomes an old identifier of the person, reversibly (`undo`). */
  | {
      readonly kind: "retire-identifier";
      readonly retired: Identifier;
      readonly survivor: Identifier;
      readonly undo?: boolean;
    }
  | {
      readonly kind: "restrict-access";
      readonly excluded: readonly string[];
      readonly restricted: readonly string[];
      readonly asOf: string;
    }
  /** `told` is the consent as the agency words it, for the record's own field. */
  | {
      readonly kind: "consent";
      readonly consent: Omit<ConsentRecord, "takenBy">;
      readonly told?: Readonly<Record<string, unknown>>;
    };

/** Pure: the meaning of one event type for the record. Knows no store, bus or clock. */
export type ApplyEvent = (event: import("#schemas/agency-event.ts").AgencyEvent) => readonly RecordChange[];
