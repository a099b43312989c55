import type { Scheme, SchemeAgency } from "#schemas/scheme.ts";
import { type CheckId, GREEN_CHECKS, RAG_RULES, type RuleId } from "./rag-rules.ts";

export type Cohort = "fixed" | "flex" | "free";

/** What a scheme may set of the rating (handbook 6.1). */
export type RagSettings = {
  /** In London days; an event counts while today's date less its own is at most this. */
  readonly windowDays: Readonly<Record<RuleId | CheckId, number>>;
  readonly pendingMatchHours: number;
  readonly greenRule: "strict" | "loose";
  /** Home Office codes, `028/01` or every code of a class as `130/*`. The free cohort has none unless the scheme gives it one. */
  readonly offenceSets: Readonly<Record<Cohort, readonly string[]>>;
  /** Whether somebody in custody is suggested blue. */
  readonly blue: boolean;
  readonly agencies: readonly Pick<SchemeAgency, "agencyId" | "agencyType">[];
};

const EVER = Number.POSITIVE_INFINITY;

/** Neighbourhood crime, version 1 (handbook 5.3). */
const NEIGHBOURHOOD_CRIME_V1: readonly string[] = [
  ...["028/00", "028/01", "028/02", "028/03"],
  ...["029/00", "031/00"],
  ...["030/00", "030/01", "030/02"],
  ...["034/00", "034/01", "034/02", "034/03"],
  "039/00",
  ...["045/00", "045/10", "045/11"],
  ...["048/00", "048/01", "037/02", "130/*"],
];

/** The handbook's own values, for a scheme that says nothing else. */
export function defaultRagSettings(agencies: RagSettings["agencies"]): RagSettings {
  const rules = [...Object.values(RAG_RULES), ...Object.values(GREEN_CHECKS)];
  const days = new Map<string, number>(rules.map(({ id, windowDays }) => [id, windowDays ?? EVER]));
  const of = (id: RuleId | CheckId): number => days.get(id) ?? EVER;
  return {
    windowDays: {
      ...{ R1: of("R1"), R2: of("R2"), R3: of("R3"), R4: of("R4"), R5: of("R5"), R6: of("R6"), R7: of("R7") },
      ...{ R8: of("R8"), R9: of("R9"), R10: of("R10"), R11: of("R11"), R12: of("R12"), R13: of("R13") },
      ...{ G1: of("G1"), G2: of("G2"), G3: of("G3"), G4: of("G4"), G5: of("G5") },
    },
    pendingMatchHours: 72,
    greenRule: "strict",
    offenceSets: { fixed: NEIGHBOURHOOD_CRIME_V1, flex: NEIGHBOURHOOD_CRIME_V1, free: [] },
    blue: false,
    agencies,
  };
}

/** In whose name the hub keeps what is decided on the scheme: the team's agency. */
export function teamOf({ agencies }: RagSettings): string | null {
  return agencies.find(({ agencyType }) => agencyType === "iom-team")?.agencyId ?? null;
}

/** What the scheme sets; the handbook's values for what it leaves open. */
export function ragSettingsOf({ agencies, rag = {} }: Pick<Scheme, "agencies" | "rag">): RagSettings {
  const usual = defaultRagSettings(agencies.map(({ agencyId, agencyType }) => ({ agencyId, agencyType })));
  return {
    ...usual,
    windowDays: { ...usual.windowDays, ...rag.windowDays },
    offenceSets: { ...usual.offenceSets, ...rag.offenceSets },
    pendingMatchHours: rag.pendingMatchHours ?? usual.pendingMatchHours,
    greenRule: rag.greenRule ?? usual.greenRule,
    blue: rag.blue ?? usual.blue,
  };
}
