import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { SchemeAgency } from "#schemas/scheme.ts";
import type { Transaction } from "../../../platform/database/database.ts";
import { UNIT_COSTS } from "../../evaluation/unit-costs.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import { appendCaseEvent, type CaseAct } from "../case-events-store.ts";
import type { CaseState } from "../case-states.ts";
import type { CaseRules } from "../move-case.ts";
import type { StepOutcome } from "../note-step.ts";
import { readCase } from "../read-case.ts";
import { invitedOf } from "./fold-referral.ts";
import type { AssessmentPart, ReferralStep } from "./referral-event.ts";

/** Keeps what is done on a referral without moving it, in the caller's transaction, if it may be done and by whom it is done. */
export async function noteReferral(
  tx: Transaction,
  { act, step }: { readonly act: CaseAct; readonly step: ReferralStep },
  rules: CaseRules,
  now: Date,
): Promise<StepOutcome> {
  const read = await readCase(tx, act.personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const { referral, facts } = read;
  if (referral === null) {
    return refuseCase("no-referral", "The person is not referred.");
  }
  const refusal = whyNot({ state: facts.state, by: act.by.agencyId, role: act.by.role }, step, rules);
  if (refusal !== null) {
    return refusal;
  }
  const eventId = await appendCaseEvent(tx, { ...act, referralId: referral.referralId }, step, now);
  const { agencyId, actor, role } = act.by;
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: agencyId,
    actor,
    recipients: [],
    resource: "referral",
    personId: act.personId,
    fields: [],
    detail: { eventId, step: step.kind, role },
  });
  return { outcome: "done", eventId, at: now.toISOString() };
}

type StepScene = {
  readonly state: CaseState | null;
  readonly by: string;
  readonly role: string;
};

type StepRules = {
  readonly settings: Pick<CaseworkSettings, "invited" | "leadModel">;
  readonly scheme: { readonly agencies: readonly Pick<SchemeAgency, "agencyId" | "agencyType">[] };
};

const ASKED_IN: readonly CaseState[] = ["screening", "pendingPanel"];
const ASSESSED_IN: readonly CaseState[] = ["referred", "screening", "pendingPanel", "deferred"];
const LED_IN: readonly CaseState[] = ["pendingPanel", "registered", "active", "custody", "transition"];

/** Which types of agency fill a part: whoever owns what it rests on (F-06). */
const PART_OF: Readonly<Record<AssessmentPart, readonly string[]>> = {
  offences: ["police", "iom-team"],
  "local-priorities": ["police", "iom-team"],
  intelligence: ["police"],
  "cost-of-crime": ["police", "iom-team"],
};

/** Who does what is the team's to do; the rest is for any officer of the agency that it is asked of. */
const BY_ROLE: Readonly<Partial<Record<ReferralStep["kind"], readonly string[]>>> = {
  programme: ["leadOfficer", "iomSergeant", "iomInspector", "iomCoordinator", "spo"],
  lead: ["iomSergeant", "iomInspector", "iomCoordinator", "spo"],
};

type StepOf<Kind extends ReferralStep["kind"]> = Extract<ReferralStep, { kind: Kind }>;

/** Why a step is not taken, or null. */
function whyNot(scene: StepScene, step: ReferralStep, rules: StepRules): CaseRefusal | null {
  if (!(BY_ROLE[step.kind]?.includes(scene.role) ?? true)) {
    return refuseCase("role", `This is for: ${BY_ROLE[step.kind]?.join(", ")}.`);
  }
  switch (step.kind) {
    case "screening":
      return whyNotScreened(scene, step, rules);
    case "assessment":
      return whyNotAssessed(scene, step, rules);
    case "programme":
      return isIn(scene, [...ASSESSED_IN, ...LED_IN])
        ? null
        : refuseCase("not-considered", "Programmes are noted of whoever is referred or on the scheme.");
    case "lead":
      return isIn(scene, LED_IN)
        ? whyNotLed(step, rules)
        : refuseCase("not-accepted", "A lead is named once the panel considers the referral.");
  }
}

function whyNotScreened(scene: StepScene, { answer, note }: StepOf<"screening">, rules: StepRules): CaseRefusal | null {
  if (!invitedOf({ ...rules.settings, agencies: rules.scheme.agencies }).includes(scene.by)) {
    return refuseCase("not-invited", "The scheme does not ask this agency.");
  }
  if (!isIn(scene, ASKED_IN)) {
    return refuseCase("not-in-screening", "Agencies answer from the start of screening until the panel decides.");
  }
  return answer === "concern" && note === null ? refuseCase("concern-unsaid", "A concern is said in a note.") : null;
}

function whyNotAssessed(scene: StepScene, { part, cost }: StepOf<"assessment">, rules: StepRules): CaseRefusal | null {
  if (!isIn(scene, ASSESSED_IN)) {
    return refuseCase("not-considered", "A referral is assessed while it is considered.");
  }
  if (!PART_OF[part].includes(typeOf(scene.by, rules) ?? "")) {
    return refuseCase("not-your-part", `This part is filled by: ${PART_OF[part].join(", ")}.`);
  }
  const known = UNIT_COSTS.costs.map(({ crime }) => crime).join(", ");
  return part === "cost-of-crime" && cost === null
    ? refuseCase("no-such-cost", `The table ${UNIT_COSTS.version} has the cost of: ${known}.`)
    : null;
}

function isIn({ state }: StepScene, states: readonly CaseState[]): boolean {
  return state !== null && states.includes(state);
}

function typeOf(agencyId: string, { scheme }: StepRules): string | null {
  return scheme.agencies.find((one) => one.agencyId === agencyId)?.agencyType ?? null;
}

/** F-22: the lead agency by need; where the police lead (2.9) the lead officer is always theirs. */
function whyNotLed({ leadAgency, officerAgency }: StepOf<"lead">, rules: StepRules): CaseRefusal | null {
  if (typeOf(leadAgency, rules) === null || typeOf(officerAgency, rules) === null) {
    return refuseCase("agency-unknown", "The lead is of an agency of the scheme.");
  }
  return rules.settings.leadModel === "police" && typeOf(officerAgency, rules) !== "police"
    ? refuseCase("lead-model", "In this scheme the lead officer is a police officer.")
    : null;
}
