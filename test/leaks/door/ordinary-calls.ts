import type { Answer } from "#gateway/client/agency-client.ts";
import type { Outlet } from "../classes/outlets.ts";
import type { Door } from "./door.ts";
import {
  ADULT,
  type Caller,
  COORDINATOR,
  call,
  change,
  follow,
  newestCursor,
  newName,
  ownEvent,
  POLICE,
  person,
  pull,
  read,
  search,
  set,
} from "./drive.ts";

export type Seen = Pick<Answer, "status" | "body">;

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

async function fetched({ origin }: Door, path: string): Promise<Seen> {
  const answer = await fetch(`${origin}${path}`);
  return { status: answer.status, body: await answer.text() };
}

function changeSomebody(door: Door): Promise<void> {
  return change(door, person(door, ADULT).personId, "solent-probation", set("identity.middleNames", newName()));
}
