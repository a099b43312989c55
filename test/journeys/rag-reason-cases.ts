import {
  AT,
  consented,
  DRUGS,
  event,
  fitted,
  HIDING,
  HOUSING,
  matched,
  POLICE,
  PROBATION,
  type Reason,
  reason,
  TEAM,
  YOT,
} from "./rag-reason.ts";

/** Who is told each reason, worked out by hand from the agreement of the demonstration, clause by clause. */
export const REASONS: readonly Reason[] = [
  // P07, P14. The YOT has the arrest for youth transition alone (P09); housing and drug services until when they are unavailable (P10).
  reason(
    "R1, an arrest",
    "R1",
    "red",
    [
      event(POLICE, "police.arrest.recorded", {
        arrestedAt: AT,
        status: "inCustody",
        hoCode: "028/01",
        station: HIDING,
      }),
    ],
    [POLICE, TEAM, PROBATION],
  ),
  // P07, P08, P14; others by category and band (P10).
  reason(
    "R1, a charge",
    "R1",
    "red",
    [
      event(POLICE, "police.charge.recorded", {
        chargedAt: AT,
        outcome: "charged",
        hoCode: "028/01",
        offenceText: HIDING,
      }),
    ],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  // P07, P08, P14.
  reason(
    "R2, a warrant",
    "R2",
    "red",
    [event(POLICE, "police.warrant.issued", { warrantRef: "W-1", issuedAt: AT, type: "recall", court: HIDING })],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  reason(
    "R2, wanted",
    "R2",
    "red",
    [event(POLICE, "police.wanted-status.changed", { status: "wanted" })],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  // P15, P16; housing and drug services only that there is something, once a recall was executed (P22).
  reason(
    "R3, a recall",
    "R3",
    "red",
    [
      event(PROBATION, "probation.enforcement.recorded", {
        enforcementId: HIDING,
        kind: "recall",
        at: AT,
        recallExecuted: true,
      }),
    ],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  // Qualified hits are for crime matching alone (P53, P54).
  reason(
    "R4, a hit ruled in",
    "R4",
    "red",
    [
      event("em-provider", "electronic-monitoring.match.qualified", { ...matched, qualifiedAt: AT }),
      event(POLICE, "police.match-outcome.recorded", { matchId: "M-1", outcome: "ruledIn" }, "2026-11-19T10:00:00Z"),
    ],
    [],
  ),
  // When a tag came off is for crime matching alone as well (P53, P54).
  reason(
    "R5, a tag that came off",
    "R5",
    "red",
    [
      fitted,
      event("em-provider", "electronic-monitoring.tag.removed", {
        emsId: `EMS-${HIDING}`,
        deviceId: 3400999,
        activatedFrom: "2026-10-01T12:00:00Z",
        activatedTo: AT,
      }),
    ],
    [],
  ),
  // P52.
  reason(
    "R5, a violation",
    "R5",
    "red",
    [
      event("em-provider", "electronic-monitoring.violation.recorded", {
        emsId: "EMS-2",
        breachDateTime: AT,
        breachDetails: HIDING,
      }),
    ],
    [POLICE, TEAM, PROBATION],
  ),
  // P15, P16; a drug service has its own appointments alone (P21).
  reason(
    "R6, an absence at probation",
    "R6",
    "amber",
    [event(PROBATION, "probation.appointment.recorded", { at: AT, type: HIDING, outcome: "failedToAttend" })],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  // P41 and its own; the police and the team are told of engaging or not (P40), which is not an absence.
  reason(
    "R6, an absence at the drug service",
    "R6",
    "amber",
    [
      consented(["treatment.drugServiceAttendance"]),
      event(DRUGS, "drug-services.appointment.recorded", { at: AT, attended: false }),
    ],
    [PROBATION, DRUGS],
  ),
  // For managing risk alone (P12), and its own; of an item that is not named its handling is not known.
  reason(
    "R7",
    "R7",
    "red",
    [
      event(POLICE, "police.intelligence.graded", {
        irRef: "IR-1",
        grade: "1A",
        handling: "C",
        gradedAt: AT,
        text: HIDING,
      }),
    ],
    [POLICE],
  ),
  // P46.
  reason(
    "R8, a test on arrest",
    "R8",
    "amber",
    [event(POLICE, "police.drug-test-on-arrest.recorded", { at: AT, opiates: "negative", cocaine: "positive" })],
    [POLICE, TEAM, PROBATION, DRUGS],
  ),
  // A test that the drug service itself tells of is its own; P45 gives what probation gave.
  reason(
    "R8, a test at the drug service",
    "R8",
    "amber",
    [event(DRUGS, "drug-services.drug-test.recorded", { at: AT, substances: { opiates: "positive" } })],
    [DRUGS],
  ),
  // P40, P41 and its own; the YOT is not named in the consent.
  reason(
    "R9",
    "R9",
    "amber",
    [
      consented(["treatment.engagement"]),
      event(DRUGS, "drug-services.engagement.changed", { periodDays: 28, engagement: "disengaged" }),
    ],
    [POLICE, TEAM, PROBATION, DRUGS],
  ),
  // P34 to P37 and its own.
  reason(
    "R10, no fixed abode",
    "R10",
    "amber",
    [
      event(HOUSING, "housing.tenancy.started", {
        tenancyRef: HIDING,
        accommodationType: "noFixedAbode",
        start: "2026-11-18",
      }),
    ],
    [POLICE, TEAM, PROBATION, YOT, HOUSING, DRUGS],
  ),
  // P35, P36 and its own; the police, the team and the drug service are told only that there is one (P34, P37).
  reason(
    "R10, a notice",
    "R10",
    "amber",
    [
      event(HOUSING, "housing.notice.served", {
        tenancyRef: HIDING,
        type: "S21",
        date: "2026-11-18",
        expiry: "2026-12-10",
      }),
    ],
    [PROBATION, YOT, HOUSING],
  ),
  // P47; others whether in or out (P49).
  reason(
    "R11",
    "R11",
    "amber",
    [
      event("winchester-prison", "prison.custody.released", {
        nomsNumber: "A9501AA",
        reason: "RELEASED",
        currentPrisonStatus: "NOT_UNDER_PRISON_CARE",
        nomisMovementReasonCode: HIDING.slice(0, 10),
      }),
    ],
    [POLICE, TEAM, PROBATION, YOT],
  ),
  // P52: that monitoring is silent tells that there is a tag.
  reason("R12, silent monitoring", "R12", "amber", [fitted], [POLICE, TEAM, PROBATION]),
  // P55: that somebody is new tells nothing that a colour does not.
  {
    ...reason("R13", "R13", "red", [], [POLICE, TEAM, PROBATION, YOT, HOUSING, DRUGS]),
    registered: { ragStatus: undefined },
  },
];
