import { randomUUID } from "node:crypto";
import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { keepTimers } from "../timers/keep-timers.ts";
import type { DecidedBy } from "./assess-rag.ts";
import { type CaseRefusal, managedPerson, refuseCase } from "./managed-person.ts";

export type SupervisorReview = {
  readonly personId: string;
  readonly outcome: "commensurate" | "underManaged" | "overManaged";
  readonly note: string | null;
  readonly decidedBy: DecidedBy;
};

export type ReviewOutcome =
  | { readonly outcome: "done"; readonly reviewId: string; readonly colour: string; readonly at: string }
  | CaseRefusal;

/** Keeps a supervisor's view of whether the work done fits the colour (F-25), in the caller's transaction. */
export async function reviewSupervision(
  tx: Transaction,
  review: SupervisorReview,
  rules: IntakeRules,
  now: Date,
): Promise<ReviewOutcome> {
  const { personId, outcome, note, decidedBy } = review;
  const state = await managedPerson(tx, personId, rules, now);
  if ("outcome" in state) {
    return state;
  }
  const colour = state.cells.find(({ kind, field }) => kind === "value" && field === "iom.ragStatus")?.value ?? null;
  if (colour === null) {
    return refuseCase("not-assessed", "There is no colour yet that the work could be held against.");
  }
  if (outcome !== "commensurate" && note === null) {
    return refuseCase("note-missing", "Work that does not fit the colour needs a note of what should change.");
  }
  const reviewId = randomUUID();
  await tx`
    insert into core.supervisor_review (review_id, person_id, at, outcome, note, colour, agency_id, actor, role)
    values (${reviewId}, ${personId}, ${now}, ${outcome}, ${note}, ${String(colour)}, ${decidedBy.agencyId},
      ${decidedBy.actor}, ${decidedBy.role})`;
  await keepTimers(tx, personId, rules.scheme);
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: decidedBy.agencyId,
    actor: decidedBy.actor,
    recipients: [],
    resource: "supervisor-review",
    personId,
    fields: [],
    detail: { reviewId, outcome, role: decidedBy.role },
  });
  return { outcome: "done", reviewId, colour: String(colour), at: now.toISOString() };
}
