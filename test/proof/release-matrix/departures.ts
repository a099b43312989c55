/** Why the samples depart from the handbook's matrix in a cell. */
export type Departure = {
  readonly cells: string;
  /** What the samples give. */
  readonly gives: string;
  readonly why: string;
};

const ON_PURPOSE = "on purpose (design/agreements 12)";

/** Each of them is a departure, and there is no other: one that stops being one is struck from here. */
export const DEPARTURES: readonly Departure[] = [
  { cells: "identity.ethnicity16Plus1 PO PR YO", gives: "N", why: `${ON_PURPOSE}: aggregates only` },
  { cells: "treatment.consent PO PR YO HO", gives: "N", why: `${ON_PURPOSE}: it tells that there is treatment` },
  { cells: "housing.hclicSupportNeeds PR YO", gives: "N", why: `${ON_PURPOSE}: collected for another purpose` },
  { cells: "custody.incentiveLevel PO PR", gives: "N", why: ON_PURPOSE },
  { cells: "identity.disability PR YO HO DR", gives: "G", why: `${ON_PURPOSE}: shared as adjustments` },
  { cells: "custody.alerts PO PR", gives: "G", why: `${ON_PURPOSE}: by the police allow-list, for probation too` },
  {
    cells: "treatment.drugTest DR",
    gives: "F*",
    why: `${ON_PURPOSE}: under the second agreement, while a sentence requires it`,
  },

  { cells: "treatment.drugTest PR", gives: "N", why: "probation's own: nobody else gives it" },
  { cells: "identity.aliases HO", gives: "G", why: "the form is the condition: only names used for the tenancy" },
  { cells: "identity.nationality HO", gives: "E", why: "the purposes are the condition" },
  {
    cells: "police.currentArrest HO DR",
    gives: "G",
    why: "the handbook's own condition: the date until which the person is unavailable",
  },
  {
    cells: "police.bailConditions HO",
    gives: "F*",
    why: "the field has no such form; only the conditions that concern the address are shared",
  },
  {
    cells: "probation.licenceConditions HO DR",
    gives: "G*",
    why: "the handbook's own condition: those that concern the address, or treatment and testing",
  },
  {
    cells: "iom.ragReasons PO PR YO HO DR",
    gives: "F",
    why: "what each reason rests on is weighed with the record, not in the rules",
  },
  {
    cells: "iom.managementReport PO PR YO HO DR",
    gives: "F",
    why: "what each entry rests on is weighed with the record, not in the rules",
  },
  { cells: "tag.deviceId PO", gives: "F", why: "the purpose is the condition: comparing crimes with positions" },
  {
    cells: "tag.deviceActivation PO",
    gives: "F",
    why: "the purpose is the condition: comparing crimes with positions",
  },

  { cells: "identity.croNumber YO", gives: "N", why: "narrower" },
  { cells: "probation.keyDates HO", gives: "G*", why: "narrower: the release date alone" },
  { cells: "probation.keyDates DR", gives: "G", why: "narrower: the release date alone" },
  { cells: "custody.expectedReleaseDate HO DR", gives: "G", why: "narrower: the month" },
  { cells: "youth.yotPersonId PR", gives: "F*", why: "narrower: while a transition is open" },
  { cells: "youth.yotCaseManager HO DR", gives: "F*", why: "narrower: while a transition is open" },
  { cells: "youth.speechLanguageNeed HO DR", gives: "N", why: "narrower" },
  { cells: "youth.harmfulBehaviour PO", gives: "N", why: "narrower: the handbook leaves it open" },
  { cells: "treatment.drugTest YO", gives: "N", why: "narrower" },
  { cells: "treatment.keyworker PR YO", gives: "F*", why: "narrower: a keyworker tells that there is treatment" },
  { cells: "custody.nomsNumber YO", gives: "N", why: "narrower" },
  { cells: "custody.prisonCode DR", gives: "N", why: "narrower" },
  { cells: "custody.adjudications PR", gives: "G", why: "narrower: how many" },
  { cells: "tag.tagOrder HO", gives: "N", why: "narrower: nothing says who installs at an address" },
  { cells: "tag.deviceId PR", gives: "N", why: "narrower" },

  {
    cells: "identity.nationality YO",
    gives: "F",
    why: "WIDER, for a data protection officer: P02 names the YOT with police and probation",
  },
  {
    cells: "treatment.secondarySubstances YO",
    gives: "G*",
    why: "WIDER, for a data protection officer: P01 of substance misuse names the YOT with probation",
  },
  {
    cells: "treatment.prescribing YO",
    gives: "G*",
    why: "WIDER, for a data protection officer: P01 of substance misuse names the YOT with probation",
  },
  {
    cells: "treatment.drugTestOnArrest DR",
    gives: "F",
    why: "WIDER, for a data protection officer: P46 asks no agreement of the person, P08 of substance misuse does",
  },
];
