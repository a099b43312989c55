import type { LegRule } from "./leg-runs.ts";

/** Raised with every change of what the bytes mean. */
export const FORMAT_VERSION = 1;

/** The parts of a day file in their order; each begins at a multiple of four bytes. */
export const SECTIONS = [
  "names",
  "firstBlock",
  "blockStart",
  "blockFrom",
  "blockTo",
  "blockBox",
  "rows",
  "cells",
  "cellStart",
  "postings",
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What a file says of itself, before its sections. */
export type DayHeader = {
  readonly format: number;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly fixes: number;
  readonly people: number;
  readonly rule: LegRule;
  /** Digest of the fixes of the day before that the legs over midnight rest on, and of those the next day will need. */
  readonly carriedIn: string;
  readonly carriedOut: string;
  readonly sections: { readonly [S in SectionName]: { readonly bytes: number; readonly sha256: string } };
};

/** The names behind the numbers of the file. */
export type DayNames = { readonly people: readonly string[]; readonly activations: readonly string[] };
