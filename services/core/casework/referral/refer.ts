import { randomUUID } from "node:crypto";
import type { Transaction } from "../../../platform/database/database.ts";
import { memberText } from "../../facts/members.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import { appendCaseEvent, type CaseAct } from "../case-events-store.ts";
import { type CaseRules, putCase } from "../move-case.ts";
import { type CaseRead, readCase } from "../read-case.ts";
import type { ReferralBody, ReferralForm } from "./referral-event.ts";
import { whyNotReferred } from "./referral-guards.ts";

export type ReferralAsked = {
  readonly act: CaseAct;
  readonly form: ReferralForm;
  /** Guards whose answer is not for the agency that refers. */
  readonly unnamed: readonly string[];
};

export type ReferralOutcome = { readonly outcome: "done"; readonly eventId: string; readonly at: string } | CaseRefusal;

/**
 * Takes a referral of somebody the hub keeps, in the caller's transaction: the form and the move to `referred` are two events of
 * one referral. Of two that come together one is taken, and the other is told that it is being considered; or, where
 * that is not for the agency to know, its form is kept for the coordinator and it is answered as if it were taken.
 */
export async function refer(
  tx: Transaction,
  { act, form, unnamed }: ReferralAsked,
  rules: CaseRules,
  now: Date,
): Promise<ReferralOutcome> {
  const read = await readCase(tx, act.personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const refusal = whyNotReferred(form, sceneOf(read, act, rules), rules.settings);
  if (refusal !== null && !unnamed.includes(refusal.guard)) {
    return refusal;
  }
  const made = { ...act, referralId: randomUUID(), rationale: null };
  const body: ReferralBody =
    refusal === null ? { kind: "referral", form } : { kind: "offered", form, guard: refusal.guard };
  const eventId = await appendCaseEvent(tx, made, body, now);
  const put =
    refusal === null ? await putCase(tx, { ...NOTHING_SAID, read, act: made, to: "referred" }, rules, now) : null;
  const { agencyId, actor, role } = act.by;
  await rules.appendEntry(tx, {
    kind: "collection",
    time: now,
    agency: agencyId,
    actor,
    recipients: [],
    resource: "referral",
    personId: act.personId,
    fields: [],
    detail: { eventId, role },
  });
  return put?.outcome === "refused" ? put : { outcome: "done", eventId, at: now.toISOString() };
}

const NOTHING_SAID = {
  ground: null,
  cohort: null,
  positions: [],
  overrideReason: null,
  agreedInWriting: [],
  acceptedBy: null,
  until: null,
} as const;

function sceneOf({ facts, held, referral }: CaseRead, { by }: CaseAct, { scheme }: CaseRules) {
  return {
    today: facts.today,
    state: facts.state,
    isFormOpen: referral !== null && !referral.isOver,
    birthDate: held.birthDate(),
    panelDecision: memberText(held.first("youth.panelDecision")?.value, "decision"),
    referrerType: scheme.agencies.find(({ agencyId }) => agencyId === by.agencyId)?.agencyType ?? null,
  };
}
