import { Hono } from "hono";
import { checkAgreement } from "#policies/check-agreement.ts";
import { headOf, type VersionLife, versionOf } from "#policies/life/agreement-life.ts";
import { whyNotPropose, whyNotReturn } from "#policies/life/draft-moves.ts";
import type { RequiredSignatures } from "#policies/required-signatures.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { readBody } from "../read-body.ts";
import { documentOf } from "./agreement-record.ts";
import type { DraftDependencies } from "./draft-routes.ts";
import { type MadeMove, MOVE_PROFILE, type Moving, makeMove, refuseMove, requireMove } from "./make-move.ts";
import { faultInAnswer } from "./read-draft.ts";
import { changeOf } from "./version-change.ts";

export const PROPOSE: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/proposal", contentMax: 16_384 };

/** The author puts a checked text before the parties that must sign it, or it goes back to be a draft. */
export function proposalRoutes(dependencies: DraftDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().post(PROPOSE.path, (c) => {
    const body = readBody(c.var.caller, "agreement-proposal");
    return makeMove(dependencies, c, async (moving) =>
      body.withdraw === true ? sendBack(moving, body) : propose(moving, body, dependencies.scheme),
    );
  });
}

type Meant = Exchanges["agreement-proposal"];

async function propose(
  { record, officer, now }: Moving,
  { version, digest }: Meant,
  scheme: Scheme,
): Promise<MadeMove> {
  const { life } = record;
  const document = documentOf(record, version, officer.party);
  const head = headOf(life);
  const own = versionOf(life, version);
  const proposal = { version, digest, previous: document.previous, isSound: true, canBeSigned: true };
  // What costs time is looked at once the rest would do.
  requireMove(whyNotPropose(life, proposal, officer));
  const checked = checkAgreement(document);
  if (checked.outcome === "faulty") {
    refuseMove("checks-pass", { errors: checked.faults.map(faultInAnswer) });
  }
  const { required } = await changeOf(record, document, now);
  const canBeSigned = own !== null && everyPartyCanSign(required, own, scheme);
  requireMove(whyNotPropose(life, { ...proposal, canBeSigned }, officer));
  const ids = { every: required.every.map(({ party }) => party), oneOf: required.oneOf.map(({ party }) => party) };
  const detail = { required: ids, base: head?.version ?? null };
  return { event: { kind: "proposed", version, digest, ...officer, at: now.toISOString(), detail }, document };
}

/** An author never approves, so a party whose only officer wrote the draft could never sign it. */
function everyPartyCanSign(
  { every, oneOf }: RequiredSignatures,
  { authors }: VersionLife,
  { officers }: Scheme,
): boolean {
  const canSign = (party: string) =>
    officers.some(
      ({ agencyId, actor, role }) =>
        agencyId === party &&
        role === "dpo" &&
        !authors.some((author) => author.party === party && author.actor === actor),
    );
  return (
    every.every(({ party }) => canSign(party)) && (oneOf.length === 0 || oneOf.some(({ party }) => canSign(party)))
  );
}

function sendBack({ record, officer, now }: Moving, { version, digest, reason }: Meant): MadeMove {
  if (reason === undefined) {
    const errors = [{ pointer: "/reason", message: "must be there: say why the version goes back." }];
    throw new HubError("validation-failed", "a version is sent back without a reason", { extra: { errors } });
  }
  const document = documentOf(record, version, officer.party);
  requireMove(whyNotReturn(record.life, { version, digest }, officer, now));
  return {
    event: { kind: "returned", version, digest, ...officer, at: now.toISOString(), detail: { reason } },
    document,
  };
}
