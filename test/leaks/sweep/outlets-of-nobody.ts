import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import { AnswerRefused } from "#gateway/client/answer-refused.ts";
import type { CallOptions } from "#gateway/client/call-hub.ts";
import { canaryFields } from "../canaries/canary-value.ts";
import { NOW } from "./canary-hub.ts";
import type { CanaryPerson } from "./canary-people.ts";
import { firstOfficers } from "./outlets-of-people.ts";
import { leaksIn, type Probe, probeFor } from "./probe.ts";

/** Outlets that have no business with anybody's data: not one token may come out of them, whoever asks. */
const PURPOSE = "iom-case-management";

type Call = readonly [method: string, path: string, options?: Omit<CallOptions, "actor" | "purpose">];

/** Makes each call as the first officer of every agency; every byte of every answer is searched, refusals too. */
export function sweepCalls(...calls: readonly Call[]) {
  return async (probe: Probe): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const { agencyId, actor } of firstOfficers(probe)) {
      for (const [method, path, options] of calls) {
        probe.hub.take();
        await answered(() => probe.hub.client(agencyId).call(method, path, { actor, purpose: PURPOSE, ...options }));
        problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `${method} ${path} to ${agencyId}: ${leak}`));
      }
    }
    return problems;
  };
}

/** A path that is no route is answered unsigned, which the client will not hand on; its bytes are searched all the same. */
async function answered(call: () => Promise<Answer>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof AnswerRefused)) {
      throw error;
    }
  }
}

/** What anybody may fetch without a key. */
export function sweepOpenly(path: string) {
  return async (probe: Probe): Promise<readonly string[]> => {
    probe.hub.take();
    await (await fetch(`${probe.hub.stage.hub.origin}${path}`)).arrayBuffer();
    return leaksIn(probe, probe.hub.take());
  };
}

/** The evidence of a reading, asked for by the reader and by everybody else. */
export async function sweepReceipts(probe: Probe): Promise<readonly string[]> {
  const [adult] = probe.people;
  const problems: string[] = [];
  for (const { agencyId, actor } of firstOfficers(probe)) {
    const personId = await probe.hub.personIdFor(agencyId, adult?.personId ?? "");
    const asked = { actor, purpose: PURPOSE };
    const read = await probe.hub.client(agencyId).call("GET", `/v1/people/${personId}`, asked);
    const { receipt } = read.body as { readonly receipt?: { readonly id: string } };
    for (const reader of firstOfficers(probe)) {
      probe.hub.take();
      const path = `/v1/receipts/${receipt?.id ?? randomUUID()}`;
      const answer = await probe.hub.client(reader.agencyId).call("GET", path, { ...asked, actor: reader.actor });
      const owns = reader.agencyId === agencyId && receipt !== undefined;
      const status = answer.status === (owns ? 200 : 404) ? [] : [`answered ${answer.status}`];
      const leaks = [...status, ...leaksIn(probe, probe.hub.take())];
      problems.push(...leaks.map((leak) => `receipt of ${agencyId} to ${reader.agencyId}: ${leak}`));
    }
  }
  return problems;
}

/** Housing sends a record that resembles somebody: what a coordinator is shown of it tells how it compares, never what it says. */
export async function sweepReviews(probe: Probe): Promise<readonly string[]> {
  const sent = await sendLookalike(probe);
  const withSent = probeFor(probe.hub, [...probe.people, sent.person]);
  const coordinator = { actor: "coord-01", purpose: PURPOSE };
  const team = probe.hub.client("iom-team");
  probe.hub.take();
  const listed = await poll(() => team.call("GET", "/v1/links/reviews", coordinator), hasReview);
  const [review] = reviewsIn(listed);
  const decided = await team.call("POST", `/v1/links/reviews/${review?.reviewId ?? randomUUID()}/decision`, {
    ...coordinator,
    body: { decision: "unsure", reason: "Not enough to go by, asked housing" },
  });
  const refused = decided.status === 200 ? [] : [`the decision was answered with ${decided.status}`];
  const unlisted = review === undefined ? ["no review was listed"] : [];
  return [...unlisted, ...refused, ...leaksIn(withSent, probe.hub.take())];
}

type Listed = { readonly reviews?: readonly { readonly reviewId: string }[] };
const reviewsIn = ({ body }: Answer) => (body as Listed).reviews ?? [];
const hasReview = (answer: Answer) => reviewsIn(answer).length > 0;

async function sendLookalike(probe: Probe): Promise<{ readonly status: number; readonly person: CanaryPerson }> {
  const [adult] = probe.people;
  const record = await probe.hub.recordOf(adult?.personId ?? "");
  const text = (field: "identity.firstName" | "identity.lastName" | "identity.dateOfBirth") =>
    String(record.values[field]?.[0]?.value);
  const secret = canaryFields(90).get("housing.currentAddress")?.canaries.slice(0, 1) ?? [];
  const event = {
    specversion: "1.0",
    id: `tenancies-${randomUUID()}`,
    source: "/agencies/solent-housing/tenancies",
    type: "housing.tenancy.started",
    time: NOW.toISOString(),
    datacontenttype: "application/json",
    dataschema: "/schemas/housing.tenancy.started/1",
    agencyid: "solent-housing",
    recordedtime: NOW.toISOString(),
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: "TEN-90001",
      personReference: {
        identifiers: [{ type: "LOCAL", value: "TEN-90001", valid: true }],
        firstName: text("identity.firstName"),
        lastName: text("identity.lastName"),
        dateOfBirth: text("identity.dateOfBirth"),
      },
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: {
        tenancyRef: "TEN-90001",
        accommodationType: "social",
        start: "2026-10-01",
        address: { lines: [secret[0]?.token], postcode: "SO14 0ZZ" },
      },
    },
  };
  const answer = await probe.hub
    .client("solent-housing")
    .call("POST", "/v1/events", { actor: "hous-01", purpose: PURPOSE, body: event });
  const canaries = new Map([["solent-housing", secret]]);
  const person = { name: "a tenant", personId: randomUUID(), canaries };
  return { status: answer.status, person };
}

const POLL_DEADLINE_MS = 10_000;

async function poll(ask: () => Promise<Answer>, done: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + POLL_DEADLINE_MS;
  let answer = await ask();
  while (!done(answer) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await ask();
  }
  return answer;
}
