import { randomUUID } from "node:crypto";
import type { Officer } from "#schemas/scheme.ts";
import { plantHit } from "../door/planted-hits.ts";
import { expectation } from "./expectation.ts";
import { leaksIn, oracleRequest, type Probe } from "./probe.ts";

const PURPOSE = "crime-matching";
const HUB = "em-provider";
const FORCE = "hampshire-police";

/** Tag hits of everybody, asked for by everybody: what stands beside a hit is what the oracle gives of its person, and no more. */
export const OUTLETS_OF_TAG_HITS = {
  "GET /v1/tag-hits": sweepHits,
  "POST /v1/tag-hits/:id/qualification": (probe: Probe) =>
    sweepMoves(probe, "qualification", { decision: "reject", reason: "passing-by" }),
  "POST /v1/tag-hits/:id/outcome": (probe: Probe) => sweepMoves(probe, "outcome", { outcome: "inconclusive" }),
  "GET /v1/tag-hits/:id/report": sweepReports,
  "POST /v1/tag-hits/questions": sweepQuestions,
  "POST /v1/crime-batches": (probe: Probe) =>
    sweepCall(
      probe,
      "POST",
      () => "/v1/crime-batches",
      () => ({ csv: "Hampshire,BIAD\n" }),
    ),
  "GET /v1/crime-batches/:id": (probe: Probe) => sweepCall(probe, "GET", () => `/v1/crime-batches/${"0".repeat(32)}`),
};

async function sweepHits(probe: Probe): Promise<readonly string[]> {
  for (const { personId } of probe.people) {
    await plantHit(probe.hub.core, personId, "candidate");
    await plantHit(probe.hub.core, personId, "qualified");
  }
  const problems: string[] = [];
  for (const officer of probe.hub.stage.hub.scheme.officers) {
    const { status, leaks, hits } = await listAs(probe, officer);
    const mayList =
      officer.agencyId === HUB ? officer.role === "emHub" : officer.agencyId === FORCE && officer.role !== "dpo";
    const wrong = status === (mayList ? 200 : 403) ? [] : [`answered ${status}`];
    const empty = mayList && hits === 0 ? ["nothing was listed"] : [];
    problems.push(...[...leaks, ...wrong, ...empty].map((problem) => `hits to ${officer.actor}: ${problem}`));
  }
  return problems;
}

async function listAs(probe: Probe, officer: Officer) {
  const { hub } = probe;
  const allowed = await allowedOf(probe, officer);
  hub.take();
  const asked = { actor: officer.actor, purpose: PURPOSE };
  const { status, body } = await hub.client(officer.agencyId).call("GET", "/v1/tag-hits", asked);
  const { hits = [] } = body as { readonly hits?: readonly unknown[] };
  return { status, leaks: leaksIn(probe, hub.take(), allowed), hits: hits.length };
}

/** The files of a report, unpacked, hold no token that the list may not. */
async function sweepReports(probe: Probe): Promise<readonly string[]> {
  const [person] = probe.people;
  const hitId = await plantHit(probe.hub.core, person?.personId ?? "", "qualified");
  const problems: string[] = [];
  for (const officer of probe.hub.stage.hub.scheme.officers) {
    const allowed = await allowedOf(probe, officer);
    probe.hub.take();
    const asked = { actor: officer.actor, purpose: PURPOSE };
    const path = `/v1/tag-hits/${hitId}/report`;
    const { body } = await probe.hub.client(officer.agencyId).call("GET", path, asked);
    const { files = [] } = body as {
      readonly files?: readonly { readonly content: string; readonly encoding: string }[];
    };
    const unpacked = files.map(({ content, encoding }) =>
      Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
    );
    const leaks = leaksIn(probe, Buffer.concat([probe.hub.take(), ...unpacked]), allowed);
    problems.push(...leaks.map((leak) => `report to ${officer.actor}: ${leak}`));
  }
  return problems;
}

/** What the oracle lets this officer have of everybody, for matching crimes. */
async function allowedOf({ hub, people }: Probe, officer: Officer): Promise<ReadonlySet<string>> {
  const allowed = new Set<string>();
  for (const person of people) {
    const record = await hub.recordOf(person.personId);
    const expected = expectation(hub.world, oracleRequest(officer, PURPOSE), person, record);
    for (const token of "refused" in expected ? [] : expected.allowed) {
      allowed.add(token);
    }
  }
  return allowed;
}

async function sweepMoves(probe: Probe, step: string, body: object): Promise<readonly string[]> {
  const [person] = probe.people;
  const problems: string[] = [];
  for (const state of ["candidate", "qualified"] as const) {
    const hitId = await plantHit(probe.hub.core, person?.personId ?? "", state);
    problems.push(
      ...(await sweepCall(
        probe,
        "POST",
        () => `/v1/tag-hits/${hitId}/${step}`,
        () => body,
      )),
    );
  }
  return problems;
}

async function sweepQuestions(probe: Probe): Promise<readonly string[]> {
  const [person] = probe.people;
  const idOf = (agencyId: string) => probe.hub.personIdFor(agencyId, person?.personId ?? "");
  const ids = new Map(
    await Promise.all(
      probe.hub.stage.hub.scheme.agencies.map(async ({ agencyId }) => [agencyId, await idOf(agencyId)] as const),
    ),
  );
  return sweepCall(
    probe,
    "POST",
    () => "/v1/tag-hits/questions",
    ({ agencyId }) => ({ crimeReference: "44260500001", personId: ids.get(agencyId) ?? randomUUID() }),
  );
}

/** A call as every officer of the scheme: not one token may come out of it. */
async function sweepCall(
  probe: Probe,
  method: string,
  pathFor: (officer: Officer) => string,
  bodyFor?: (officer: Officer) => object,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const officer of probe.hub.stage.hub.scheme.officers) {
    const { agencyId, actor } = officer;
    const body = bodyFor === undefined ? {} : { body: bodyFor(officer) };
    probe.hub.take();
    await probe.hub.client(agencyId).call(method, pathFor(officer), { actor, purpose: PURPOSE, ...body });
    problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `${pathFor(officer)} to ${actor}: ${leak}`));
  }
  return problems;
}
