import { GROUNDS, type Position } from "../casework/case-event.ts";
import type { CaseAct } from "../casework/case-events-store.ts";
import { CASE_STATES } from "../casework/case-states.ts";
import type { CaseMove } from "../casework/move-case.ts";
import type { CaseStep } from "../casework/note-step.ts";
import { membersOf, textIn, uuidIn } from "./parse-commands.ts";

const COHORTS = ["fixed", "flex", "free"] as const;
const POSITIONS = ["agree", "object", "abstain"] as const;
const EXIT_PLANS = ["drafted", "agreed", "implemented"] as const;
const TRANSITION_PLANS = ["drafted", "delivered"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LIST_MAX = 40;

type Members = ReadonlyMap<string, unknown>;

/** Null for anything that is not exactly the command. */
export function parseCaseMove(body: unknown): CaseMove | null {
  const members = membersOf(body);
  const act = parseAct(members);
  const to = CASE_STATES.find((one) => one === members.get("to"));
  const [ground, cohort] = [choiceIn(members, "ground", GROUNDS), choiceIn(members, "cohort", COHORTS)];
  const positions = parsePositions(members.get("positions") ?? []);
  const agreedInWriting = textsIn(members.get("agreedInWriting") ?? []);
  if (act === null || to === undefined || positions === null || agreedInWriting === null) {
    return null;
  }
  if (ground === undefined || cohort === undefined) {
    return null;
  }
  return {
    act,
    to,
    ground,
    cohort,
    positions,
    agreedInWriting,
    overrideReason: textIn(members, "overrideReason"),
    acceptedBy: textIn(members, "acceptedBy"),
    until: dayIn(members, "until"),
  };
}

/** Null for anything that is not exactly the command. */
export function parseCaseStep(body: unknown): { readonly act: CaseAct; readonly step: CaseStep } | null {
  const members = membersOf(body);
  const act = parseAct(members);
  const step = parseStep(membersOf(members.get("step")));
  return act === null || step === null ? null : { act, step };
}

function parseStep(members: Members): CaseStep | null {
  switch (members.get("kind")) {
    case "exit-plan": {
      const status = choiceIn(members, "status", EXIT_PLANS) ?? null;
      return status === null ? null : { kind: "exit-plan", status };
    }
    case "transition-plan": {
      const status = choiceIn(members, "status", TRANSITION_PLANS) ?? null;
      return status === null ? null : { kind: "transition-plan", status };
    }
    case "plan-action": {
      const [pathway, action] = [textIn(members, "pathway"), textIn(members, "action")];
      return pathway === null || action === null ? null : { kind: "plan-action", pathway, action };
    }
    case "report-opened":
      return { kind: "report-opened" };
    case "ratified":
      return { kind: "ratified" };
    case "information-came":
      return { kind: "information-came" };
    default:
      return null;
  }
}

/** Null for anything that does not say who acts on whose case. */
export function parseAct(members: Members): CaseAct | null {
  const by = membersOf(members.get("decidedBy"));
  const personId = uuidIn(members, "personId");
  const [agencyId, actor, role] = [textIn(by, "agencyId"), textIn(by, "actor"), textIn(by, "role")];
  if (personId === null || agencyId === null || actor === null || role === null) {
    return null;
  }
  const [meetingId, rationale] = [textIn(members, "meetingId"), textIn(members, "rationale")];
  return { personId, referralId: uuidIn(members, "referralId"), by: { agencyId, actor, role }, meetingId, rationale };
}

/** Undefined for something that is none of the choices, null for nothing. */
function choiceIn<T extends string>(members: Members, name: string, choices: readonly T[]): T | null | undefined {
  const said = members.get(name) ?? null;
  return said === null ? null : choices.find((one) => one === said);
}

/** Where agencies stand; null for anything else. */
export function parsePositions(value: unknown): readonly Position[] | null {
  if (!Array.isArray(value) || value.length > LIST_MAX) {
    return null;
  }
  const positions = value.map((one): Position | null => {
    const members = membersOf(one);
    const agencyId = textIn(members, "agencyId");
    const position = POSITIONS.find((said) => said === members.get("position"));
    return agencyId === null || position === undefined ? null : { agencyId, position };
  });
  return positions.every((one) => one !== null) ? positions : null;
}

function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length <= LIST_MAX && value.every((one) => typeof one === "string")
    ? value
    : null;
}

function dayIn(members: Members, name: string): string | null {
  const day = textIn(members, name);
  return day !== null && DAY.test(day) ? day : null;
}
