import { Hono } from "hono";
import { stateAt } from "#policies/in-force.ts";
import type { LoadedAgreement } from "#policies/policy-set.ts";
import type { ReachCell } from "#policies/reach/reach-cell.ts";
import { type Reach, reachByScope, reachForParty } from "#policies/reach.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import { inTurns } from "./in-turns.ts";
import { type DpoGate, requireDpo } from "./require-dpo.ts";

export const READ_REACH: RouteProfile = {
  method: "GET",
  path: "/v1/agreements/reach",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: false,
};

export type ReachDependencies = DpoGate & { readonly engine: PolicyEngine };

type Answer = Exchanges["agreement-reach"];

/**
 * What each recipient can ever see under the versions in force: to an officer the rows and columns of their own party, what it
 * may receive and what may be seen of what it gives. A field that is never shared has no cell.
 */
export function reachRoutes(dependencies: ReachDependencies): Hono<CallerEnv> {
  const { engine, clock } = dependencies;
  const reachOnce = rememberReach();
  return new Hono<CallerEnv>().get(READ_REACH.path, async (c) => {
    const { party } = await requireDpo(dependencies, c.var.caller);
    const nowMs = clock.now().getTime();
    const own = engine
      .policies()
      .agreements.filter((one) => one.parties.has(party) && ["active", "suspended"].includes(stateAt(one, nowMs)));
    const agreements: Answer["agreements"][number][] = [];
    for (const agreement of own) {
      agreements.push(answerFor(party, agreement, await reachOnce(agreement)));
    }
    const body: Answer = { agreements };
    return c.json(body);
  });
}

/** A version's reach does not change while it is the same object; what is suspended for now is reach all the same. */
function rememberReach(): (agreement: LoadedAgreement) => Promise<Reach> {
  const known = new WeakMap<LoadedAgreement, Promise<Reach>>();
  return (agreement) => {
    const reach = known.get(agreement) ?? inTurns(reachByScope([{ ...agreement, withheld: new Map() }]));
    known.set(agreement, reach);
    return reach;
  };
}

function answerFor(party: string, { document }: LoadedAgreement, reach: Reach): Answer["agreements"][number] {
  const cells = reachForParty(party, reach).filter(({ steps }) => steps.length > 0);
  return {
    id: document.id,
    version: document.version,
    decisions: reach.decisions,
    totals: totalsOf(cells),
    cells: cells.map(cellInAnswer),
  };
}

/** How many fields of how many scopes can go how far at most. */
function totalsOf(cells: readonly ReachCell[]): Readonly<Record<string, number>> {
  const totals = new Map<string, number>();
  for (const { highest } of cells) {
    totals.set(highest, (totals.get(highest) ?? 0) + 1);
  }
  return Object.fromEntries([...totals].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function cellInAnswer({
  party,
  role,
  purpose,
  field,
  highest,
  lowest,
  steps,
}: ReachCell): Answer["agreements"][number]["cells"][number] {
  return { party, role, purpose, field, highest, lowest, steps };
}
