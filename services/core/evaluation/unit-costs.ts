export type UnitCost = {
  readonly crime: string;
  readonly pounds: number;
  /** Home Office classes, `028`, whose offences are costed so. */
  readonly classes: readonly string[];
};

/** A version is never edited: other figures are another version, so that an old report can be worked out again. */
export type UnitCosts = {
  readonly version: string;
  readonly source: string;
  readonly priceYear: string;
  /** Whether somebody has held the figures against the publication. Said in every report. */
  readonly checked: boolean;
  readonly costs: readonly UnitCost[];
};

/** What a crime costs those who bear it: in anticipation, as a consequence and in response, to individuals unless it says commercial. */
export const UNIT_COSTS: UnitCosts = {
  version: "home-office-2018.1",
  source:
    "Heeks, Reed, Tafsiri and Prince (2018), The economic and social costs of crime, second edition, Home Office Research Report 99",
  priceYear: "2015/16",
  checked: false,
  costs: [
    { crime: "robbery", pounds: 11_320, classes: ["034"] },
    { crime: "domestic burglary", pounds: 5_930, classes: ["028", "029"] },
    { crime: "commercial burglary", pounds: 15_460, classes: ["030", "031"] },
    { crime: "theft of a vehicle", pounds: 10_290, classes: ["037", "048"] },
    { crime: "theft from a vehicle", pounds: 870, classes: ["045"] },
    { crime: "theft from the person", pounds: 1_380, classes: ["039"] },
    { crime: "criminal damage other than arson", pounds: 1_350, classes: ["058"] },
  ],
};

/** In pounds; null for an offence that the version has no cost of. */
export function costOf({ costs }: UnitCosts, hoCode: string | null): number | null {
  const own = hoCode?.slice(0, 3);
  return costs.find(({ classes }) => classes.some((each) => each === own))?.pounds ?? null;
}
