/**
 * The Offender Group Reconviction Scale 3 as the Ministry of Justice publishes it: the formula in Howard, Francis, Soothill and
 * Humphreys, "OGRS 3: the revised Offender Group Reconviction Scale", Research Summary 7/09 (2009); the figures as its own service
 * carries them (github.com/ministryofjustice/hmpps-arns-risk-actuarial-api). The weight of females of 16 and 17 is lower there than
 * that of their neighbours; it stands here as it is published.
 */
export const OGRS3_VERSION = "OGRS3 (3.0), weights of 2025";

export const OGRS3_SOURCE =
  "Howard, Francis, Soothill and Humphreys (2009), OGRS 3, Ministry of Justice Research Summary 7/09; weights as published in ministryofjustice/hmpps-arns-risk-actuarial-api.";

export const COPAS_COEFFICIENT = 1.25112;
export const ONE_YEAR_CONSTANT = 1.40256;
export const TWO_YEAR_CONSTANT = 2.1217;

export const CONVICTION_STATUS = { first: 0.12614, repeat: 0.46306 } as const;

export type AgeWeight = {
  /** Age in whole years at which the group begins; it lasts to the next. */
  readonly from: number;
  readonly male: number;
  readonly female: number;
};

/** Youngest first. */
export const AGE_AND_SEX: readonly AgeWeight[] = [
  { from: 10, male: 0, female: 0.785 },
  { from: 12, male: 0.08392, female: 0.61385 },
  { from: 14, male: 0.07578, female: 0.66952 },
  { from: 16, male: -0.0616, female: -0.9592 },
  { from: 18, male: -0.6251, female: -0.8975 },
  { from: 21, male: -1.0515, female: -1.0285 },
  { from: 25, male: -1.1667, female: -1.0528 },
  { from: 30, male: -1.326, female: -1.1291 },
  { from: 35, male: -1.368, female: -1.4219 },
  { from: 40, male: -1.4997, female: -1.5247 },
  { from: 50, male: -2.0253, female: -2.4498 },
];

/** Groups of the current offence. `robbery` and the rest of violence are apart; sexual offences are two groups. */
export const OFFENCE_GROUPS = {
  violence: 0,
  robbery: -0.6348,
  publicOrder: 0.1819,
  sexual: 0.0328,
  sexualAgainstChild: -0.6534,
  soliciting: 0.7606,
  burglaryDomestic: -0.1239,
  burglaryOther: 0.2406,
  theft: 0.6612,
  handling: 0.3519,
  fraudAndForgery: 0.1599,
  abscondingOrBail: 0.7334,
  vehicleTaking: 0.3801,
  theftFromVehicle: 0.4272,
  motoring: 0.2622,
  drinkDriving: -0.1214,
  criminalDamage: 0.205,
  drugImportOrProduction: -0.7956,
  drugPossessionOrSupply: 0.0772,
  other: -0.0607,
} as const;

export type OffenceGroup = keyof typeof OFFENCE_GROUPS;

/**
 * Home Office classes whose every code is of one group, so that a code gives the group. Of a code that is not here the group has to
 * be named: a class like 004 holds several.
 */
export const GROUP_OF_CLASS: Readonly<Record<string, OffenceGroup>> = {
  "009": "criminalDamage",
  "028": "burglaryDomestic",
  "029": "violence",
  "030": "burglaryOther",
  "031": "violence",
  "032": "violence",
  "033": "burglaryOther",
  "034": "robbery",
  "037": "vehicleTaking",
  "039": "theft",
  "040": "theft",
  "042": "theft",
  "043": "theft",
  "045": "theftFromVehicle",
  "046": "theft",
  "047": "theft",
  "048": "vehicleTaking",
  "049": "theft",
  "050": "fraudAndForgery",
  "051": "fraudAndForgery",
  "052": "fraudAndForgery",
  "053": "fraudAndForgery",
  "054": "handling",
  "056": "criminalDamage",
  "057": "criminalDamage",
  "058": "criminalDamage",
  "064": "publicOrder",
  "080": "abscondingOrBail",
};
