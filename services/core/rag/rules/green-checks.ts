import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type CheckId, GREEN_CHECKS } from "../rag-rules.ts";
import { isCurrent } from "./offending.ts";
import { type Cited, cite, citeAbsence, type GreenCheck, type Question } from "./rule-hit.ts";
import { citeAppointment, citeTest, countedAppointments } from "./supervision.ts";

/** G1 to G5. What nobody has said is unknown, and unknown is never green. */
export function greenChecks(question: Question): readonly GreenCheck[] {
  return [attendance(question), noIntelligence(question), cleanTests(question), settled(question), occupied(question)];
}

function attendance(question: Question): GreenCheck {
  const counted = countedAppointments(question, "G1");
  const evidence = counted.map((one) => citeAppointment("G1", one));
  if (counted.some(({ outcome }) => outcome === "failedToAttend")) {
    const missed = counted.filter(({ outcome }) => outcome === "failedToAttend");
    return answered(
      "G1",
      "not-met",
      "An unacceptable absence.",
      missed.map((one) => citeAppointment("G1", one)),
    );
  }
  if (counted.some(({ outcome }) => outcome === null)) {
    return answered("G1", "unknown", "Nobody has recorded how an appointment went.", evidence);
  }
  return counted.length === 0
    ? unknown(question, "G1", "probation.appointments", "No appointment has been recorded.")
    : answered("G1", "met", "No unacceptable absence.", evidence);
}

function noIntelligence(question: Question): GreenCheck {
  const { intelligence, intelligenceNone } = question.evidence;
  // E is suspected to be false, and counts for nothing either way.
  const current = intelligence.filter((one) => one.information !== "E" && isCurrent(one, question.today));
  if (current.length > 0) {
    const evidence = current.map(({ from }) => cite("G2", "police.intelligenceCurrent", from));
    return answered("G2", "not-met", "There is current intelligence.", evidence);
  }
  return intelligenceNone === null
    ? unknown(question, "G2", "police.intelligenceCurrent", "The police have not said that there is no intelligence.")
    : answered("G2", "met", "No current intelligence.", [cite("G2", "police.intelligenceCurrent", intelligenceNone)]);
}

function cleanTests(question: Question): GreenCheck {
  const { tests, testsRequired } = question.evidence;
  const required = testsRequired.filter(({ until }) => until === null || until >= question.today);
  if (required.length === 0) {
    return areRequirementsKnown(question)
      ? answered("G3", "met", "No test is required.", citeAbsence("G3", "probation.requirements", question.settings))
      : unknown(question, "G3", "probation.requirements", "Whether tests are required is not known.");
  }
  const within = tests.filter(({ at }) => question.window("G3").covers(at));
  const requirement = required.map(({ from }) => cite("G3", "probation.requirements", from));
  if (within.length === 0) {
    return answered("G3", "unknown", "A test is required and none has been recorded.", requirement);
  }
  const positive = within.filter((test) => test.positive);
  return positive.length > 0
    ? answered(
        "G3",
        "not-met",
        "A test was positive.",
        positive.map((test) => citeTest("G3", test)),
      )
    : answered("G3", "met", "Tests were negative.", [...requirement, ...within.map((test) => citeTest("G3", test))]);
}

/** Probation says what is required and never what is not: its silence about somebody it knows is a no. */
function areRequirementsKnown({ evidence, settings }: Question): boolean {
  const probation = settings.agencies.filter(({ agencyType }) => agencyType === "probation");
  const knows = evidence.heard.some((one) => probation.some(({ agencyId }) => agencyId === one.agencyId));
  return knows && !evidence.sentenceWithheld;
}

function settled(question: Question): GreenCheck {
  const { stable } = question.evidence;
  if (stable === null) {
    return unknown(question, "G4", "housing.accommodationStable", "How the person lives is not known.");
  }
  const evidence = [cite("G4", "housing.accommodationStable", stable.from)];
  return stable.stable
    ? answered("G4", "met", "Stable accommodation.", evidence)
    : answered("G4", "not-met", "Accommodation is not stable.", evidence);
}

function occupied(question: Question): GreenCheck {
  const { occupation } = question.evidence.standing;
  if (occupation === null) {
    return unknown(question, "G5", "iom.ragOverrideNote", "Nobody has noted employment or training.");
  }
  const evidence = [cite("G5", "iom.ragOverrideNote", occupation.from)];
  return occupation.state === "neither"
    ? answered("G5", "not-met", "Neither in employment nor in training.", evidence)
    : answered("G5", "met", `In ${occupation.state}.`, evidence);
}

/** Whether green is complete under the scheme's reading of S0 (handbook 6.1). */
export function isGreen(checks: readonly GreenCheck[], rule: "strict" | "loose"): boolean {
  const met = (id: CheckId): boolean => checks.some(({ checkId, answer }) => checkId === id && answer === "met");
  const settledOrOccupied = met("G4") || met("G5");
  return (
    met("G1") && met("G2") && (rule === "strict" ? met("G3") && settledOrOccupied : met("G3") || settledOrOccupied)
  );
}

function unknown({ settings }: Question, checkId: CheckId, field: FieldPath, text: string): GreenCheck {
  return answered(checkId, "unknown", text, citeAbsence(checkId, field, settings));
}

function answered(
  checkId: CheckId,
  answer: GreenCheck["answer"],
  text: string,
  evidence: readonly Cited[],
): GreenCheck {
  return { checkId: GREEN_CHECKS[checkId].id, answer, text, evidence };
}
