import type { CaseFacts } from "#services/core/casework/case-facts.ts";
import type { CaseState } from "#services/core/casework/case-states.ts";
import type { Move } from "#services/core/casework/lifecycle/move.ts";

export type World = Pick<
  CaseFacts,
  | "custody"
  | "custodialMonths"
  | "reviewOn"
  | "ragStatus"
  | "greenSince"
  | "isLed"
  | "supervisionEndsOn"
  | "referral"
  | "ratifyBy"
>;

export type Reference = {
  state: CaseState;
  before: CaseState | null;
  urgent: boolean;
  exitPlan: string | null;
  transitionPlan: string | null;
  report: boolean;
  actions: number;
  until: string | null;
  came: boolean;
};

export const TODAY = "2026-11-21";

/** Why the reference lets a move be made, in its own words; it shares nothing with the table under test. */
export function mayMove(m: Reference, w: World, move: Move): boolean {
  const r = w.referral;
  const chair = move.role === "iomInspector";
  const lead = move.role === "leadOfficer" || move.role === "iomSergeant";
  const because = move.rationale !== null;
  const panel = chair && because && move.meetingId !== null && move.positions.length === 2;
  const managed = ["registered", "active", "transition"].includes(m.state);
  const closed = ["rejected", "deregistered", "transferred"].includes(m.state);
  switch (`${move.ground ?? "-"} ${move.to}`) {
    case "- screening":
      return m.state === "referred"
        ? ["iomCoordinator", "spo"].includes(move.role) && r?.isComplete === true && !r.isDuplicate
        : m.state === "deferred" &&
            move.role === "iomCoordinator" &&
            (m.came || (m.until !== null && Date.parse(m.until) < Date.parse(TODAY)));
    case "- pendingPanel":
      return (
        m.state === "screening" && move.role === "iomCoordinator" && r?.isScreened === true && (r.isAnswered || because)
      );
    case "- registered":
      if (m.state === "custody") {
        return lead && w.custody === "outside" && (m.before ?? "registered") === "registered";
      }
      return ["pendingPanel", "reRegistrationReview"].includes(m.state) && panel && move.cohort !== null;
    case "urgent registered":
      return (
        m.state === "pendingPanel" &&
        ["iomSergeant", "spo"].includes(move.role) &&
        r?.isUrgent === true &&
        move.agreedInWriting.length === 2 &&
        move.cohort !== null &&
        because
      );
    case "- rejected":
    case "- deferred":
      return m.state === "pendingPanel" && panel;
    case "- active":
      if (m.state === "registered") {
        const inTime = !(m.urgent && w.ratifyBy !== null && w.ratifyBy < TODAY);
        return inTime && move.role === "iomSergeant" && w.isLed && w.ragStatus !== null && m.report && m.actions > 0;
      }
      if (m.state === "transition") {
        return lead && w.ragStatus !== null && w.ragStatus !== "green";
      }
      return m.state === "custody" && lead && w.custody === "outside" && (m.before ?? "active") === "active";
    case "- custody":
      return managed && lead && w.custody === "inside";
    case "- transition":
      if (m.state === "custody") {
        return lead && w.custody === "outside" && (m.before ?? "transition") === "transition";
      }
      return (
        m.state === "active" &&
        move.role === "iomSergeant" &&
        because &&
        ((w.ragStatus === "green" && m.exitPlan !== null) ||
          (w.supervisionEndsOn !== null && w.supervisionEndsOn <= "2027-02-21"))
      );
    case "- longCustody":
      return (managed || m.state === "custody") && chair && because && (w.custodialMonths ?? 0) >= 60;
    case "- reRegistrationReview":
      return (
        m.state === "longCustody" &&
        (chair || move.role === "iomCoordinator") &&
        w.reviewOn !== null &&
        w.reviewOn <= TODAY
      );
    case "- deregistered":
      return m.state === "reRegistrationReview" && panel;
    case "not-ratified deregistered":
      return ["registered", "active"].includes(m.state) && panel && m.urgent;
    case "lapsed deregistered": {
      const overdue = m.urgent && w.ratifyBy !== null && w.ratifyBy < TODAY;
      const may = chair || move.role === "iomCoordinator";
      return ["registered", "active"].includes(m.state) && may && because && overdue;
    }
    case "D1 deregistered":
      return (
        m.state === "transition" &&
        chair &&
        because &&
        move.meetingId !== null &&
        w.ragStatus === "green" &&
        w.greenSince !== null &&
        w.greenSince <= "2026-08-21" &&
        m.exitPlan === "implemented"
      );
    case "D3 deregistered":
      return (
        m.state === "transition" &&
        chair &&
        because &&
        move.meetingId !== null &&
        w.supervisionEndsOn !== null &&
        w.supervisionEndsOn < TODAY &&
        m.transitionPlan === "delivered"
      );
    case "died deregistered":
    case "deported deregistered":
    case "mappa deregistered":
      return !closed && chair && because;
    case "- transferred":
      return m.state !== "transferred" && chair && because && move.acceptedBy !== null;
    default:
      return false;
  }
}

export function follow(m: Reference, move: Move, until: string | null): void {
  const from = m.state;
  m.before = move.to === "custody" ? from : null;
  m.until = move.to === "deferred" ? until : null;
  m.came = false;
  m.state = move.to;
  if (move.to === "registered") {
    m.urgent = move.ground === "urgent";
    if (from !== "custody") {
      Object.assign(m, { exitPlan: null, transitionPlan: null, report: false, actions: 0 });
    }
  }
}
