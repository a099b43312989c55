import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { SchemeAgency } from "#schemas/scheme.ts";
import type { Cohort, Ground, Position } from "../case-event.ts";
import type { CaseState } from "../case-states.ts";

/** What somebody asks a case to do, with what they say for it. */
export type Move = {
  readonly to: CaseState;
  readonly role: string;
  readonly ground: Ground | null;
  readonly meetingId: string | null;
  readonly rationale: string | null;
  readonly cohort: Cohort | null;
  readonly positions: readonly Position[];
  /** Why somebody without statutory supervision is taken on. */
  readonly overrideReason: string | null;
  /** Agencies that agreed to an urgent registration in writing. */
  readonly agreedInWriting: readonly string[];
  /** The scheme or the MAPPA lead that accepts a transfer. */
  readonly acceptedBy: string | null;
};

/** What the scheme fixes for every case. */
export type LifecycleRules = {
  readonly settings: CaseworkSettings;
  readonly agencies: readonly Pick<SchemeAgency, "agencyId" | "agencyType">[];
};
