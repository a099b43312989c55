import type { KnownFacts } from "#policies/condition.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { CELL_FACTS, PERSON_FACTS } from "#schemas/vocabulary.ts";

const PERSON_ID = "00000000-0000-4000-8000-000000000001";
const DAY_MS = 86_400_000;

/** Of whom the record is, who asks for it and what is known. */
export type Known = {
  readonly facts: KnownFacts;
  readonly party: string;
  readonly purpose: string;
  readonly now: Date;
};

/** A record of which exactly these facts are known, with one value of each field from each of these originators. */
export function recordOfFacts(
  known: Known,
  fields: readonly FieldPath[],
  originators: readonly string[],
): PublishedRecord {
  const values = fields.map((field) => [field, originators.map((originator) => heldValue(known, field, originator))]);
  const timelines = PERSON_FACTS.flatMap((fact) => {
    const value = known.facts[fact];
    return value === undefined
      ? []
      : [[fact, { steps: [{ from: null, value }], readAt: known.now.toISOString() }] as const];
  });
  return {
    personId: PERSON_ID,
    version: 1,
    values: Object.fromEntries(values),
    facts: Object.fromEntries(timelines),
    consents: consentsOf(known),
    accessRestriction: null,
    hubStop: null,
  };
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString();
}

function heldValue({ facts, party, now }: Known, field: FieldPath, originator: string): HeldValue {
  const { cellFacts, derived } = CATALOGUE[field];
  const stated = cellFacts.filter((fact) => fact !== "treatment-consent" && fact !== "item-owner");
  const itemOwner = { recipient: party, other: "somebody-else" }[facts["item-owner"] ?? ""];
  // What derives from the recipient's own data is withheld by no evidence, so that the rules alone decide.
  const evidence = [
    { personId: PERSON_ID, field: "identity.firstName", originator: party, neededForm: "full" } as const,
  ];
  return {
    originator,
    value: "x",
    asOf: daysBefore(now, 60),
    itemKey: originator,
    itemFacts: Object.fromEntries(stated.flatMap((fact) => (facts[fact] === undefined ? [] : [[fact, facts[fact]]]))),
    ...(itemOwner === undefined ? {} : { itemOwner }),
    ...(derived ? { evidence } : {}),
  };
}

function consentsOf({ facts, party, purpose, now }: Known): PublishedRecord["consents"] {
  const said = facts["treatment-consent"] ?? "unknown";
  if (said === "unknown") {
    return "unreadable";
  }
  const ended = daysBefore(now, 30);
  const consent: ConsentRecord = {
    consentId: "CN-1",
    takenBy: "solent-drug-services",
    state: said === "refused" ? "refused" : "given",
    fields: Object.keys(CATALOGUE),
    recipients: [party],
    purposes: [purpose],
    validFrom: daysBefore(now, 60),
    expiresAt: said === "expired" ? ended : null,
    withdrawnAt: said === "withdrawn" ? ended : null,
  };
  return said === "not-asked" ? [] : [consent];
}

/** The facts that a rule on this field can test: the person's, and those the field itself has. */
export function factsOfCell(field: FieldPath, facts: KnownFacts): KnownFacts {
  const others: readonly string[] = CELL_FACTS.filter((fact) => !CATALOGUE[field].cellFacts.includes(fact));
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !others.includes(fact)));
}
