/** Handbook 2.9: what schemes do differently. The seeds' own ways are the two presets. */
export type CaseworkSettings = {
  readonly preset: CaseworkPreset;
  /** Roles that may chair a meeting and record what it decided. */
  readonly chairRoles: readonly string[];
  /** Agency types that may refer; a young person also by YOT or probation after the panel. */
  readonly referrers: readonly string[];
  /** Agency types that are asked for what they hold before a referral is considered. */
  readonly invited: readonly string[];
  /** In working days, Monday to Friday, from the start of screening. */
  readonly screeningDays: number;
  readonly leadModel: "police" | "any-agency";
  readonly statutoryRule: "primary" | "not-needed";
  readonly exitRules: readonly ExitRule[];
  /** Somebody stays on when supervision ends while they are still engaged, so that D3 does not close the case. */
  readonly keepsNonStatutory: boolean;
  readonly greenMonths: number;
  readonly longCustodyMonths: number;
  readonly reRegistrationMonths: number;
  /** How long before the end of licence or order support may begin to be scaled back. */
  readonly transitionMonths: number;
  readonly leadReminderDays: number;
  readonly leapDay: "28-february" | "1-march";
  readonly meetings: readonly MeetingKind[];
};

export const EXIT_RULES = ["D1", "D2", "D3", "D4", "D5"] as const;
type ExitRule = (typeof EXIT_RULES)[number];

export const MEETING_KINDS = ["macc", "map", "operationalGroup", "transferPanel"] as const;

type MeetingKind = {
  readonly kind: (typeof MEETING_KINDS)[number];
  readonly everyDays: number;
  /** Overdue from the day after this many days without one. */
  readonly alertDays: number;
};

export const CASEWORK_PRESETS = ["sussex", "hampshire"] as const;
export type CaseworkPreset = (typeof CASEWORK_PRESETS)[number];

const ANY_AGENCY = ["police", "probation", "yot", "housing", "drug-services", "prison", "iom-team"] as const;

const SHARED = {
  invited: ["police", "probation"],
  screeningDays: 7,
  greenMonths: 3,
  longCustodyMonths: 60,
  reRegistrationMonths: 12,
  transitionMonths: 3,
  leadReminderDays: 5,
  leapDay: "28-february",
} as const;

/** The ways of the two schemes that the seeds describe, as data; a scheme file names one and overrides what it does otherwise. */
export const PRESET_SETTINGS: Readonly<Record<CaseworkPreset, CaseworkSettings>> = {
  sussex: {
    ...SHARED,
    preset: "sussex",
    chairRoles: ["spo", "iomInspector"],
    referrers: ANY_AGENCY,
    leadModel: "any-agency",
    statutoryRule: "not-needed",
    exitRules: ["D1", "D2", "D4", "D5"],
    keepsNonStatutory: true,
    meetings: [{ kind: "operationalGroup", everyDays: 7, alertDays: 14 }],
  },
  hampshire: {
    ...SHARED,
    preset: "hampshire",
    chairRoles: ["iomInspector"],
    referrers: ["police", "probation", "yot"],
    leadModel: "police",
    statutoryRule: "primary",
    exitRules: ["D1", "D2", "D3", "D4", "D5"],
    keepsNonStatutory: false,
    meetings: [
      { kind: "macc", everyDays: 28, alertDays: 35 },
      { kind: "map", everyDays: 7, alertDays: 14 },
    ],
  },
};

/** What a scheme that says nothing works by. */
export const DEFAULT_CASEWORK: CaseworkSettings = PRESET_SETTINGS.hampshire;
