import type { NatsConnection } from "@nats-io/transport-node";
import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { validateExchange } from "#schemas/validate.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { readBody } from "../read-body.ts";

export const SEND_CRIMES: RouteProfile = {
  method: "POST",
  path: "/v1/crime-batches",
  personal: true,
  content: "json",
  // The same batch again is the same file, whatever key it comes under.
  idempotent: true,
  claimsNonce: false,
  contentMax: 786_432,
};

export const READ_CRIME_BATCH: RouteProfile = {
  method: "GET",
  path: "/v1/crime-batches/:id",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

const ANSWER_TIMEOUT_MS = 8_000;
/** Crimes are the force's own and name nobody, so no agreement is asked: whoever its register names may send them. */
const SENDERS = { roles: null, purposes: ["crime-matching"], resource: "crime-batch" } as const;

type BatchState = Exchanges["crime-batch-state"];
/** Asks the connectors, who read a batch as they read a file of the feed; null for a batch that is not there. */
export type AskAboutBatch = (question: "put" | "read", body: object) => Promise<BatchState | null>;

type CrimeBatchDependencies = Pick<DiscloseDependencies, "sql" | "officers" | "clock"> & {
  readonly askAboutBatch: AskAboutBatch;
};

/** Crimes for comparing with tag positions, from a police force, and where a batch stands. */
export function crimeBatchRoutes(dependencies: CrimeBatchDependencies): Hono<CallerEnv> {
  const { askAboutBatch } = dependencies;
  return new Hono<CallerEnv>()
    .post(SEND_CRIMES.path, async (c) => {
      const { caller } = c.var;
      await requireForce(dependencies, caller);
      const batch = readBody(caller, "crime-batch");
      const state = await askAboutBatch("put", { agencyId: caller.agencyId, ...batch });
      if (state === null) {
        throw new HubError("feed-unavailable", "the connectors did not take the batch");
      }
      if (state.state === "rejected") {
        throw new HubError("validation-failed", "no crime of the batch was taken in", { extra: { batch: state } });
      }
      return c.json(state, 202);
    })
    .get("/v1/crime-batches/:id", async (c) => {
      const { caller } = c.var;
      await requireForce(dependencies, caller);
      const state = await askAboutBatch("read", { agencyId: caller.agencyId, id: c.req.param("id") });
      if (state === null) {
        throw new HubError("not-found", "no such batch of this force");
      }
      return c.json(state);
    });
}

async function requireForce(dependencies: CrimeBatchDependencies, caller: VerifiedRequest): Promise<void> {
  await requireRole(dependencies, caller, SENDERS);
  if (caller.agencyType !== "police") {
    throw new HubError("actor-not-permitted", "crimes come from police forces");
  }
}

export function askAboutBatchOver(bus: NatsConnection): AskAboutBatch {
  return async (question, body) => {
    const answer = await ask(bus, question, body);
    if (answer["outcome"] === "failed") {
      throw new HubError("feed-unavailable", "the connectors could not take the batch in");
    }
    const { outcome, ...state } = answer;
    const checked = validateExchange("crime-batch-state", state);
    return outcome === "batch" && checked.valid ? checked.body : null;
  };
}

async function ask(bus: NatsConnection, question: string, body: object): Promise<Record<string, unknown>> {
  try {
    const reply = await bus.request(`connectors.crime-batch.${question}`, JSON.stringify(body), {
      timeout: ANSWER_TIMEOUT_MS,
    });
    return reply.json<Record<string, unknown>>();
  } catch (cause) {
    throw new HubError("feed-unavailable", "the connectors did not answer", { cause });
  }
}
