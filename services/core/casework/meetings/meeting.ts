import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { DecidedBy } from "../../rag/assess-rag.ts";
import type { Position } from "../case-event.ts";

export type MeetingName = CaseworkSettings["meetings"][number]["kind"];

/** How it goes with somebody, as a practitioner meeting sees it (F-28): better, no different, or worse. */
export const COURSES = ["better", "same", "worse"] as const;
export type Course = (typeof COURSES)[number];

/** Something that a meeting gives an agency to do. */
export type ActionGiven = {
  readonly text: string;
  readonly ownerAgency: string;
  /** London day. */
  readonly dueOn: string;
};

export type ItemDecision = {
  readonly meetingId: string;
  readonly itemId: string;
  readonly by: DecidedBy;
  readonly rationale: string;
  readonly positions: readonly Position[];
  /** Both, of a practitioner meeting; null elsewhere. */
  readonly outcomes: { readonly reoffending: Course; readonly safety: Course } | null;
  readonly actions: readonly ActionGiven[];
};

export type Attendee = {
  readonly agencyId: string;
  readonly actor: string;
  readonly role: string;
  /** Null for a member of the meeting. */
  readonly guest: { readonly items: readonly string[]; readonly until: string } | null;
};
