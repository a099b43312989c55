import { type Context, Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { type DiscloseDependencies, refusedProblem } from "../disclosure/disclose.ts";
import { findInOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readPersonAsked } from "../disclosure/read-record.ts";
import { recordRefusal, requestEvidence } from "../disclosure/record-refusal.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { askToSettleAgain } from "../push/subscription-tasks.ts";
import { readBody } from "../read-body.ts";
import { capsWanted } from "./caps-wanted.ts";
import { type CapList, type CapSet, readCapList, replaceCapList } from "./originator-cap-store.ts";
import { ownPerson } from "./own-person.ts";

const PATH = "/v1/people/:personId/originator-caps";
const profile = { path: PATH, personal: true, content: "none", idempotent: false, claimsNonce: true } as const;
export const GET_ORIGINATOR_CAPS: RouteProfile = { ...profile, method: "GET" };
export const PUT_ORIGINATOR_CAPS: RouteProfile = { ...profile, method: "PUT", content: "json", contentMax: 65_536 };
export const DELETE_ORIGINATOR_CAPS: RouteProfile = { ...profile, method: "DELETE" };

export type OriginatorCapDependencies = DiscloseDependencies & { readonly scheme: Scheme };

/**
 * What the caller's agency holds back of its own values about one person. Any officer of its register may: a cap only lowers,
 * and whoever learns of the danger should not have to wait for somebody else. The log says who did.
 */
export function originatorCapRoutes(dependencies: OriginatorCapDependencies): Hono<CallerEnv> {
  const agencies = new Set(dependencies.scheme.agencies.map(({ agencyId }) => agencyId));
  return new Hono<CallerEnv>()
    .get(PATH, async (c) => answer(c, await onOwnPerson(dependencies, c, readOnly)))
    .put(PATH, async (c) => {
      const { caller } = c.var;
      const caps = capsWanted(readBody(caller, "originator-caps-request"), { originator: caller.agencyId, agencies });
      return answer(c, await onOwnPerson(dependencies, c, (tx, acting) => replace(tx, acting, caps)));
    })
    .delete(PATH, async (c) => {
      await onOwnPerson(dependencies, c, (tx, acting) => replace(tx, acting, []));
      return c.body(null, 204);
    });
}

type Acting = { readonly caller: VerifiedRequest; readonly request: PolicyRequest; readonly personId: string };
type Act = (tx: Transaction, acting: Acting) => Promise<CapList>;

/** Acts on a person of whom the caller's agency gave something; for every other the answer is that there is none. */
async function onOwnPerson(dependencies: OriginatorCapDependencies, c: Context<CallerEnv>, act: Act): Promise<CapList> {
  const { caller } = c.var;
  const asked = c.req.param("personId") ?? "";
  const resource = "originator-cap";
  const required = { roles: null, purposes: ["iom-case-management", "dpo-audit"], resource } as const;
  const request = await requireRole(dependencies, caller, required);
  const done = await findInOneTransaction(dependencies.sql, caller, {
    find: (tx) => readPersonAsked(tx, caller.agencyId, asked),
    effect: async (tx, person) => {
      const own = ownPerson(request, person);
      if ("outcome" in own) {
        const refused = { caller, request, refusal: own, now: request.now, resource, detail: { asked } };
        return { refusal: own, logEntry: await recordRefusal(tx, refused) };
      }
      const acting = { caller, request, personId: own.personId };
      return { list: await act(tx, acting), logEntry: await log(tx, acting) };
    },
  });
  c.set("logEntry", done.logEntry);
  if ("refusal" in done) {
    throw refusedProblem(done.refusal);
  }
  return done.list;
}

function readOnly(tx: Transaction, { caller, personId }: Acting): Promise<CapList> {
  return readCapList(tx, { personId, originator: caller.agencyId });
}

async function replace(tx: Transaction, acting: Acting, caps: readonly CapSet[]): Promise<CapList> {
  const { caller, request, personId } = acting;
  const originator = caller.agencyId;
  const from = versionMeant(caller.ifMatch);
  const put = { personId, originator, from, caps, setBy: request.actor, setAt: request.now };
  if (!(await replaceCapList(tx, put))) {
    throw new HubError("precondition-failed", "the caps were changed meanwhile");
  }
  await askToSettleAgain(tx, { agencies: caps.map(({ recipient }) => recipient), personId });
  return readCapList(tx, { personId, originator });
}

function etagOf({ version }: CapList): string {
  return `"caps.${version}"`;
}

/** A change names the version it was made from, also the first. */
function versionMeant(ifMatch: string | null): number {
  if (ifMatch === null) {
    throw new HubError("precondition-required", "If-Match is missing");
  }
  const [, version] = /^"caps\.([0-9]{1,9})"$/.exec(ifMatch) ?? [];
  if (version === undefined) {
    throw new HubError("precondition-failed", "no version of these caps");
  }
  return Number(version);
}

function answer(c: Context<CallerEnv>, list: CapList): Response {
  c.header("etag", etagOf(list));
  const caps = list.caps.map(({ setAt, ...cap }) => ({ ...cap, setAt: setAt.toISOString() }));
  // Forms were held against the ladders when they were set.
  const body = { personId: c.req.param("personId") ?? "", caps } as Exchanges["originator-caps"];
  return c.json(body);
}

/** Those held back from are no recipients of the entry: a recipient may read the leaf. */
function log(tx: Transaction, { caller, request, personId }: Acting): Promise<LedgerReceipt> {
  return appendEntry(tx, {
    kind: caller.method === "GET" ? "consultation" : "policy.originator-cap",
    time: request.now,
    agency: caller.agencyId,
    actor: request.actor,
    recipients: [],
    purpose: request.purpose,
    resource: "originator-cap",
    personId,
    fields: [],
    request: requestEvidence(caller),
    detail: { method: caller.method, personId },
  });
}
