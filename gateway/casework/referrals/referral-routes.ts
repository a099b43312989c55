import { Hono } from "hono";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../../caller/caller-env.ts";
import type { RouteProfile } from "../../caller/route-profile.ts";
import { atOneMoment } from "../../disclosure/decide-and-project.ts";
import { createDisclose, refusedProblem } from "../../disclosure/disclose.ts";
import { policyRequest } from "../../disclosure/policy-request.ts";
import { refusedNoSooner } from "../../people/refused-no-sooner.ts";
import type { CaseDependencies } from "../case-seen.ts";
import { type ReferralBeside, type ReferralLines, referralBeside } from "./referral-beside.ts";
import { makeReferral, noteReferral } from "./referral-moves.ts";
import { knowing, lookAtPerson } from "./referral-seen.ts";
import { referralView } from "./referral-view.ts";
import { stateOf } from "./rests-on.ts";

const REFER: RouteProfile = {
  method: "POST",
  path: "/v1/referrals",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 16_384,
};

const NOTE_REFERRAL: RouteProfile = { ...REFER, path: "/v1/people/:personId/referral-steps" };

const READ_REFERRAL: RouteProfile = {
  method: "GET",
  path: "/v1/people/:personId/referral",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

export const REFERRAL_ROUTES: readonly RouteProfile[] = [REFER, READ_REFERRAL, NOTE_REFERRAL];

/** What whoever selects looks at beside the form (F-06). Always the same, so that which they are tells nothing of the referral. */
const REFERRAL_FIELDS = [
  "iom.lifecycleState",
  "iom.cohort",
  "police.offendingHistory",
  "police.crimeCostEstimate",
  "probation.sentence",
  "probation.mappa",
] as const satisfies readonly FieldPath[];

const OUTLET = "people.referral";

/** A referral: made, screened, assessed, and as each reader may see it. */
export function referralRoutes(dependencies: CaseDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .post(REFER.path, (c) => makeReferral(c, dependencies))
    .post(NOTE_REFERRAL.path, (c) => noteReferral(c, dependencies))
    .get(READ_REFERRAL.path, async (c) => {
      const beganMs = performance.now();
      const { caller } = c.var;
      const now = dependencies.clock.now();
      const held = { ...atOneMoment(dependencies), clock: { now: () => now } };
      const { officers, scheme } = held;
      const { agencies } = scheme;
      const request = policyRequest({ caller, officers, now, outlet: OUTLET, fields: REFERRAL_FIELDS });
      const asked = c.req.param("personId") ?? "";
      // The core is asked only about people whom the caller may see, so that asking takes no time that would tell.
      const person = await lookAtPerson(held, request, asked);
      const beside = "outcome" in person ? null : await referralBeside(held.askCasework, person.personId);
      let lines: ReferralLines | null = null;
      const disclose = createDisclose(held, {
        outlet: OUTLET,
        layBeside: async (_tx, found) => {
          const mayKnow = found.record === null ? () => false : knowing(found.record, request, held);
          lines = linesOf(beside, { agencyId: caller.agencyId, agencies, mayKnow });
          return found;
        },
      });
      const answer = await disclose({ caller, personId: asked, fields: REFERRAL_FIELDS });
      c.set("logEntry", answer.logEntry);
      if (answer.outcome === "refused") {
        await refusedNoSooner(beganMs);
        throw refusedProblem(answer);
      }
      const { disclosure, agreement, logEntry } = answer;
      const body: Exchanges["referral-view"] = {
        personId: answer.personId,
        agreements: [agreement],
        purpose: disclosure.purpose,
        ...(lines === null ? {} : { referral: lines }),
        fields: disclosure.fields,
        obligations: disclosure.obligations,
        receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
      };
      return c.json(body);
    });
}

/** That there is a referral is for those who may know where the person stands. */
function linesOf(beside: ReferralBeside | null, reader: Parameters<typeof referralView>[1]): ReferralLines | null {
  return beside !== null && reader.mayKnow(stateOf(reader.agencies)) ? referralView(beside, reader) : null;
}
