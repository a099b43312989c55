/** The six key principles of integrated offender management (handbook F-77). */
export const KEY_PRINCIPLES = {
  manageTogether: "All partners manage offenders together",
  localResponse: "To deliver a local response to local problems",
  allInScope: "All offenders potentially in scope",
  faceUpOrConsequences: "Offenders facing up to their responsibility or facing the consequences",
  bestUseOfProgrammes: "Best use made of existing programmes and governance",
  longTermDesistance: "To achieve long-term desistance from crime",
} as const;

export type KeyPrinciple = keyof typeof KEY_PRINCIPLES;

export type PrincipleAnswer = {
  readonly principle: KeyPrinciple;
  readonly standing: "inPlace" | "partly" | "notYet";
  /** What it rests on, in the scheme's words. */
  readonly evidence: string;
};

export type CostLine = { readonly label: string; readonly pounds: number; readonly source: string };

/** A cohort that was not managed, as somebody else published it. */
export type Comparison = {
  readonly description: string;
  readonly source: string;
  readonly base: number;
  readonly reoffended: number;
  readonly reoffences: number;
};

/** What a scheme says of itself for a quarter. Later statements stand instead of earlier ones, member by member. */
export type SchemeStatement = {
  readonly keyPrinciples?: readonly PrincipleAnswer[];
  /** What running the scheme cost in the twelve months that end with the quarter, at the prices of the year named. */
  readonly costs?: { readonly priceYear: string; readonly lines: readonly CostLine[] };
  /** Null: there is none. */
  readonly comparison?: Comparison | null;
};
