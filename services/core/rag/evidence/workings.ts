import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { HeldConsent } from "../../record/record-state.ts";
import type {
  Appointment,
  DrugTest,
  Enforcement,
  Intelligence,
  Match,
  Offending,
  RagEvidence,
  Source,
  TagOrder,
  TagRemoval,
  Violation,
  Warrant,
} from "../rag-evidence.ts";

/** What is known so far of one person, while events are read in the order of what they are about. */
export type Workings = {
  readonly offending: Map<string, Offending & { readonly refs: readonly string[] }>;
  wanted: RagEvidence["wanted"];
  readonly warrants: Map<string, Warrant>;
  readonly enforcement: Enforcement[];
  readonly matches: Map<string, Match>;
  readonly outcomes: Map<string, { readonly outcome: NonNullable<Match["outcome"]>; readonly at: string }>;
  tagOrder: TagOrder | null;
  readonly tagRemovals: Map<string, TagRemoval>;
  readonly violations: Map<string, Violation>;
  readonly appointments: Map<string, Appointment>;
  readonly intelligence: Map<string, Intelligence>;
  intelligenceNone: Source | null;
  readonly tests: DrugTest[];
  readonly consents: Map<string, HeldConsent>;
  engagement: RagEvidence["engagement"];
  accommodation: RagEvidence["accommodation"];
  stable: RagEvidence["stable"];
  notice: RagEvidence["notice"];
  release: RagEvidence["release"];
  inCustody: boolean;
  sentence: RagEvidence["sentence"];
  readonly testsRequired: Map<string, RagEvidence["testsRequired"][number]>;
  sentenceWithheld: boolean;
  readonly heard: Map<string, string>;
};

export type ReadEvent = (workings: Workings, event: AgencyEvent) => void;

/** What one type of event says to the rating, with its payload typed. */
export function readOf<Type extends keyof EventPayloads>(
  type: Type,
  read: (workings: Workings, said: EventPayloads[Type], event: AgencyEvent) => void,
): Readonly<Record<string, ReadEvent>> {
  return {
    [type]: (workings, event) => read(workings, event.data.additionalInformation as EventPayloads[Type], event),
  };
}

export function sourceOf({ agencyid: agencyId, id: eventId }: AgencyEvent): Source {
  return { agencyId, eventId };
}

export function nothingKnown(): Workings {
  return {
    offending: new Map(),
    wanted: null,
    warrants: new Map(),
    enforcement: [],
    matches: new Map(),
    outcomes: new Map(),
    tagOrder: null,
    tagRemovals: new Map(),
    violations: new Map(),
    appointments: new Map(),
    intelligence: new Map(),
    intelligenceNone: null,
    tests: [],
    consents: new Map(),
    engagement: null,
    accommodation: null,
    stable: null,
    notice: null,
    release: null,
    inCustody: false,
    sentence: null,
    testsRequired: new Map(),
    sentenceWithheld: false,
    heard: new Map(),
  };
}
