import type { Cohort } from "./rag-settings.ts";

/** Which event says so. The ids of events mean nothing of anybody. */
export type Source = { readonly agencyId: string; readonly eventId: string };

type Said = { readonly from: Source };

export type Offending = Said & {
  readonly at: string;
  readonly hoCode: string | null;
  readonly kind: "arrest" | "charge";
};
export type Warrant = Said & { readonly warrantRef: string };
export type Enforcement = Said & { readonly at: string; readonly kind: "breach" | "recall" };
export type Match = Said & {
  readonly matchId: string;
  readonly qualifiedAt: string;
  readonly outcome: "ruledIn" | "ruledOut" | "inconclusive" | null;
  readonly outcomeAt: string | null;
};
export type TagOrder = Said & { readonly emsId: string; readonly start: string; readonly end: string };
export type TagRemoval = Said & { readonly at: string; readonly orderEnd: string; readonly order: Source };
export type Violation = Said & { readonly at: string };
export type Appointment = Said & {
  readonly at: string;
  readonly by: "probation" | "drug-services";
  readonly outcome: "attended" | "acceptableAbsence" | "failedToAttend" | null;
};
/** A report that neither its own date nor the police have ended. `information` is A to E of 3x5x2. */
export type Intelligence = Said & {
  readonly gradedAt: string;
  readonly information: string;
  readonly validUntil: string | null;
};
export type DrugTest = Said & {
  readonly at: string;
  readonly by: "sentence" | "arrest";
  readonly positive: boolean;
};
export type Consent = {
  readonly takenBy: string;
  readonly fields: readonly string[];
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  readonly validFrom: string;
  readonly expiresAt: string | null;
  readonly withdrawnAt: string | null;
};
export type Notice = Said & { readonly date: string; readonly expiry: string | null };
export type Heard = { readonly agencyId: string; readonly at: string };

/** Where the person stands on the scheme; kept by the hub and no feed's. */
export type Standing = {
  readonly lifecycleState: string | null;
  readonly cohort: Cohort | null;
  readonly registeredOn: string | null;
  readonly leadAgencyId: string | null;
  readonly registeredBy: Source | null;
  /** Of the first assessment; null while nobody has made one. */
  readonly assessedAt: string | null;
  /** As an assessment noted it last; null while nobody has. */
  readonly occupation: (Said & { readonly state: "employment" | "training" | "neither" }) | null;
};

/** Everything a rating rests on, of one person. */
export type RagEvidence = {
  readonly standing: Standing;
  readonly offending: readonly Offending[];
  readonly wanted: (Said & { readonly status: "wanted" | "notWanted" }) | null;
  readonly warrants: readonly Warrant[];
  readonly enforcement: readonly Enforcement[];
  readonly matches: readonly Match[];
  readonly tagOrder: TagOrder | null;
  readonly tagRemovals: readonly TagRemoval[];
  readonly violations: readonly Violation[];
  readonly appointments: readonly Appointment[];
  readonly intelligence: readonly Intelligence[];
  /** That the police said there is none; null while they never did. */
  readonly intelligenceNone: Source | null;
  readonly tests: readonly DrugTest[];
  readonly consents: readonly Consent[];
  readonly engagement: (Said & { readonly engagement: string }) | null;
  readonly accommodation: (Said & { readonly type: string }) | null;
  readonly stable: (Said & { readonly stable: boolean }) | null;
  readonly notice: Notice | null;
  readonly release: (Said & { readonly at: string }) | null;
  readonly inCustody: boolean;
  /** That probation supervises: under which sentence, and until when; null where no sentence was told of. */
  readonly sentence: (Said & { readonly until: string | null }) | null;
  /** Requirements and licence conditions under which tests are taken. */
  readonly testsRequired: readonly (Said & { readonly until: string | null })[];
  /** That probation kept back what the sentence requires. */
  readonly sentenceWithheld: boolean;
  readonly heard: readonly Heard[];
};
