import { panelDays, type TransferPanel } from "./panel-calendar.ts";
import {
  isOfRank,
  runsBeyond,
  type TransitionDates,
  type TransitionInput,
  transitionDates,
  type YouthOrder,
} from "./transition-dates.ts";

/** What the transfer panel said: nobody takes over, MAPPA does, or the scheme is to consider the person (F-55). */
export type PanelDecision = "none" | "mappa" | "iom";

export type TransitionCase = Omit<TransitionInput, "retainedByYot"> & {
  /** Null while nobody has said who manages the case. */
  readonly retainedByYot: boolean | null;
  readonly decision: PanelDecision | null;
};

export type TransitionAssessment = {
  /** E1 to E3 of handbook 6.6; null where nothing is known, which is neither yes nor no. */
  readonly eligible: { readonly e1: boolean | null; readonly e2: boolean; readonly e3: boolean };
  readonly dates: TransitionDates;
  /** The first sitting that can consider the person; null once it has decided, and where there is none before 18. */
  readonly panelOn: string | null;
  /** A candidate whom no panel can consider before 18, so that the referral cannot wait for one (F-05). */
  readonly isUrgent: boolean;
  /** Decided for the scheme on grounds that no longer hold: the decision is the panel's to take again. */
  readonly isReopened: boolean;
};

/** Where a young person stands on the way to adult services, as the record tells it. */
export function assessTransition(
  { retainedByYot, decision, ...known }: TransitionCase,
  panel: TransferPanel | null,
): TransitionAssessment {
  const input = { ...known, retainedByYot: retainedByYot === true };
  const dates = transitionDates(input);
  const ranked = known.orders.filter(isOfRank);
  const eligible = {
    e1: retainedByYot === null ? null : !retainedByYot,
    e2: ranked.length > 0,
    e3: ranked.some((order) => runsBeyond(order, dates.t3)),
  };
  const isWaiting = dates.t1 !== null && decision === null && known.acceptedOn === null;
  const panelOn = isWaiting && panel !== null ? firstPanel(panel, dates) : null;
  return {
    eligible,
    dates,
    panelOn,
    isUrgent: isWaiting && panel !== null && panelOn === null,
    isReopened: (decision === "iom" || known.acceptedOn !== null) && hasFailed(known.orders, eligible),
  };
}

/** The panel sits for young people: one on the birthday itself comes too late. */
function firstPanel(panel: TransferPanel, { t1, t3 }: TransitionDates): string | null {
  return t1 === null ? null : (panelDays(panel, t1, t3).find((day) => day < t3) ?? null);
}

function hasFailed(orders: readonly YouthOrder[], { e1, e3 }: TransitionAssessment["eligible"]): boolean {
  return orders.length > 0 && (e1 === false || !e3);
}

/** Whom a sitting has to consider; it is cancelled when there is nobody (F-54). */
export function candidatesFor<Person extends { readonly assessment: TransitionAssessment }>(
  sitting: string,
  people: readonly Person[],
): readonly Person[] {
  return people.filter(
    ({ assessment: { panelOn, dates, isReopened } }) =>
      (panelOn !== null && panelOn <= sitting && sitting < dates.t3) || (isReopened && sitting < dates.t3),
  );
}
