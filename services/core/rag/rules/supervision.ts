import { londonDay } from "../../record/apply/london-day.ts";
import type { Appointment, DrugTest } from "../rag-evidence.ts";
import { isConsented } from "./consented.ts";
import { type Cited, cite, type Question, type RuleHit } from "./rule-hit.ts";

/** R3: breach or recall initiated. That a recall is being considered is no evidence and never reaches this. */
export function breachOrRecall({ evidence, window }: Question): readonly RuleHit[] {
  const within = window("R3");
  return evidence.enforcement
    .filter(({ at }) => within.covers(at))
    .map(({ kind, at, from }) => ({
      ruleId: "R3",
      suggests: "red",
      text: `${kind === "breach" ? "Breach" : "Recall"} initiated on ${londonDay(at)}.`,
      evidence: [cite("R3", "probation.enforcement", from)],
      endsOn: within.endsOn(at),
    }));
}

/** R5: the tag came off before its order ends, or a violation. */
export function tagRemovedOrViolated({ evidence, window }: Question): readonly RuleHit[] {
  const within = window("R5");
  const removed = evidence.tagRemovals
    .filter(({ at, orderEnd }) => within.covers(at) && londonDay(at) < orderEnd)
    .map(({ at, from, order }) => ({
      at,
      text: `The tag was removed on ${londonDay(at)}, before its order ends.`,
      evidence: [cite("R5", "tag.deviceActivation", from), cite("R5", "tag.tagOrder", order)],
    }));
  const violated = evidence.violations
    .filter(({ at }) => within.covers(at))
    .map(({ at, from }) => ({
      at,
      text: `A monitoring violation on ${londonDay(at)}.`,
      evidence: [cite("R5", "tag.violation", from)],
    }));
  return [...removed, ...violated].map(({ at, ...said }) => ({
    ruleId: "R5",
    suggests: "red",
    endsOn: within.endsOn(at),
    ...said,
  }));
}

const RED_ABSENCES = 2;
/** A reason has no more room in the record. */
const ABSENCES_NAMED_MAX = 10;

/** Appointments that may be looked at: a drug service's only with consent. */
export function countedAppointments(question: Question, id: "R6" | "G1"): readonly Appointment[] {
  const within = question.window(id);
  return question.evidence.appointments.filter(
    ({ at, by, from }) =>
      within.covers(at) &&
      (by === "probation" || isConsented(question, "treatment.drugServiceAttendance", from.agencyId)),
  );
}

/**
 * R6: one unacceptable absence is amber, two are red. Each agency's absences are a reason of their own, so that a reader is told
 * what they may be told; they are one reason together only where it takes them together.
 */
export function absences(question: Question): readonly RuleHit[] {
  const missed = countedAppointments(question, "R6").filter(({ outcome }) => outcome === "failedToAttend");
  const agencies = [...new Set(missed.map(({ from }) => from.agencyId))];
  const byAgency = agencies.map((agencyId) => missed.filter(({ from }) => from.agencyId === agencyId));
  const alone = byAgency.map((absent) => absence(question, absent));
  const isJoint = missed.length >= RED_ABSENCES && byAgency.every(({ length }) => length < RED_ABSENCES);
  return isJoint ? [...alone, absence(question, missed)] : alone;
}

function absence({ window }: Question, missed: readonly Appointment[]): RuleHit {
  const days = missed.map(({ at }) => at).sort();
  const isRed = missed.length >= RED_ABSENCES;
  const deciding = days.at(-(isRed ? RED_ABSENCES : 1)) ?? "";
  return {
    ruleId: "R6",
    suggests: isRed ? "red" : "amber",
    text: `${missed.length === 1 ? "An unacceptable absence" : `${missed.length} unacceptable absences`} (${days.slice(-ABSENCES_NAMED_MAX).map(londonDay).join(", ")}).`,
    evidence: missed.map((one) => citeAppointment("R6", one)),
    endsOn: window("R6").endsOn(deciding),
  };
}

export function citeAppointment(id: "R6" | "G1", { by, from }: Appointment): Cited {
  return cite(id, by === "probation" ? "probation.appointments" : "treatment.drugServiceAttendance", from);
}

/** R8: a positive test is amber, and red together with an unacceptable absence. */
export function positiveTest(question: Question): readonly RuleHit[] {
  const within = question.window("R8");
  const missed = absences(question);
  return question.evidence.tests
    .filter(({ at, positive }) => positive && within.covers(at))
    .flatMap((test) => {
      const text = `A drug test of ${londonDay(test.at)} was positive.`;
      const cited = citeTest("R8", test);
      const endsOn = within.endsOn(test.at);
      const alone: RuleHit = { ruleId: "R8", suggests: "amber", text, evidence: [cited], endsOn };
      return [alone, ...missed.map((hit) => withAbsence(alone, hit))];
    });
}

function withAbsence(test: RuleHit, absent: RuleHit): RuleHit {
  const ends = [test.endsOn, absent.endsOn].filter((day) => day !== null).sort();
  return {
    ...test,
    suggests: "red",
    text: `${test.text} ${absent.text}`,
    evidence: [...test.evidence, ...absent.evidence],
    endsOn: ends[0] ?? null,
  };
}

export function citeTest(id: "R8" | "G3", { by, from }: DrugTest): Cited {
  return cite(id, by === "sentence" ? "treatment.drugTest" : "treatment.drugTestOnArrest", from);
}

/** R9: disengaged from treatment, as far as consent lets it be known. */
export function disengaged(question: Question): readonly RuleHit[] {
  const { engagement } = question.evidence;
  if (engagement?.engagement !== "disengaged") {
    return [];
  }
  return isConsented(question, "treatment.engagement", engagement.from.agencyId)
    ? [
        {
          ruleId: "R9",
          suggests: "amber",
          text: "Disengaged from treatment.",
          evidence: [cite("R9", "treatment.engagement", engagement.from)],
          endsOn: null,
        },
      ]
    : [];
}
