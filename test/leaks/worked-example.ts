/** One row of the table that ends design/agreements section 2. */
export type WorkedExample = {
  readonly asked: { readonly party: string; readonly role: string; readonly purpose: string };
  readonly facts: Readonly<Record<string, string>>;
  /** Forms above `withhold` of what others gave: one's own data is full in every case and tells nothing of the agreement. */
  readonly expected: Readonly<Record<string, string>>;
};

const ADULT = { "lifecycle-state": "active", "age-group": "adult" };
const NAMES = { "identity.firstName": "full", "identity.lastName": "full" };
const probation = { party: "solent-probation", role: "probationPractitioner", purpose: "iom-case-management" };
const housing = { party: "solent-housing", role: "housingOfficer", purpose: "tenancy-support" };
const MANAGED = {
  ...NAMES,
  "identity.dateOfBirth": "full",
  "police.pncId": "full",
  "police.offendingHistory": "full",
  "police.intelligence": "mask",
};

/** What the worked example decides, as the design says it. */
export const WORKED_EXAMPLE: readonly WorkedExample[] = [
  {
    asked: probation,
    facts: { ...ADULT, "treatment-consent": "given" },
    expected: {
      ...MANAGED,
      "treatment.engagement": "full",
      "treatment.drugServiceAttendance": "generalise:engaging-or-not",
    },
  },
  {
    asked: probation,
    facts: { "lifecycle-state": "active" },
    expected: {
      ...MANAGED,
      "identity.dateOfBirth": "generalise:age-band",
      "police.offendingHistory": "generalise:category-and-band",
    },
  },
  { asked: probation, facts: { ...ADULT, "treatment-consent": "withdrawn" }, expected: MANAGED },
  {
    asked: { party: "solent-probation", role: "spo", purpose: "evaluation" },
    facts: { "age-group": "adult" },
    expected: { "police.pncId": "pseudonymise", "police.offendingHistory": "generalise:category-and-band" },
  },
  {
    asked: housing,
    facts: ADULT,
    expected: { ...NAMES, "identity.dateOfBirth": "generalise:age-band", "probation.roshLevel": "generalise:level" },
  },
  {
    asked: housing,
    facts: { "lifecycle-state": "custody", "age-group": "adult" },
    expected: { ...NAMES, "identity.dateOfBirth": "generalise:age-band" },
  },
  {
    asked: { party: "hampshire-police", role: "iomInspector", purpose: "emergency" },
    facts: {},
    expected: { "probation.roshLevel": "full" },
  },
  {
    asked: { party: "hampshire-police", role: "leadOfficer", purpose: "iom-case-management" },
    facts: { "lifecycle-state": "closed", "treatment-consent": "given" },
    expected: {},
  },
];
