import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Answer } from "#gateway/client/agency-client.ts";
import { leaksIn, type Probe } from "./probe.ts";

const PATH = "/v1/agreements/solent-iom";
const NOBODYS = `sha256:${"0".repeat(64)}`;
const REASON = "Tried by the sweep, as somebody would who looks for people here";
const text = readFileSync(new URL("../../../policies/agreements/solent-iom.isa.yaml", import.meta.url), "utf8");

type Move = readonly [step: string, body: Readonly<Record<string, unknown>>];

/**
 * Everything about agreements, asked by each party's data protection officer for what they may do, and by an officer who is
 * none: rules are about anybody, so not one value of one person may come out of them.
 */
export const OUTLETS_OF_AGREEMENTS = {
  "GET /v1/agreements/:id/versions/:version": sweepOfficers((probe, officer) =>
    asked(probe, officer, "GET", `${PATH}/versions/1`),
  ),
  "GET /v1/agreements/reach": sweepOfficers((probe, officer) => asked(probe, officer, "GET", "/v1/agreements/reach")),
  "POST /v1/agreements/:id/drafts": sweepMoves(["drafts", { yaml: text }], ["drafts", { again: 1 }]),
  "DELETE /v1/agreements/:id/drafts/:version": sweepOfficers((probe, officer) =>
    asked(probe, officer, "DELETE", `${PATH}/drafts/2`, { headers: { "if-match": `"${NOBODYS}"` } }),
  ),
  "POST /v1/agreements/:id/checks": sweepMoves(["checks", { version: 2 }], ["checks", { yaml: `${text}more: 1\n` }]),
  "POST /v1/agreements/:id/simulations": sweepMoves(["simulations", { version: 1 }]),
  "GET /v1/agreements/:id/versions/:version/shadow": sweepOfficers((probe, officer) =>
    asked(probe, officer, "GET", `${PATH}/versions/1/shadow`),
  ),
  "POST /v1/agreements/:id/proposal": sweepMoves(["proposal", { version: 2, digest: NOBODYS }]),
  "POST /v1/agreements/:id/approvals": sweepMoves([
    "approvals",
    { version: 2, digest: NOBODYS, gains: [], note: REASON, signature: "a.b.c" },
  ]),
  "POST /v1/agreements/:id/activation": sweepMoves(["activation", { version: 2, digest: NOBODYS }]),
  // Each party stops sharing and goes on, so that what comes after is swept as before.
  "POST /v1/agreements/:id/suspension": sweepMoves(
    ["suspension", { version: 1, reason: REASON }],
    ["suspension", { version: 1, reason: REASON, resume: true }],
  ),
  "POST /v1/agreements/:id/termination": sweepMoves(["termination", { version: 99, reason: REASON }]),
};

type Officer = { readonly agencyId: string; readonly actor: string };

function sweepMoves(...moves: readonly Move[]) {
  return sweepOfficers(async (probe, officer) => {
    for (const [step, body] of moves) {
      await asked(probe, officer, "POST", `${PATH}/${step}`, { body });
    }
  });
}

function sweepOfficers(ask: (probe: Probe, officer: Officer) => Promise<unknown>) {
  return async (probe: Probe): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const officer of officersOf(probe)) {
      probe.hub.take();
      await ask(probe, officer);
      problems.push(...leaksIn(probe, probe.hub.take()).map((leak) => `${officer.agencyId} ${officer.actor}: ${leak}`));
    }
    return problems;
  };
}

function officersOf({ hub }: Probe): readonly Officer[] {
  const { officers } = hub.stage.hub.scheme;
  return officers.filter(({ role, actor }) => role === "dpo" || actor === "hous-01");
}

function asked(
  probe: Probe,
  { agencyId, actor }: Officer,
  method: string,
  path: string,
  more: object = {},
): Promise<Answer> {
  const options = {
    actor,
    purpose: "dpo-audit",
    ...(method === "DELETE" ? { idempotencyKey: randomUUID() } : {}),
    ...more,
  };
  return probe.hub.client(agencyId).call(method, path, options);
}
