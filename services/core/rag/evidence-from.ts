import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { circumstancesEvidence } from "./evidence/circumstances-evidence.ts";
import { policeEvidence } from "./evidence/police-evidence.ts";
import { supervisionEvidence } from "./evidence/supervision-evidence.ts";
import { nothingKnown, type ReadEvent, sourceOf, type Workings } from "./evidence/workings.ts";
import type { Heard, RagEvidence, Standing } from "./rag-evidence.ts";
import type { Cohort } from "./rag-settings.ts";

const READERS: ReadonlyMap<string, ReadEvent> = new Map(
  [policeEvidence, supervisionEvidence, circumstancesEvidence].flatMap((readers) => Object.entries(readers)),
);

const REGISTRATION = "iom-team.registration.imported";

/** Event types that a rating is made from; of the others only when an agency was last heard. */
export const RAG_EVENT_TYPES: readonly string[] = [...READERS.keys(), REGISTRATION];

/** What casework in the hub says of where a person stands. Members that are absent change nothing. */
export type CaseNote = {
  readonly at: string;
  readonly from: { readonly agencyId: string; readonly eventId: string };
  readonly lifecycleState?: string;
  readonly cohort?: Cohort;
  readonly registeredOn?: string;
  readonly leadAgencyId?: string;
  readonly assessed?: boolean;
  readonly occupation?: "employment" | "training" | "neither";
};

/**
 * Everything a rating rests on, from what is stored of one person. Of two statements about the same matter the later about the
 * matter stands, then the later recorded, then the later to arrive, as in the record: so the same events give the same evidence.
 */
export function evidenceFrom(
  events: readonly AgencyEvent[],
  caseNotes: readonly CaseNote[] = [],
  alsoHeard: readonly Heard[] = [],
): RagEvidence {
  const workings = nothingKnown();
  const inOrder = events.map((event) => ({
    event,
    at: Date.parse(event.time),
    recorded: Date.parse(event.recordedtime),
  }));
  inOrder.sort((a, b) => a.at - b.at || a.recorded - b.recorded);
  for (const { event } of inOrder) {
    hear(workings, event.agencyid, event.time);
    READERS.get(event.type)?.(workings, event);
  }
  for (const { agencyId, at } of alsoHeard) {
    hear(workings, agencyId, at);
  }
  return settled(
    workings,
    standingFrom(
      inOrder.map(({ event }) => event),
      caseNotes,
    ),
  );
}

function hear({ heard }: Workings, agencyId: string, at: string): void {
  const before = heard.get(agencyId);
  if (before === undefined || Date.parse(before) < Date.parse(at)) {
    heard.set(agencyId, at);
  }
}

function settled(workings: Workings, standing: Standing): RagEvidence {
  const { offending, warrants, matches, outcomes, tagRemovals, violations, appointments, intelligence } = workings;
  const { consents, heard, testsRequired, ...rest } = workings;
  return {
    standing,
    wanted: rest.wanted,
    tagOrder: rest.tagOrder,
    enforcement: rest.enforcement,
    tests: rest.tests,
    intelligenceNone: rest.intelligenceNone,
    engagement: rest.engagement,
    accommodation: rest.accommodation,
    stable: rest.stable,
    notice: rest.notice,
    release: rest.release,
    inCustody: rest.inCustody,
    sentence: rest.sentence,
    offending: [...offending.values()].map(({ refs: _, ...said }) => said),
    warrants: [...warrants.values()],
    matches: [...matches.values()].map((match) => {
      const answered = outcomes.get(match.matchId);
      return answered === undefined ? match : { ...match, outcome: answered.outcome, outcomeAt: answered.at };
    }),
    tagRemovals: [...tagRemovals.values()],
    violations: [...violations.values()],
    appointments: [...appointments.values()],
    intelligence: [...intelligence.values()],
    consents: [...consents.values()].map(({ consent }) => consent),
    testsRequired: [...testsRequired.values()],
    sentenceWithheld: rest.sentenceWithheld,
    heard: [...heard].map(([agencyId, at]) => ({ agencyId, at })),
  };
}

/** What the hub's own casework says stands before what the register says, which is where a case comes from. */
function standingFrom(events: readonly AgencyEvent[], caseNotes: readonly CaseNote[]): Standing {
  const imported = events.filter(({ type }) => type === REGISTRATION).map(noteOfRegistration);
  const has = (name: keyof CaseNote) => (note: CaseNote) => note[name] !== undefined;
  const last = (name: keyof CaseNote) => caseNotes.findLast(has(name)) ?? imported.findLast(has(name));
  const assessed = [...imported, ...caseNotes].filter(has("assessed")).map(({ at }) => at);
  const occupied = last("occupation");
  return {
    lifecycleState: last("lifecycleState")?.lifecycleState ?? null,
    cohort: last("cohort")?.cohort ?? null,
    registeredOn: last("registeredOn")?.registeredOn ?? null,
    registeredBy: (imported[0] ?? caseNotes.find(has("registeredOn")))?.from ?? null,
    leadAgencyId: last("leadAgencyId")?.leadAgencyId ?? null,
    assessedAt: assessed.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    occupation: occupied?.occupation === undefined ? null : { state: occupied.occupation, from: occupied.from },
  };
}

/** A colour that came with the register is one somebody has decided. */
function noteOfRegistration(event: AgencyEvent): CaseNote {
  const said = event.data.additionalInformation as EventPayloads[typeof REGISTRATION];
  const { lifecycleState, cohort, registeredOn, leadAgencyId, ragStatus } = said;
  return {
    at: event.time,
    from: sourceOf(event),
    lifecycleState,
    cohort,
    registeredOn,
    ...(leadAgencyId === undefined ? {} : { leadAgencyId }),
    ...(ragStatus === undefined ? {} : { assessed: true }),
  };
}
