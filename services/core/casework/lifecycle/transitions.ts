import type { Ground } from "../case-event.ts";
import { CASE_STATES, type CaseState, OPEN_STATES } from "../case-states.ts";
import type { GuardId } from "./guards.ts";

/** One row of handbook 6.3. */
export type Transition = {
  readonly from: readonly CaseState[];
  readonly to: CaseState;
  /** What a mover names where two rows lead the same way; null is the ordinary one. */
  readonly ground: Ground | null;
  /** `chair` is whoever the scheme lets chair. */
  readonly by: readonly string[];
  readonly guards: readonly GuardId[];
  /** The system says so by itself once every guard of the case holds; people decide. */
  readonly isProposed: boolean;
};

const CHAIR = ["chair"];
const LEAD = ["leadOfficer", "iomSergeant"];
const IN_MANAGEMENT: readonly CaseState[] = ["registered", "active", "transition"];
const PANEL: readonly GuardId[] = ["meeting-named", "quorum"];

/** The lifecycle as data. A move that is not here is illegal. */
export const TRANSITIONS: readonly Transition[] = [
  row(["referred"], "screening", ["iomCoordinator", "spo"], ["form-complete", "not-duplicate"]),
  row(["screening"], "pendingPanel", ["iomCoordinator"], ["screening-done", "reason-where-unanswered"]),
  row(["pendingPanel"], "registered", CHAIR, [...PANEL, "cohort-set", "statutory-rule", "reason-given"]),
  row(
    ["pendingPanel"],
    "registered",
    ["iomSergeant", "spo"],
    ["is-urgent", "two-agencies-in-writing", "cohort-set", "statutory-rule", "reason-given"],
    { ground: "urgent" },
  ),
  row(["pendingPanel"], "rejected", CHAIR, [...PANEL, "reason-given"]),
  row(["pendingPanel"], "deferred", CHAIR, [...PANEL, "reason-given"]),
  row(["deferred"], "screening", ["iomCoordinator"], ["deferral-over"]),
  row(["registered", "active"], "deregistered", CHAIR, [...PANEL, "unratified", "reason-given"], {
    ground: "not-ratified",
  }),
  row(["registered", "active"], "deregistered", ["iomCoordinator", "chair"], ["ratification-lapsed", "reason-given"], {
    ground: "lapsed",
    isProposed: true,
  }),
  row(
    ["registered"],
    "active",
    ["iomSergeant"],
    ["ratified-in-time", "lead-officer", "first-rag", "report-opened", "plan-action"],
  ),
  row(IN_MANAGEMENT, "custody", LEAD, ["in-custody"], { isProposed: true }),
  ...IN_MANAGEMENT.map((before) =>
    row(["custody"], before, LEAD, ["released", "was-there-before"], { isProposed: true }),
  ),
  row([...IN_MANAGEMENT, "custody"], "longCustody", CHAIR, ["long-sentence", "reason-given"], { isProposed: true }),
  row(["longCustody"], "reRegistrationReview", ["iomCoordinator", "chair"], ["review-due"], { isProposed: true }),
  row(["reRegistrationReview"], "registered", CHAIR, [...PANEL, "cohort-set", "reason-given"]),
  row(["reRegistrationReview"], "deregistered", CHAIR, [...PANEL, "reason-given"]),
  row(["active"], "transition", ["iomSergeant"], ["may-step-down", "reason-given"], { isProposed: true }),
  row(["transition"], "active", LEAD, ["no-longer-green"], { isProposed: true }),
  row(
    ["transition"],
    "deregistered",
    CHAIR,
    ["d1-in-use", "green-long-enough", "exit-plan-implemented", "meeting-named", "reason-given"],
    { ground: "D1", isProposed: true },
  ),
  row(
    ["transition"],
    "deregistered",
    CHAIR,
    ["d3-in-use", "scheme-lets-go", "supervision-over", "transition-plan-delivered", "meeting-named", "reason-given"],
    { ground: "D3", isProposed: true },
  ),
  row(OPEN_STATES, "deregistered", CHAIR, ["reason-given"], { ground: "died" }),
  row(OPEN_STATES, "deregistered", CHAIR, ["reason-given"], { ground: "deported" }),
  row(OPEN_STATES, "deregistered", CHAIR, ["reason-given"], { ground: "mappa" }),
  row(
    CASE_STATES.filter((state) => state !== "transferred"),
    "transferred",
    CHAIR,
    ["receiver-accepts", "reason-given"],
  ),
];

type Also = Partial<Pick<Transition, "ground" | "isProposed">>;

function row(
  from: readonly CaseState[],
  to: CaseState,
  by: readonly string[],
  guards: readonly GuardId[],
  { ground = null, isProposed = false }: Also = {},
): Transition {
  return { from, to, ground, by, guards, isProposed };
}
