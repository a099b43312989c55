import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import { ASK_HIT, DECIDE_HIT, HIT_REPORT, HITS, OUTCOME_HIT, type Outlet } from "../classes/outlets.ts";
import { caseOf, moveCase, noteStep } from "./case-calls.ts";
import type { Door } from "./door.ts";
import {
  ADULT,
  type Caller,
  COORDINATOR,
  call,
  change,
  follow,
  INSPECTOR,
  newestCursor,
  newName,
  ownEvent,
  POLICE,
  POLICE_DPO,
  person,
  pull,
  read,
  search,
  set,
} from "./drive.ts";
import { callHitOf, EM_HUB, FORCE, hitCaller } from "./drive-hits.ts";
import { CHAIR, callMeeting, type MeetingOutlet } from "./meeting-calls.ts";
import { decideUnseen, ratingOf, review } from "./rating-calls.ts";
import { moveReferral, referralOf } from "./referral-calls.ts";
import { timersOf } from "./timer-calls.ts";

export type Seen = Pick<Answer, "status" | "body">;

const MANAGER: Caller = { agencyId: "iom-team", actor: "manager-01", purpose: "evaluation" };

type OrdinaryCall = (door: Door, who: Caller) => Promise<Seen>;

/** A call such as an agency makes every day, for each way out; a stream is listened to until a change comes. */
export const ORDINARY_CALLS: Readonly<Record<Outlet, OrdinaryCall>> = {
  "GET /v1/people/:personId": (door, who) => read(door, who, person(door, ADULT).personId),
  "POST /v1/searches": async (door, who) => {
    const { values } = await door.recordOf(person(door, ADULT).personId);
    const lastName = values["identity.lastName"]?.find(({ originator }) => originator === "solent-probation");
    return search(door, who, { "identity.lastName": lastName?.value ?? "" });
  },
  "GET /v1/events": async (door, who) => {
    const after = await newestCursor(door, who);
    await changeSomebody(door);
    const { status, updates } = await pull(door, who, after);
    return { status, body: updates };
  },
  "GET /v1/events/stream": async (door, who) => {
    const after = await newestCursor(door, who);
    await changeSomebody(door);
    const { status, updates } = await follow(door, who, after, () => true);
    return { status, body: updates };
  },
  "GET /v1/links/reviews": (door) => call(door, COORDINATOR, "GET", "/v1/links/reviews"),
  "POST /v1/links/reviews/:id/decision": (door) =>
    call(door, COORDINATOR, "POST", `/v1/links/reviews/${door.world.reviews.shown}/decision`, {
      body: { decision: "unsure", reason: "Not enough to go by." },
    }),
  "POST /v1/events": (door) => call(door, POLICE, "POST", "/v1/events", { body: ownEvent(POLICE, "police") }),
  "GET /v1/subscriptions/:id": (door, who) => call(door, who, "GET", "/v1/subscriptions/default"),
  "PUT /v1/subscriptions/:id": (door, who) =>
    call(door, who, "PUT", `/v1/subscriptions/${newName().toLowerCase()}`, {
      body: { scope: { kind: "all-registered" } },
    }),
  "DELETE /v1/subscriptions/:id": async (door, who) => {
    const path = `/v1/subscriptions/${newName().toLowerCase()}`;
    const { headers } = await call(door, who, "PUT", path, { body: { scope: { kind: "my-people" } } });
    return call(door, who, "DELETE", path, { headers: { "if-match": headers["etag"] ?? '""' } });
  },
  "POST /v1/people/:personId/emergency-access": (door) => openEmergency(door, person(door, ADULT).personId),
  "GET /v1/emergency-reviews": async (door) => {
    await openEmergency(door, person(door, ADULT).personId);
    return call(door, POLICE_DPO, "GET", "/v1/emergency-reviews");
  },
  "POST /v1/emergency-reviews/:id/answer": async (door) => {
    const opened = await openEmergency(door, person(door, ADULT).personId);
    const { id } = opened.body as { readonly id?: string };
    const body = { outcome: "justified", note: "The danger was there." };
    return call(door, POLICE_DPO, "POST", `/v1/emergency-reviews/${id ?? randomUUID()}/answer`, { body });
  },
  "GET /v1/emergency-notices": async (door, who) => {
    await openEmergency(door, person(door, ADULT).personId);
    const dpo = door.world.scheme.officers.find(({ agencyId, role }) => agencyId === who.agencyId && role === "dpo");
    return call(
      door,
      { ...POLICE_DPO, agencyId: who.agencyId, actor: dpo?.actor ?? "" },
      "GET",
      "/v1/emergency-notices",
    );
  },
  "GET /v1/people/:personId/originator-caps": (door, who) => capsOf(door, who, "GET", person(door, ADULT).personId),
  "PUT /v1/people/:personId/originator-caps": (door, who) => capsOf(door, who, "PUT", person(door, "child").personId),
  "DELETE /v1/people/:personId/originator-caps": (door, who) =>
    capsOf(door, who, "DELETE", person(door, "child").personId),
  "GET /v1/meetings/:id": (door, who) => callMeeting(door, who, "GET /v1/meetings/:id", ""),
  "POST /v1/meetings": meetingStep("POST /v1/meetings"),
  "POST /v1/meetings/:id/opening": meetingStep("POST /v1/meetings/:id/opening"),
  "POST /v1/meetings/:id/attendance": meetingStep("POST /v1/meetings/:id/attendance"),
  "POST /v1/meetings/:id/decisions": meetingStep("POST /v1/meetings/:id/decisions"),
  "POST /v1/meetings/:id/closing": meetingStep("POST /v1/meetings/:id/closing"),
  "GET /v1/people/:personId/timers": (door, who) => timersOf(door, who, person(door, ADULT).personId),
  "GET /v1/people/:personId/rag": (door, who) => ratingOf(door, who, person(door, ADULT).personId),
  // On nothing that was looked at: what the officer may see first is a call of its own.
  "POST /v1/people/:personId/rag-assessments": (door) => decideUnseen(door, person(door, ADULT).personId),
  "POST /v1/people/:personId/reviews": (door) => review(door, person(door, ADULT).personId),
  "GET /v1/people/:personId/case": (door, who) => caseOf(door, who, person(door, ADULT).personId),
  "POST /v1/people/:personId/transitions": (door) => moveCase(door, person(door, ADULT).personId),
  "POST /v1/people/:personId/case-steps": (door) => noteStep(door, person(door, ADULT).personId),
  "POST /v1/referrals": (door) => moveReferral(door, "POST /v1/referrals", person(door, ADULT).personId),
  "GET /v1/people/:personId/referral": (door, who) => referralOf(door, who, person(door, ADULT).personId),
  "POST /v1/people/:personId/referral-steps": (door) =>
    moveReferral(door, "POST /v1/people/:personId/referral-steps", person(door, ADULT).personId),
  "GET /v1/erasure-notices": officersCall("GET /v1/erasure-notices"),
  "POST /v1/erasure-notices/:id/answer": officersCall("POST /v1/erasure-notices/:id/answer"),
  "POST /v1/crime-batches": (door) =>
    call(door, FORCE, "POST", "/v1/crime-batches", { body: { csv: "Hampshire,BIAD" } }),
  "GET /v1/crime-batches/:id": (door) => call(door, FORCE, "GET", `/v1/crime-batches/${"0".repeat(32)}`),
  "GET /v1/tag-hits": (door, who) => call(door, hitCaller(HITS, who), "GET", "/v1/tag-hits"),
  "POST /v1/tag-hits/:id/qualification": (door) => callHitOf(door, EM_HUB, DECIDE_HIT, ADULT),
  "POST /v1/tag-hits/:id/outcome": (door) => callHitOf(door, FORCE, OUTCOME_HIT, ADULT),
  "GET /v1/tag-hits/:id/report": (door, who) => callHitOf(door, hitCaller(HIT_REPORT, who), HIT_REPORT, ADULT),
  "POST /v1/tag-hits/questions": (door) => callHitOf(door, EM_HUB, ASK_HIT, ADULT),
  "GET /v1/audit/disclosures": officersCall("GET /v1/audit/disclosures"),
  "GET /v1/audit/disclosures/:receiptId": officersCall("GET /v1/audit/disclosures/:receiptId"),
  "GET /v1/evaluation": (door) => call(door, MANAGER, "GET", "/v1/evaluation"),
  "POST /v1/evaluation/statements": (door) =>
    call(door, MANAGER, "POST", "/v1/evaluation/statements", { body: { quarter: "2026-Q3", comparison: null } }),
  "POST /v1/evaluation/reconviction-scores": (door) =>
    call(door, POLICE, "POST", "/v1/evaluation/reconviction-scores", { body: { sex: "male" } }),
  "GET /v1/agreements/reach": officersCall("GET /v1/agreements/reach"),
  "GET /v1/agreements/:id/versions/:version": officersCall("GET /v1/agreements/:id/versions/:version"),
  "POST /v1/agreements/:id/drafts": officersCall("POST /v1/agreements/:id/drafts"),
  "DELETE /v1/agreements/:id/drafts/:version": officersCall("DELETE /v1/agreements/:id/drafts/:version"),
  "POST /v1/agreements/:id/checks": officersCall("POST /v1/agreements/:id/checks"),
  "POST /v1/agreements/:id/simulations": officersCall("POST /v1/agreements/:id/simulations"),
  "GET /v1/agreements/:id/versions/:version/shadow": officersCall("GET /v1/agreements/:id/versions/:version/shadow"),
  "POST /v1/agreements/:id/proposal": officersCall("POST /v1/agreements/:id/proposal"),
  "POST /v1/agreements/:id/approvals": officersCall("POST /v1/agreements/:id/approvals"),
  "POST /v1/agreements/:id/activation": officersCall("POST /v1/agreements/:id/activation"),
  "POST /v1/agreements/:id/suspension": officersCall("POST /v1/agreements/:id/suspension"),
  "POST /v1/agreements/:id/termination": officersCall("POST /v1/agreements/:id/termination"),
  "POST /v1/agreements/:id/explanations": officersCall("POST /v1/agreements/:id/explanations"),
  "GET /v1/agreements": (door, who) => call(door, who, "GET", "/v1/agreements"),
  "GET /v1/receipts/:id": async (door, who) => {
    const { body } = await read(door, who, person(door, ADULT).personId);
    const { receipt } = body as { readonly receipt?: { readonly id: string } };
    return call(door, who, "GET", `/v1/receipts/${receipt?.id ?? "none"}`);
  },
  "GET /v1/keys": (door) => fetched(door, "/v1/keys"),
  "GET /v1/time": (door) => fetched(door, "/v1/time"),
  "GET /healthz": (door) => fetched(door, "/healthz"),
  "GET /readyz": (door) => fetched(door, "/readyz"),
  "GET /openapi.json": (door) => fetched(door, "/openapi.json"),
  "GET /docs": (door) => fetched(door, "/docs"),
};

/** A call of the agency's data protection officer: of what there is where it is read, of nothing there is where it would change something. */
function officersCall(outlet: Outlet): OrdinaryCall {
  return (door, who) => {
    const [method = "", pattern = ""] = outlet.split(" ");
    const dpo = door.world.scheme.officers.find(({ agencyId, role }) => agencyId === who.agencyId && role === "dpo");
    const agreement = method === "GET" ? "solent-iom" : "no-such-agreement";
    const path = pattern.replace(":version", "1").replace(":receiptId", randomUUID());
    const id = pattern.includes("erasure") ? randomUUID() : agreement;
    const caller = { agencyId: who.agencyId, actor: dpo?.actor ?? "", purpose: "dpo-audit" };
    return call(door, caller, method, path.replace(":id", id), method === "POST" ? { body: {} } : {});
  };
}

/** The police inspector opens emergency access. */
export async function openEmergency(door: Door, personId: string): Promise<Answer> {
  const id = await door.personIdFor(INSPECTOR.agencyId, personId);
  return openEmergencyTo(door, id);
}

/** The same by an id that may be anybody's. */
export function openEmergencyTo(door: Door, id: string): Promise<Answer> {
  const body = { reason: "Somebody is in danger of their life" };
  return call(door, INSPECTOR, "POST", `/v1/people/${id}/emergency-access`, { body });
}

/** What an agency holds back of somebody: asked for, set or lifted. */
export async function capsOf(door: Door, who: Caller, method: string, personId: string): Promise<Answer> {
  return capsAt(door, who, method, await door.personIdFor(who.agencyId, personId));
}

/** The same by an id that may be anybody's. */
export async function capsAt(door: Door, who: Caller, method: string, id: string): Promise<Answer> {
  const path = `/v1/people/${id}/originator-caps`;
  const before = await call(door, who, "GET", path);
  const headers = { "if-match": before.headers["etag"] ?? '"caps.0"' };
  const recipient = who.agencyId === "solent-yot" ? "solent-housing" : "solent-yot";
  const caps = [{ recipient, field: "identity.middleNames", form: "mask" }];
  const options = { ...(method === "GET" ? {} : { headers }), ...(method === "PUT" ? { body: { caps } } : {}) };
  return call(door, who, method, path, options);
}

async function fetched({ origin }: Door, path: string): Promise<Seen> {
  const answer = await fetch(`${origin}${path}`);
  return { status: answer.status, body: await answer.text() };
}

function changeSomebody(door: Door): Promise<void> {
  return change(door, person(door, ADULT).personId, "solent-probation", set("identity.middleNames", newName()));
}

/** A step of a meeting, by its chair, about somebody they may see. */
function meetingStep(outlet: MeetingOutlet): OrdinaryCall {
  return async (door) =>
    callMeeting(door, CHAIR, outlet, await door.personIdFor(CHAIR.agencyId, person(door, ADULT).personId));
}
