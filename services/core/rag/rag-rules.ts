import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";

export type RuleId = "R1" | "R2" | "R3" | "R4" | "R5" | "R6" | "R7" | "R8" | "R9" | "R10" | "R11" | "R12" | "R13";
export type CheckId = "G1" | "G2" | "G3" | "G4" | "G5";

/** A kind of evidence: the field it is held in, who owns that, and the weakest form from which the reason follows. */
export type EvidenceKind = {
  readonly field: FieldPath;
  readonly owner: AgencyType;
  readonly neededForm: string;
};

export type RagRule<Id extends string> = {
  readonly id: Id;
  readonly title: string;
  /** Days of the handbook; a scheme may set others. Null: the rule holds for as long as the matter stands. */
  readonly windowDays: number | null;
  readonly evidence: readonly EvidenceKind[];
  readonly suggests: "red" | "amber" | "green";
  /** What takes the rule away again, for a reader who may see the reason. */
  readonly endsWhen: string;
};

const police = (field: FieldPath, neededForm = "full"): EvidenceKind => ({ field, owner: "police", neededForm });
const probation = (field: FieldPath, neededForm = "full"): EvidenceKind => ({ field, owner: "probation", neededForm });
const housing = (field: FieldPath): EvidenceKind => ({ field, owner: "housing", neededForm: "full" });
const drugService = (field: FieldPath): EvidenceKind => ({ field, owner: "drug-services", neededForm: "full" });
const monitoring = (field: FieldPath): EvidenceKind => ({ field, owner: "electronic-monitoring", neededForm: "full" });
const team = (field: FieldPath): EvidenceKind => ({ field, owner: "iom-team", neededForm: "full" });

const TEST_RESULT = "generalise:positive-or-not";

/** R1 to R13 of handbook 6.1, as data. What makes each of them match is in `rules/`, under the same id. */
export const RAG_RULES: { readonly [Id in RuleId]: RagRule<Id> } = {
  R1: {
    id: "R1",
    title: "Arrested or charged with an offence of the scheme's set",
    windowDays: 28,
    evidence: [police("police.currentArrest"), police("police.offendingHistory")],
    suggests: "red",
    endsWhen: "no further action is taken, or its window ends",
  },
  R2: {
    id: "R2",
    title: "Wanted, a warrant unexecuted, or unlawfully at large",
    windowDays: null,
    evidence: [police("police.wantedStatus"), police("police.warrants")],
    suggests: "red",
    endsWhen: "the police say so",
  },
  R3: {
    id: "R3",
    title: "Breach or recall initiated",
    windowDays: 28,
    evidence: [probation("probation.enforcement")],
    suggests: "red",
    endsWhen: "its window ends",
  },
  R4: {
    id: "R4",
    title: "A qualified tag hit ruled in, or pending for too long",
    // The handbook gives none: a hit ruled in counts as long as an arrest does.
    windowDays: 28,
    evidence: [monitoring("tag.qualifiedMatch")],
    suggests: "red",
    endsWhen: "the police rule it out, or its window ends",
  },
  R5: {
    id: "R5",
    title: "Tag removed before its order ends, or a violation",
    windowDays: 14,
    evidence: [monitoring("tag.deviceActivation"), monitoring("tag.tagOrder"), monitoring("tag.violation")],
    suggests: "red",
    endsWhen: "its window ends",
  },
  R6: {
    id: "R6",
    title: "Unacceptable absences",
    windowDays: 28,
    evidence: [probation("probation.appointments"), drugService("treatment.drugServiceAttendance")],
    suggests: "red",
    endsWhen: "its window ends",
  },
  R7: {
    id: "R7",
    title: "Current graded intelligence of offending",
    windowDays: 28,
    evidence: [police("police.intelligence")],
    suggests: "red",
    endsWhen: "the report expires, or its window ends",
  },
  R8: {
    id: "R8",
    title: "Positive opiate or cocaine test",
    windowDays: 28,
    evidence: [probation("treatment.drugTest", TEST_RESULT), police("treatment.drugTestOnArrest", TEST_RESULT)],
    suggests: "amber",
    endsWhen: "its window ends",
  },
  R9: {
    id: "R9",
    title: "Disengaged from treatment",
    windowDays: null,
    evidence: [drugService("treatment.engagement")],
    suggests: "amber",
    endsWhen: "the drug service says so",
  },
  R10: {
    id: "R10",
    title: "No fixed abode, or a notice that expires soon",
    windowDays: 28,
    evidence: [housing("housing.accommodationType"), housing("housing.noticeServed")],
    suggests: "amber",
    endsWhen: "the accommodation changes, the tenancy ends or the notice goes",
  },
  R11: {
    id: "R11",
    title: "Released from custody lately",
    windowDays: 28,
    evidence: [{ field: "custody.releaseReason", owner: "prison", neededForm: "full" }],
    suggests: "amber",
    endsWhen: "its window ends",
  },
  R12: {
    id: "R12",
    title: "Nothing from an agency that is expected to send",
    windowDays: 14,
    evidence: [
      team("iom.registeredOn"),
      probation("probation.sentence"),
      monitoring("tag.tagOrder"),
      drugService("treatment.inTreatment"),
    ],
    suggests: "amber",
    endsWhen: "the agency sends something of the person",
  },
  R13: {
    id: "R13",
    title: "Newly registered, not assessed",
    windowDays: null,
    evidence: [team("iom.registeredOn")],
    suggests: "red",
    endsWhen: "somebody assesses the person",
  },
};

/** G1 to G5 of handbook 6.1: what green needs. */
export const GREEN_CHECKS: { readonly [Id in CheckId]: RagRule<Id> } = {
  G1: {
    id: "G1",
    title: "Full attendance: no unacceptable absence",
    windowDays: 28,
    evidence: [probation("probation.appointments"), drugService("treatment.drugServiceAttendance")],
    suggests: "green",
    endsWhen: "an appointment is recorded",
  },
  G2: {
    id: "G2",
    title: "No current police intelligence",
    windowDays: null,
    evidence: [police("police.intelligenceCurrent")],
    suggests: "green",
    endsWhen: "the police say whether there is any",
  },
  G3: {
    id: "G3",
    title: "Negative tests, or no test required by sentence or licence",
    windowDays: 28,
    evidence: [
      probation("probation.requirements"),
      probation("probation.licenceConditions", "generalise:category"),
      probation("treatment.drugTest", TEST_RESULT),
      police("treatment.drugTestOnArrest", TEST_RESULT),
    ],
    suggests: "green",
    endsWhen: "a test is recorded",
  },
  G4: {
    id: "G4",
    title: "Stable accommodation",
    windowDays: null,
    evidence: [housing("housing.accommodationStable")],
    suggests: "green",
    endsWhen: "the landlord says how the person lives",
  },
  G5: {
    id: "G5",
    title: "Employment or training",
    windowDays: null,
    // No feed carries it: it is noted with an assessment, and so goes to those who may read the notes of one.
    evidence: [team("iom.ragOverrideNote")],
    suggests: "green",
    endsWhen: "an officer notes employment or training",
  },
};
