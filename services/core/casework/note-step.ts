import type { Transaction } from "../../platform/database/database.ts";
import { type CaseRefusal, refuseCase } from "../rag/managed-person.ts";
import { keepTimers } from "../timers/keep-timers.ts";
import type { CaseBody, ExitPlanStatus } from "./case-event.ts";
import { appendCaseEvent, type CaseAct } from "./case-events-store.ts";
import type { CaseFacts } from "./case-facts.ts";
import type { CaseState } from "./case-states.ts";
import { isDecidedAt } from "./meetings/is-decided-at.ts";
import type { CaseRules } from "./move-case.ts";
import { readCase } from "./read-case.ts";
import type { ReferralBody } from "./referral/referral-event.ts";

/** What is done on a case without moving it. */
export type CaseStep = Exclude<CaseBody, { kind: "moved" } | ReferralBody>;

export type StepOutcome = { readonly outcome: "done"; readonly eventId: string; readonly at: string } | CaseRefusal;

/** Keeps a step of a case, in the caller's transaction, if the case is one on which it can be done. */
export async function noteStep(
  tx: Transaction,
  { act, step }: { readonly act: CaseAct; readonly step: CaseStep },
  rules: CaseRules,
  now: Date,
): Promise<StepOutcome> {
  const read = await readCase(tx, act.personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const refusal = whyNot(read.facts, act, step);
  if (refusal !== null) {
    return refusal;
  }
  if (step.kind === "ratified" && !(await isDecidedAt(tx, act))) {
    return refuseCase(
      "not-decided-there",
      "The meeting has decided nothing of this person: record its decision first.",
    );
  }
  const eventId = await appendCaseEvent(tx, act, step, now);
  await keepTimers(tx, act.personId, rules.scheme);
  const { agencyId, actor, role } = act.by;
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: agencyId,
    actor,
    recipients: [],
    resource: "case",
    personId: act.personId,
    fields: [],
    detail: { eventId, step: step.kind, role },
  });
  return { outcome: "done", eventId, at: now.toISOString() };
}

const MANAGED: readonly CaseState[] = ["registered", "active", "custody", "transition"];
const PLAN_ORDER: readonly ExitPlanStatus[] = ["drafted", "agreed", "implemented"];

function whyNot(facts: CaseFacts, { meetingId }: CaseAct, step: CaseStep): CaseRefusal | null {
  if (step.kind === "information-came") {
    return facts.state === "deferred" ? null : refuseCase("not-deferred", "The referral is not deferred.");
  }
  if (step.kind === "ratified") {
    return whyNotRatified(facts, meetingId);
  }
  return notManaged(facts) ?? whyNotManagedSo(facts, step);
}

function whyNotManagedSo(facts: CaseFacts, step: CaseStep): CaseRefusal | null {
  switch (step.kind) {
    case "exit-plan":
      return whyNotPlanned(facts, step.status);
    case "transition-plan":
      return step.status === "delivered" && facts.transitionPlan === null ? NO_PLAN : null;
    case "report-opened":
      return facts.isReportOpened ? refuseCase("report-is-open", "It is open already.") : null;
    default:
      return null;
  }
}

const NO_PLAN = refuseCase("plan-not-drafted", "A plan is drafted before it is carried out.");

function notManaged({ state }: CaseFacts): CaseRefusal | null {
  return state !== null && MANAGED.includes(state)
    ? null
    : refuseCase("not-on-scheme", "The person is not on the scheme.");
}

function whyNotRatified({ isUnratified }: CaseFacts, meetingId: string | null): CaseRefusal | null {
  if (!isUnratified) {
    return refuseCase("unratified", "The registration needs no ratification.");
  }
  return meetingId === null ? refuseCase("meeting-named", "A meeting decides this: name it.") : null;
}

/** A plan that is implemented was written first, and one that is carried out is not drafted again behind it. */
function whyNotPlanned({ exitPlan }: CaseFacts, status: ExitPlanStatus): CaseRefusal | null {
  if (exitPlan === null) {
    return status === "drafted" ? null : NO_PLAN;
  }
  return PLAN_ORDER.indexOf(status) < PLAN_ORDER.indexOf(exitPlan)
    ? refuseCase("plan-goes-forward", "An exit plan goes forward: from drafted to agreed to implemented.")
    : null;
}
