import type { DecidedBy, RagAssessment } from "../rag/assess-rag.ts";
import type { SupervisorReview } from "../rag/review-supervision.ts";
import { membersOf, textIn, uuidIn } from "./parse-commands.ts";

const COLOURS = ["red", "amber", "green"] as const;
const OCCUPATIONS = ["employment", "training", "neither"] as const;
const OUTCOMES = ["commensurate", "underManaged", "overManaged"] as const;

/** Null for anything that is not exactly the command. */
export function parseRagAssessment(body: unknown): RagAssessment | null {
  const members = membersOf(body);
  const personId = uuidIn(members, "personId");
  const colour = COLOURS.find((one) => one === members.get("colour")) ?? null;
  const suggestionId = members.get("suggestionId") ?? null;
  const said = members.get("occupation") ?? null;
  const occupation = OCCUPATIONS.find((one) => one === said) ?? null;
  const decidedBy = parseDecidedBy(members.get("decidedBy"));
  if (personId === null || colour === null || decidedBy === null || (said !== null && occupation === null)) {
    return null;
  }
  if (suggestionId !== null && typeof suggestionId !== "number") {
    return null;
  }
  const [reason, meetingId] = [textIn(members, "reason"), textIn(members, "meetingId")];
  return { personId, colour, suggestionId, reason, occupation, meetingId, decidedBy };
}

/** Null for anything that is not exactly the command. */
export function parseSupervisorReview(body: unknown): SupervisorReview | null {
  const members = membersOf(body);
  const personId = uuidIn(members, "personId");
  const outcome = OUTCOMES.find((one) => one === members.get("outcome")) ?? null;
  const decidedBy = parseDecidedBy(members.get("decidedBy"));
  return personId === null || outcome === null || decidedBy === null
    ? null
    : { personId, outcome, note: textIn(members, "note"), decidedBy };
}

export function parseDecidedBy(value: unknown): DecidedBy | null {
  const members = membersOf(value);
  const [agencyId, actor, role] = [textIn(members, "agencyId"), textIn(members, "actor"), textIn(members, "role")];
  return agencyId === null || actor === null || role === null ? null : { agencyId, actor, role };
}
