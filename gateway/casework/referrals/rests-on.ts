import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Rest } from "./may-know.ts";
import type { ReferralBeside } from "./referral-beside.ts";

type Agencies = Scheme["agencies"];

/** That somebody is considered at all. */
const STATE: FieldPath = "iom.lifecycleState";

/** What an agency's answer about its own holdings comes to: that it knows the person (design/leaks L15). */
const HOLDING: Readonly<Partial<Record<AgencyType, FieldPath>>> = {
  police: "police.offendingHistory",
  probation: "probation.sentence",
  yot: "youth.youthOrders",
  housing: "housing.currentAddress",
  "drug-services": "treatment.inTreatment",
  prison: "custody.custodyStatus",
  "electronic-monitoring": "tag.tagOrder",
  "iom-team": STATE,
};

const PART: Readonly<Record<ReferralBeside["assessment"][number]["part"], FieldPath>> = {
  offences: "police.offendingHistory",
  "local-priorities": STATE,
  intelligence: "police.intelligenceCurrent",
  "cost-of-crime": "police.crimeCostEstimate",
};

/** DIP is about the use of drugs, MAPPA is probation's to tell (F-19, F-20). */
const PROGRAMME: Readonly<Record<ReferralBeside["programmes"][number]["programme"], FieldPath>> = {
  ppo: STATE,
  dip: "treatment.inTreatment",
  mappa: "probation.mappa",
};

/** Refusals of a referral that rest on the record; every other rests on the form and on who sends it. */
const OF_THE_RECORD: Readonly<Record<string, FieldPath>> = {
  "under-age": "identity.dateOfBirth",
  "too-young": "identity.dateOfBirth",
  "panel-first": "youth.panelDecision",
  "already-referred": STATE,
  "already-registered": STATE,
};

export function stateOf(agencies: Agencies): readonly Rest[] {
  return [ownedBy(STATE, agencies)];
}

export function holdingOf(agencyId: string, agencies: Agencies): readonly Rest[] {
  const type = agencies.find((one) => one.agencyId === agencyId)?.agencyType ?? "iom-team";
  // Of an agency that gives the hub no such field: a value of its own that no agreement hands on.
  return [{ field: HOLDING[type] ?? STATE, originator: agencyId }];
}

export function partOf(part: keyof typeof PART, agencies: Agencies): readonly Rest[] {
  return [ownedBy(PART[part], agencies)];
}

export function programmeOf(programme: keyof typeof PROGRAMME, agencies: Agencies): readonly Rest[] {
  return [ownedBy(PROGRAMME[programme], agencies)];
}

export function fieldsOf(fields: readonly FieldPath[], agencies: Agencies): readonly Rest[] {
  return fields.map((field) => ownedBy(field, agencies));
}

/** Refusals that a reader may not be told: their answer would be the reader's by trying. */
export function unnamedTo(mayKnow: (rests: readonly Rest[]) => boolean, agencies: Agencies): readonly string[] {
  return Object.entries(OF_THE_RECORD).flatMap(([guard, field]) =>
    mayKnow([ownedBy(field, agencies)]) ? [] : [guard],
  );
}

/** Everything that a referral, or a refusal of one, may rest on. */
export function allRests(agencies: Agencies): readonly Rest[] {
  const fields = [...Object.values(PART), ...Object.values(PROGRAMME), ...Object.values(OF_THE_RECORD), ...ELIGIBILITY];
  return [
    ...fieldsOf([...new Set([STATE, ...fields])], agencies),
    ...agencies.flatMap(({ agencyId }) => holdingOf(agencyId, agencies)),
  ];
}

const ELIGIBILITY: readonly FieldPath[] = ["probation.sentence", "probation.ogrs3TwoYear", "iom.cohort"];

const OWNERS: Readonly<Record<string, AgencyType>> = {
  police: "police",
  probation: "probation",
  identity: "probation",
  youth: "yot",
  treatment: "drug-services",
};

function ownedBy(field: FieldPath, agencies: Agencies): Rest {
  const type = OWNERS[field.split(".")[0] ?? ""] ?? "iom-team";
  return { field, originator: agencies.find(({ agencyType }) => agencyType === type)?.agencyId ?? "" };
}
