import type { CaseBody, CaseEvent, ExitPlanStatus, TransitionPlanStatus } from "./case-event.ts";
import type { CaseState } from "./case-states.ts";

/** What the events of casework say of a case; the record says the rest. */
export type FoldedCase = {
  /** Null until the hub's own casework first moved the case. */
  readonly state: CaseState | null;
  /** The London day of the last move. */
  readonly since: string | null;
  /** Where somebody in custody was before, and returns to. */
  readonly stateBefore: CaseState | null;
  readonly exitPlan: ExitPlanStatus | null;
  readonly transitionPlan: TransitionPlanStatus | null;
  readonly isReportOpened: boolean;
  readonly planActions: number;
  /** Taken on outside the panel, and not yet before it. */
  readonly isUnratified: boolean;
  /** London day of the registration that is not ratified. */
  readonly unratifiedSince: string | null;
  readonly deferredUntil: string | null;
  readonly hasInformationCome: boolean;
};

const NEW_CASE: FoldedCase = {
  state: null,
  since: null,
  stateBefore: null,
  exitPlan: null,
  transitionPlan: null,
  isReportOpened: false,
  planActions: 0,
  isUnratified: false,
  unratifiedSince: null,
  deferredUntil: null,
  hasInformationCome: false,
};

/** Where a case stands, from its events in order. The same events give the same case whenever it is asked. */
export function foldCase(events: readonly CaseEvent[]): FoldedCase {
  return events.reduce((folded, event) => step(folded, event), NEW_CASE);
}

function step(folded: FoldedCase, { body, londonDay }: CaseEvent): FoldedCase {
  switch (body.kind) {
    case "moved":
      return moved(folded, body, londonDay);
    case "exit-plan":
      return { ...folded, exitPlan: body.status };
    case "transition-plan":
      return { ...folded, transitionPlan: body.status };
    case "report-opened":
      return { ...folded, isReportOpened: true };
    case "plan-action":
      return { ...folded, planActions: folded.planActions + 1 };
    case "ratified":
      return { ...folded, isUnratified: false };
    case "information-came":
      return { ...folded, hasInformationCome: true };
    // What is done on a referral moves nothing: `foldReferral` has it.
    default:
      return folded;
  }
}

type Moved = Extract<CaseBody, { kind: "moved" }>;

function moved(folded: FoldedCase, { from, to, ground, until }: Moved, londonDay: string): FoldedCase {
  // Out of custody somebody comes back to what they were.
  const isTakenOn = to === "registered" && from !== "custody";
  const next: FoldedCase = {
    ...folded,
    state: to,
    since: londonDay,
    stateBefore: to === "custody" ? from : null,
    isUnratified: isTakenOn ? ground === "urgent" : folded.isUnratified,
    unratifiedSince: isTakenOn ? londonDay : folded.unratifiedSince,
    deferredUntil: to === "deferred" ? until : null,
    hasInformationCome: false,
  };
  // Plans are of one time on the scheme: whoever is taken on again starts with none.
  return isTakenOn ? { ...next, exitPlan: null, transitionPlan: null, isReportOpened: false, planActions: 0 } : next;
}
