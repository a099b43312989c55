import type { SchemeAgency } from "#schemas/scheme.ts";
import type { CaseBody, CaseEvent } from "../case-event.ts";
import type { CaseState } from "../case-states.ts";
import type { ReferralBody, ReferralForm, ScreeningAnswer } from "./referral-event.ts";
import { addWorkingDays } from "./working-days.ts";

/** Who did something and on which London day. */
type Done = { readonly agencyId: string; readonly actor: string; readonly on: string };

type DoneOf<Kind extends ReferralBody["kind"]> = Done & Extract<ReferralBody, { kind: Kind }>;

/** How an agency that was asked has answered; null while it has not. */
export type Screening = {
  readonly agencyId: string;
  readonly answer: ScreeningAnswer | null;
  readonly note: string | null;
  /** London day. */
  readonly answeredOn: string | null;
  readonly isLate: boolean;
};

export type FoldedReferral = {
  readonly referralId: string;
  readonly made: Done;
  readonly form: ReferralForm;
  /** London day by which agencies answer; null until they are asked. */
  readonly answersBy: string | null;
  readonly screening: readonly Screening[];
  /** The last of each part that was filled. */
  readonly assessment: readonly DoneOf<"assessment">[];
  readonly programmes: readonly DoneOf<"programme">[];
  readonly lead: DoneOf<"lead"> | null;
  /** The panel took the person on or rejected them, so that another referral may come. */
  readonly isOver: boolean;
  /** Forms of others that came meanwhile. */
  readonly offered: readonly DoneOf<"offered">[];
};

export type ScreeningRules = {
  readonly invited: readonly string[];
  /** In working days from the start of screening. */
  readonly screeningDays: number;
  readonly agencies: readonly Pick<SchemeAgency, "agencyId" | "agencyType">[];
};

/** The last referral of a person and all that was done on it, from the events of the case; null for somebody never referred. */
export function foldReferral(
  events: readonly CaseEvent[],
  rules: ScreeningRules,
  today: string,
): FoldedReferral | null {
  const from = events.findLastIndex(({ body }) => body.kind === "referral");
  const made = events[from];
  if (made?.body.kind !== "referral") {
    return null;
  }
  const since = events.slice(from + 1);
  const asked = since.findLast(({ body }) => body.kind === "moved" && body.to === "screening");
  const answersBy = asked === undefined ? null : addWorkingDays(asked.londonDay, rules.screeningDays);
  return {
    referralId: made.eventId,
    made: doneBy(made),
    form: made.body.form,
    answersBy,
    screening:
      answersBy === null ? [] : invitedOf(rules).map((agencyId) => screeningOf(agencyId, since, { answersBy, today })),
    assessment: lastOfEach(allOf(since, "assessment"), ({ part }) => part),
    programmes: lastOfEach(allOf(since, "programme"), ({ programme }) => programme),
    lead: allOf(since, "lead").at(-1) ?? null,
    offered: allOf(since, "offered"),
    isOver: since.some(({ body }) => body.kind === "moved" && ENDS.includes(body.to)),
  };
}

const ENDS: readonly CaseState[] = ["registered", "rejected", "deregistered", "transferred"];

/** Agencies of the types that the scheme asks. */
export function invitedOf({ invited, agencies }: Pick<ScreeningRules, "invited" | "agencies">): readonly string[] {
  return agencies.filter(({ agencyType }) => invited.includes(agencyType)).map(({ agencyId }) => agencyId);
}

type Deadline = { readonly answersBy: string; readonly today: string };

/** The last answer counts, and the first says whether it came in time: whoever says more later was not late. */
function screeningOf(agencyId: string, since: readonly CaseEvent[], { answersBy, today }: Deadline): Screening {
  const own = allOf(since, "screening").filter((one) => one.agencyId === agencyId);
  const last = own.at(-1);
  return {
    agencyId,
    answer: last?.answer ?? null,
    note: last?.note ?? null,
    answeredOn: last?.on ?? null,
    isLate: (own[0]?.on ?? today) > answersBy,
  };
}

function allOf<Kind extends ReferralBody["kind"]>(events: readonly CaseEvent[], kind: Kind): readonly DoneOf<Kind>[] {
  const isOf = (body: CaseBody): body is Extract<ReferralBody, { kind: Kind }> => body.kind === kind;
  return events.flatMap((event) => (isOf(event.body) ? [{ ...doneBy(event), ...event.body }] : []));
}

function lastOfEach<Step>(steps: readonly Step[], of: (step: Step) => string): readonly Step[] {
  return [...new Map(steps.map((step) => [of(step), step])).values()];
}

function doneBy({ agencyId, actor, londonDay }: CaseEvent): Done {
  return { agencyId, actor, on: londonDay };
}
