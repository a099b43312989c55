import type { BaseRate } from "./base-rate-of.ts";
import type { EvidenceRow, HitFigures } from "./describe-hit.ts";

/** Where the crime was taken to be, metres on the British National Grid, and how far from there it may have been. */
export type PlaceFigures = { readonly eastingM: number; readonly northingM: number; readonly uncertaintyM: number };

/** A person found near, with what a reviewer will be shown. */
export type DescribedHit = {
  readonly personId: string;
  readonly monitoringAgencyId: string;
  readonly figures: HitFigures & BaseRate & { readonly place: PlaceFigures };
  readonly evidence: readonly EvidenceRow[];
  /** SHA-256 of the crime's place and time and the evidence: the same again is no new hit. */
  readonly digest: string;
};
