import type { ReviewDecision } from "../linkage/decide-review.ts";

const DECISIONS = ["link", "not-link", "unsure", "refer"] as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TEXT_LENGTH_MAX = 2_000;

/** Null for anything that is not exactly the command. */
export function parseSourcePosition(body: unknown): { readonly agencyId: string; readonly source: string } | null {
  const members = membersOf(body);
  const agencyId = textIn(members, "agencyId");
  const source = textIn(members, "source");
  return agencyId === null || source === null ? null : { agencyId, source };
}

/** Null for anything that is not exactly the command. */
export function parseReviewDecision(body: unknown): ReviewDecision | null {
  const members = membersOf(body);
  const by = membersOf(members.get("decidedBy"));
  const reviewId = uuidIn(members, "reviewId");
  const decision = DECISIONS.find((one) => one === members.get("decision")) ?? null;
  const reason = textIn(members, "reason");
  const [agencyId, actor] = [textIn(by, "agencyId"), textIn(by, "actor")];
  const named = members.get("personId") ?? null;
  const personId = named === null ? null : uuidIn(members, "personId");
  if (reviewId === null || decision === null || reason === null || agencyId === null || actor === null) {
    return null;
  }
  return named !== null && personId === null
    ? null
    : { reviewId, decision, personId, reason, decidedBy: { agencyId, actor } };
}

export function membersOf(body: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof body === "object" && body !== null ? Object.entries(body) : []);
}

export function textIn(members: ReadonlyMap<string, unknown>, name: string): string | null {
  const text = members.get(name);
  return typeof text === "string" && text !== "" && text.length <= TEXT_LENGTH_MAX ? text : null;
}

export function uuidIn(members: ReadonlyMap<string, unknown>, name: string): string | null {
  const text = textIn(members, name)?.toLowerCase() ?? "";
  return UUID.test(text) ? text : null;
}
