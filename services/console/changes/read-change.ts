import type { Exchanges } from "#schemas/generated/types.ts";
import type { Version } from "../agreements/version-view.ts";
import type { ConsoleDependencies } from "../console-env.ts";
import { needed } from "../hub/hub-answer.ts";
import type { Session } from "../session/session.ts";

export type Check = Exchanges["agreement-check-answer"];
export type Change = NonNullable<Check["change"]>;
export type Gain = Change["gains"][number];
export type Simulation = Exchanges["agreement-simulation-answer"];

export type ReadChange = {
  readonly check: Check;
  /** What this officer's party gives or gets more of, what less; most harmful first. */
  readonly gains: readonly Gain[];
  readonly losses: readonly Gain[];
  readonly mustTick: readonly Gain[];
  readonly past: Simulation | null;
};

const PAST_DAYS = 30;

/** What a version would change for one party, and would have changed in the past 30 days. */
export async function readChange(
  { askHub }: Pick<ConsoleDependencies, "askHub">,
  session: Session,
  { id, version }: Pick<Version, "id" | "version">,
): Promise<ReadChange> {
  const path = `/v1/agreements/${id}`;
  const check = needed<Check>(await askHub(session, "POST", `${path}/checks`, { body: { version } }));
  const body = { version, days: PAST_DAYS };
  // What has faults is not simulated: it could not be in force.
  const past =
    check.faults.length > 0 || check.change === null
      ? null
      : needed<Simulation>(await askHub(session, "POST", `${path}/simulations`, { body }));
  const concerns = ({ party, originators }: Gain): boolean =>
    party === session.agency || originators.includes(session.agency);
  const gains = (check.change?.gains ?? []).filter(concerns).toSorted(byHarm);
  const losses = (check.change?.losses ?? []).filter(concerns).toSorted(byHarm);
  return { check, gains, losses, mustTick: gains.filter(({ isSpecial }) => isSpecial), past };
}

function byHarm(one: Gain, other: Gain): number {
  const harm = ({ isSpecial, concernsUnder18s }: Gain) => (isSpecial ? 2 : 0) + (concernsUnder18s ? 1 : 0);
  return harm(other) - harm(one);
}
