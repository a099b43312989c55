import type { ArrivalLog } from "./arrival-log.ts";
import type { OpenDayFile } from "./day-file.ts";
import type { LegRule } from "./leg-runs.ts";
import type { NameNumbers } from "./name-numbers.ts";
import { noUnsealed, type UnsealedFixes } from "./unsealed-fixes.ts";

/** One day of the store: its sealed file, and what arrived since. */
export type StoredDay = {
  readonly day: string;
  sealed: OpenDayFile | null;
  /** Of the sealed file; logs up to it are in the file. 0 where the day was never sealed. */
  generation: number;
  unsealed: UnsealedFixes;
  /** The log that what arrives goes to; opened when something does. */
  log: Promise<ArrivalLog> | null;
  /** Numbers of people and activations in the store, by those in the sealed file. */
  people: Uint32Array;
  activations: Uint32Array;
};

export type StoreState = {
  readonly folder: string;
  readonly rule: LegRule;
  readonly days: Map<string, StoredDay>;
  readonly people: NameNumbers;
  readonly activations: NameNumbers;
};

/** A day nothing is known of yet. */
export function newStoredDay(day: string): StoredDay {
  return {
    day,
    sealed: null,
    generation: 0,
    unsealed: noUnsealed(),
    log: null,
    people: new Uint32Array(),
    activations: new Uint32Array(),
  };
}
