import { setTimeout as delay } from "node:timers/promises";
import type { AgencyClient } from "#gateway/client/agency-client.ts";

type Hit = {
  readonly hitId: string;
  readonly fields: Readonly<Record<string, { readonly value: unknown } | undefined>>;
};
type Content = {
  readonly words: readonly string[];
  readonly figures: { readonly positionsNear: number; readonly medianSpeedKmh: number | null };
};

/** Of whom positions stay near at a walking pace, and more than one of them. */
const STAYED = { positions: 2, speedKmh: 10 };
const CANDIDATES_WAIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

export type WorkedHit = {
  readonly hitId: string;
  readonly decision: "qualify" | "reject";
  readonly words: readonly string[];
};

/**
 * Works through the candidates as an officer of the monitoring hub would who has read every word: who stayed is qualified, who
 * passed by is rejected. Made up, for the demonstration: nothing in the hub decides.
 */
export async function workThroughHits(client: AgencyClient, actor: string): Promise<readonly WorkedHit[]> {
  const worked: WorkedHit[] = [];
  for (const hit of await candidates(client, actor)) {
    const content = hit.fields["tag.candidateMatch"]?.value as Content | undefined;
    const { figures, words } = content ?? unreadable();
    const hasStayed = figures.positionsNear >= STAYED.positions && (figures.medianSpeedKmh ?? 0) < STAYED.speedKmh;
    const decision = hasStayed ? "qualify" : "reject";
    const body = { decision, reason: hasStayed ? "stopped-there" : "passing-by" };
    const path = `/v1/tag-hits/${hit.hitId}/qualification`;
    const { status } = await client.call("POST", path, { actor, purpose: "crime-matching", body });
    if (status !== 200) {
      throw new Error(`the monitoring hub's decision was refused: ${status}`);
    }
    worked.push({ hitId: hit.hitId, decision, words });
  }
  return worked;
}

function unreadable(): never {
  throw new Error("a candidate came without what it says");
}

/** Matching follows the feeds by a moment, so a queue that is empty yet is looked at again. */
async function candidates(client: AgencyClient, actor: string): Promise<readonly Hit[]> {
  const deadline = Date.now() + CANDIDATES_WAIT_MS;
  for (;;) {
    const { body } = await client.call("GET", "/v1/tag-hits", { actor, purpose: "crime-matching" });
    const { hits = [] } = body as { readonly hits?: readonly Hit[] };
    if (hits.length > 0 || Date.now() > deadline) {
      return hits;
    }
    await delay(LOOK_EVERY_MS);
  }
}
