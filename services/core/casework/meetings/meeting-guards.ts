import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { SchemeAgency } from "#schemas/scheme.ts";
import { type CaseRefusal, refuseCase } from "../../rag/managed-person.ts";
import type { Attendee, ItemDecision, MeetingName } from "./meeting.ts";

export type MeetingState = "scheduled" | "open" | "closed" | "cancelled";

/** What a decision is held against: the meeting as it stands and who is there. */
export type DecisionScene = {
  readonly kind: MeetingName;
  readonly state: MeetingState;
  readonly itemState: "open" | "decided" | "not-reached";
  readonly attendees: readonly Attendee[];
};

/** Without one of each nobody speaks for the scheme. */
const QUORUM = ["police", "probation"] as const;

/** Why a meeting may not decide so, or null. */
export function whyNotDecided(
  { by, rationale, positions, outcomes }: ItemDecision,
  { kind, state, itemState, attendees }: DecisionScene,
  settings: CaseworkSettings,
  agencies: readonly SchemeAgency[],
): CaseRefusal | null {
  const members = attendees.filter(({ guest }) => guest === null);
  const isThere = members.some(({ agencyId, actor }) => agencyId === by.agencyId && actor === by.actor);
  const present = new Set(members.map(({ agencyId }) => agencyId));
  const types = agencies.filter(({ agencyId }) => present.has(agencyId)).map(({ agencyType }) => agencyType);
  const said = new Set(positions.map(({ agencyId }) => agencyId));
  const checks: readonly (readonly [boolean, string, string])[] = [
    [state === "open", "meeting-not-open", "A meeting decides while it is open."],
    [settings.chairRoles.includes(by.role), "not-the-chair", "The chair records what a meeting decided."],
    [isThere, "not-attending", "Who records a decision was at the meeting: note the attendance first."],
    [itemState === "open", "item-closed", "This item has been decided; nothing was changed."],
    [QUORUM.every((type) => types.includes(type)), "no-quorum", "Police and probation both have to be there."],
    [rationale !== "", "reason-missing", "A decision needs its reasons."],
    [said.size === positions.length, "position-twice", "An agency has one position."],
    [[...said].every((one) => present.has(one)), "position-of-absent", "Only who is there has a position."],
    [
      [...present].every((one) => said.has(one)),
      "position-missing",
      "Every agency that is there says where it stands.",
    ],
    [
      kind === "operationalGroup" || (kind === "map") === (outcomes !== null),
      "outcomes-wrong",
      "A practitioner meeting says both how offending goes and how safety does; others do not.",
    ],
  ];
  const failed = checks.find(([holds]) => !holds);
  return failed === undefined ? null : refuseCase(failed[1], failed[2]);
}
