import { Hono } from "hono";
import { versionOf } from "#policies/life/agreement-life.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { inOneTransaction, inTransaction } from "../disclosure/in-one-transaction.ts";
import { readBody } from "../read-body.ts";
import { type AgreementRecord, documentOf, readOwnAgreement } from "./agreement-record.ts";
import { logReading } from "./log-reading.ts";
import { refuseMove } from "./make-move.ts";
import { type DpoGate, requireDpo } from "./require-dpo.ts";
import { type Simulating, simulateDecisions } from "./simulate-decisions.ts";
import { baseOf } from "./version-change.ts";
import { versionIn } from "./version-in-path.ts";

export const SIMULATE: RouteProfile = {
  method: "POST",
  path: "/v1/agreements/:id/simulations",
  personal: true,
  content: "json",
  idempotent: false,
  claimsNonce: true,
  contentMax: 16_384,
};

export const READ_SHADOW: RouteProfile = {
  method: "GET",
  path: "/v1/agreements/:id/versions/:version/shadow",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

const DAYS_USUAL = 30;
const DAY_MS = 86_400_000;

/** What a version would have changed: of the days gone by, or of the time between its activation and its start. */
export function simulationRoutes(dependencies: DpoGate): Hono<CallerEnv> {
  const { clock } = dependencies;
  return new Hono<CallerEnv>()
    .post(SIMULATE.path, async (c) => {
      const { days = DAYS_USUAL, ...meant } = readBody(c.var.caller, "agreement-simulation");
      requireOne(meant);
      const until = clock.now();
      const since = new Date(until.getTime() - days * DAY_MS);
      const { answer, logEntry } = await simulateFor(dependencies, c.var.caller, c.req.param("id") ?? "", {
        version: (record, party) => versionMeant(record, meant, party),
        period: () => ({ since, until }),
      });
      c.set("logEntry", logEntry);
      return c.json(answer);
    })
    .get(READ_SHADOW.path, async (c) => {
      const version = versionIn(c.req.param("version") ?? "");
      const { answer, logEntry } = await simulateFor(dependencies, c.var.caller, c.req.param("id") ?? "", {
        version: () => version,
        period: (record) => shadowPeriod(record, version, clock.now()),
      });
      c.set("logEntry", logEntry);
      return c.json(answer);
    });
}

type Meant = Pick<Exchanges["agreement-simulation"], "version" | "digest">;

function requireOne({ version, digest }: Meant): void {
  if (version === undefined && digest === undefined) {
    const errors = [{ pointer: "", message: "Give version, digest or both." }];
    throw new HubError("validation-failed", "a simulation of no version", { extra: { errors } });
  }
}

/** By the text that was read, whichever number it has; a version that has another text by now is not what was meant. */
function versionMeant(record: AgreementRecord, { version, digest }: Meant, party: string): number {
  const { life } = record;
  const named = version ?? life.versions.findLast((one) => one.digest === digest)?.version;
  const own = named === undefined ? null : versionOf(life, named);
  if (own === null) {
    throw new HubError("not-found", "no such version");
  }
  // A version that the party is not a party to is none, whatever its text.
  documentOf(record, own.version, party);
  if (digest !== undefined && own.digest !== digest) {
    refuseMove("digest-is-current");
  }
  return own.version;
}

type Asked = {
  readonly version: (record: AgreementRecord, party: string) => number;
  readonly period: (record: AgreementRecord) => Pick<Simulating, "since" | "until">;
};

async function simulateFor(
  dependencies: DpoGate,
  caller: VerifiedRequest,
  id: string,
  asked: Asked,
): Promise<{ readonly answer: Exchanges["agreement-simulation-answer"]; readonly logEntry: LedgerReceipt }> {
  const { sql, clock } = dependencies;
  const officer = await requireDpo(dependencies, caller);
  const record = await inTransaction(sql, (tx) => readOwnAgreement(tx, id, officer.party));
  const version = asked.version(record, officer.party);
  const after = documentOf(record, version, officer.party);
  const before = baseOf(record, version, clock.now());
  const simulating = { before, after, ...asked.period(record) };
  const logEntry = await inOneTransaction(sql, caller, (tx) =>
    logReading(tx, caller, officer, {
      kind: "agreement.simulated",
      agreement: `${id}@${version}`,
      now: clock.now(),
      detail: { since: simulating.since.toISOString(), until: simulating.until.toISOString() },
    }),
  );
  return { answer: await simulateDecisions(sql, simulating), logEntry };
}

/** Only a version with a start has a shadow: from when the start was fixed until it comes, or came. */
function shadowPeriod({ life }: AgreementRecord, version: number, now: Date): Pick<Simulating, "since" | "until"> {
  const activation = versionOf(life, version)?.activation ?? null;
  if (activation === null) {
    throw new HubError("not-found", "the version has no start, so nothing is computed beside");
  }
  const startMs = Date.parse(activation.from);
  return { since: new Date(activation.at), until: new Date(Math.min(now.getTime(), startMs)) };
}
