import type { AgencyEvent, Identifier, IdentifierType, PersonReference } from "#schemas/agency-event.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RecordChange } from "../record-change.ts";

/** A first and last name under which an agency holds the person as their own name, aliases not among them. */
export type MainName = { readonly first: string; readonly last: string };

/**
 * What any event says about who the person is. The core calls this once for each event it applies; the functions that
 * apply one event type say nothing about identity. Names that nobody holds as the person's own are an alias used on
 * that occasion: they are added to the aliases and change neither the name nor the date of birth. `heldNames` is null
 * (or empty) for a person whose name nobody holds yet.
 */
export function identityChanges(event: AgencyEvent, heldNames: readonly MainName[] | null): readonly RecordChange[] {
  const person = event.data.personReference;
  if (person === null) {
    return [];
  }
  const asOf = event.time;
  const identifiers = person.identifiers.flatMap((identifier) => identifierChange(identifier, asOf));
  const aliasName = isAlias(person, heldNames) ? mainName(person) : null;
  return [...identifiers, ...(aliasName === null ? bioChanges(person, asOf) : [aliasChange(person, aliasName, asOf)])];
}

const IDENTIFIER_FIELDS: Readonly<Partial<Record<IdentifierType, FieldPath>>> = {
  PNC: "police.pncId",
  CRO: "identity.croNumber",
  CRN: "probation.crn",
  NOMS: "custody.nomsNumber",
};

/** One that failed its check letter is kept with the event, never shown as the person's. */
function identifierChange({ type, value, valid }: Identifier, asOf: string): readonly RecordChange[] {
  const field = IDENTIFIER_FIELDS[type];
  return field === undefined || !valid ? [] : [{ kind: "set", field, value, asOf }];
}

function bioChanges(person: PersonReference, asOf: string): readonly RecordChange[] {
  const values: readonly (readonly [FieldPath, string | undefined])[] = [
    ["identity.firstName", person.firstName],
    ["identity.middleNames", person.middleNames],
    ["identity.lastName", person.lastName],
    ["identity.dateOfBirth", person.dateOfBirth],
    ["identity.gender", person.sex],
  ];
  return values.flatMap(([field, value]) =>
    value === undefined ? [] : [{ kind: "set" as const, field, value, asOf }],
  );
}

/** The date of birth given with an alias stays with the alias: it may be as false as the name. */
function aliasChange(person: PersonReference, { first, last }: MainName, asOf: string): RecordChange {
  const dob = person.dateOfBirth === undefined ? {} : { dob: person.dateOfBirth };
  return {
    kind: "put-item",
    field: "identity.aliases",
    itemKey: `${fold(first)}:${fold(last)}`,
    value: { first, last, ...dob },
    asOf,
  };
}

function isAlias(person: PersonReference, heldNames: readonly MainName[] | null): boolean {
  const name = mainName(person);
  if (name === null) {
    return false;
  }
  const held = heldNames ?? [];
  return person.alias === true || (held.length > 0 && !held.some((one) => sameName(one, name)));
}

function mainName({ firstName, lastName }: PersonReference): MainName | null {
  return firstName === undefined || lastName === undefined ? null : { first: firstName, last: lastName };
}

/** Accents, case, hyphens and spaces tell no two people apart: police hold names without them. */
function sameName(one: MainName, other: MainName): boolean {
  return fold(one.first) === fold(other.first) && fold(one.last) === fold(other.last);
}

function fold(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
