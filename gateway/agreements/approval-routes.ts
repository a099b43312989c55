import { Hono } from "hono";
import type { Agreement } from "#policies/agreement-document.ts";
import { summaryFor } from "#policies/change-summary.ts";
import { checkAgreement } from "#policies/check-agreement.ts";
import { type VersionLife, versionOf } from "#policies/life/agreement-life.ts";
import { startOf, whyNotActivate, whyNotApprove } from "#policies/life/approval-moves.ts";
import { unboundRules } from "#policies/life/bound-parties.ts";
import { statusOfVersion } from "#policies/life/status-of-version.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { readBody } from "../read-body.ts";
import { afterNarrowing } from "./after-sharing.ts";
import { documentOf } from "./agreement-record.ts";
import {
  type MadeMove,
  MOVE_PROFILE,
  type MoveDependencies,
  type Moving,
  makeMove,
  refuseMove,
  requireMove,
} from "./make-move.ts";
import { requireOwnSignature } from "./signed-approval.ts";
import { carriedOver, changeOf } from "./version-change.ts";

export const APPROVE: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/approvals" };
export const ACTIVATE: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/activation", contentMax: 16_384 };

/** Each party that must signs with its officer's own key; then the version is made active. */
export function approvalRoutes(dependencies: MoveDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .post(APPROVE.path, (c) => {
      const body = readBody(c.var.caller, "agreement-approval");
      return makeMove(dependencies, c, (moving) => approve(moving, body));
    })
    .post(ACTIVATE.path, (c) => {
      const body = readBody(c.var.caller, "agreement-activation");
      return makeMove(dependencies, c, async (moving) => {
        const made = activate(moving, body);
        return body.erase === true ? withErasure(moving, made, dependencies.engine.policies().hostOf) : made;
      });
    });
}

async function approve(moving: Moving, body: Exchanges["agreement-approval"]): Promise<MadeMove> {
  const { record, officer, now } = moving;
  const { version, digest, gains, note, signature } = body;
  const document = documentOf(record, version, officer.party);
  const own = versionOf(record.life, version);
  const known = own?.stage === "proposed" && own.digest === digest ? await gainsOf(moving, document) : NO_GAINS;
  const guard = whyNotApprove(record.life, { version, digest, gains, ...known }, officer);
  if (guard === "gains-are-ticked") {
    refuseMove(guard, { missing: known.mustTick.filter((key) => !gains.includes(key)) });
  }
  requireMove(guard);
  await requireOwnSignature(moving, body);
  const detail = { gains, note };
  return {
    event: { kind: "approved", version, digest, ...officer, at: now.toISOString(), detail },
    document,
    signature,
  };
}

type Gains = { readonly offered: readonly string[]; readonly mustTick: readonly string[] };

const NO_GAINS: Gains = { offered: [], mustTick: [] };

/** What this party gives or gets more of; each gain of special category data is ticked by itself. */
async function gainsOf({ record, officer, now }: Moving, document: Agreement): Promise<Gains> {
  const { summary } = await changeOf(record, document, now);
  const own = summaryFor(officer.party, summary).gains;
  return {
    offered: own.map(({ key }) => key),
    mustTick: own.filter(({ isSpecial }) => isSpecial).map(({ key }) => key),
  };
}

const SHADOW_MS = 86_400_000;

function activate(moving: Moving, body: Exchanges["agreement-activation"]): MadeMove {
  const { record, officer, now } = moving;
  const { version, digest, shadow = false } = body;
  const document = documentOf(record, version, officer.party);
  const own = versionOf(record.life, version);
  const asked = body.at === undefined ? new Date(now.getTime() + (shadow ? SHADOW_MS : 0)) : new Date(body.at);
  const { effective } = document;
  const start = startOf({ at: asked, effective }, now);
  const carried = own === null ? [] : carriedOver(record, own, { boundBefore: boundUnderBase(moving, own), start });
  const bound = new Set([
    ...carried,
    ...(own?.approvals ?? []).flatMap(({ party }) => (party === null ? [] : [party])),
  ]);
  const isSound = checkAgreement(document).outcome === "sound";
  const unbound = unboundRules(document, bound);
  const meant = { version, digest, at: asked, effective, isSound, unboundRules: unbound };
  const guard = whyNotActivate(record.life, meant, now);
  if (guard === "rules-have-bound-parties") {
    refuseMove(guard, { rules: unbound });
  }
  requireMove(guard);
  const detail = { from: start.toISOString(), base: own?.base ?? null, carried, shadow };
  return { event: { kind: "activated", version, digest, ...officer, at: now.toISOString(), detail }, document };
}

/** Only at once: what receivers were given until a start that lies ahead is not known yet. */
function withErasure({ tx, record, now }: Moving, made: MadeMove, hostOf: PolicySet["hostOf"]): MadeMove {
  const { event, document: after } = made;
  if (event.kind !== "activated" || Date.parse(event.detail.from) > now.getTime()) {
    const errors = [{ pointer: "/erase", message: "goes only with a start at once." }];
    throw new HubError("validation-failed", "an erasure with a start that lies ahead", { extra: { errors } });
  }
  const before = event.detail.base === null ? undefined : record.documents.get(event.detail.base);
  return before === undefined
    ? made
    : { ...made, afterwards: () => afterNarrowing(tx, { before, after }, { hostOf, now }) };
}

function boundUnderBase({ record }: Moving, { base }: VersionLife): Readonly<Record<string, string>> {
  return base === null ? {} : statusOfVersion(record.life, base).boundFrom;
}
