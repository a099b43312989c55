import { randomUUID } from "node:crypto";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { RagColour } from "#schemas/rag-settings.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { londonDay } from "../record/apply/london-day.ts";
import { changeRecord } from "../record/change-record.ts";
import type { RecordState } from "../record/record-state.ts";
import { assessedChanges } from "./assessed-changes.ts";
import { greenSinceOf } from "./green-since.ts";
import { type CaseRefusal, managedPerson, refuseCase } from "./managed-person.ts";
import { type RagSettings, teamOf } from "./rag-settings.ts";
import { readSuggested, type StoredSuggestion } from "./suggestion-store.ts";

export type DecidedBy = { readonly agencyId: string; readonly actor: string; readonly role: string };

export type RagAssessment = {
  readonly personId: string;
  readonly colour: RagColour;
  /** The suggestion that stood beside it when the officer looked; null where there was none. */
  readonly suggestionId: number | null;
  readonly reason: string | null;
  readonly occupation: "employment" | "training" | "neither" | null;
  readonly meetingId: string | null;
  readonly decidedBy: DecidedBy;
};

export type AssessmentOutcome =
  | { readonly outcome: "done"; readonly assessmentId: string; readonly at: string }
  | CaseRefusal;

/** Who may assess alone; everybody else speaks for a meeting. */
const LEAD = "leadOfficer";

/**
 * Keeps what a person decided of a colour, in the caller's transaction: the assessment, the record's fields with the reasons and
 * their evidence, the ledger entry. Whatever differs from the suggestion needs a reason, and what has changed since the officer
 * looked has to be looked at first.
 */
export async function assessRag(
  tx: Transaction,
  assessment: RagAssessment,
  rules: IntakeRules & { readonly settings: RagSettings },
  now: Date,
): Promise<AssessmentOutcome> {
  const { personId, decidedBy } = assessment;
  const state = await managedPerson(tx, personId, rules, now);
  if ("outcome" in state) {
    return state;
  }
  const { latest } = await readSuggested(tx, personId);
  const refusal = failedGuard(assessment, latest);
  const team = teamOf(rules.settings);
  if (refusal !== null || team === null) {
    return refusal ?? refuseCase("no-team", "The scheme has no team in whose name a colour could be kept.");
  }
  const assessmentId = randomUUID();
  await keep(tx, { assessment, assessmentId, state, now });
  const event = decidedEvent(team, assessmentId, now);
  const speaker = { agencyId: team, agencyType: "iom-team", recordKey: "", now } as const;
  const changesOf = () => assessedChanges(state, assessment, latest, now);
  const pointer = { subject: "hub.rag.assessed", body: { personId, assessmentId } } as const;
  const { fields } = await changeRecord(tx, { personId, events: [event], speaker }, { ...rules, changesOf }, [pointer]);
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: decidedBy.agencyId,
    actor: decidedBy.actor,
    recipients: [],
    resource: "rag-assessment",
    personId,
    fields,
    detail: {
      assessmentId,
      colour: assessment.colour,
      suggestionId: latest?.suggestionId ?? null,
      role: decidedBy.role,
    },
  });
  return { outcome: "done", assessmentId, at: now.toISOString() };
}

function failedGuard(
  { colour, suggestionId, reason, meetingId, decidedBy }: RagAssessment,
  latest: StoredSuggestion | null,
): CaseRefusal | null {
  if (decidedBy.role !== LEAD && meetingId === null) {
    return refuseCase(
      "meeting-missing",
      "The lead officer assesses alone; others do for a meeting, which has to be named.",
    );
  }
  if (suggestionId !== (latest?.suggestionId ?? null)) {
    return refuseCase("changed-meanwhile", "What is suggested has changed since. Look again, then decide.");
  }
  if (latest !== null && latest.colour !== colour && reason === null) {
    return refuseCase("reason-missing", `The suggestion is ${latest.colour}. A colour that differs needs a reason.`);
  }
  return null;
}

type Kept = {
  readonly assessment: RagAssessment;
  readonly assessmentId: string;
  readonly state: RecordState;
  readonly now: Date;
};

async function keep(tx: Transaction, { assessment, assessmentId, state, now }: Kept): Promise<void> {
  const { personId, colour, suggestionId, reason, occupation, meetingId, decidedBy } = assessment;
  const today = londonDay(now.toISOString());
  const greenSince = colour === "green" ? await greenSinceOf(tx, state, today) : null;
  await tx`
    insert into core.rag_assessment (assessment_id, person_id, at, colour, suggestion_id, agency_id, actor, role, meeting_id,
      reason, occupation, green_since)
    values (${assessmentId}, ${personId}, ${now}, ${colour}, ${suggestionId}, ${decidedBy.agencyId}, ${decidedBy.actor},
      ${decidedBy.role}, ${meetingId}, ${reason}, ${occupation}, ${greenSince})`;
}

/** A decision in the hub changes the record as an event would, in the name of the team's agency. */
function decidedEvent(agencyid: string, id: string, now: Date): AgencyEvent {
  const time = now.toISOString();
  return {
    specversion: "1.0",
    id,
    source: `/agencies/${agencyid}/hub`,
    type: "iom-team.rag.assessed",
    time,
    datacontenttype: "application/json",
    dataschema: "/schemas/iom-team.rag.assessed/1",
    agencyid,
    recordedtime: time,
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: id,
      personReference: null,
      dataSubjectCategory: "convicted",
      assertion: "assessment",
      additionalInformation: {},
    },
  };
}
