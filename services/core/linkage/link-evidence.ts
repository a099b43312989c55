import { createHmac } from "node:crypto";
import type { Identifier, PersonReference } from "#schemas/agency-event.ts";
import { foldName } from "./compare-names.ts";
import type { HeldName } from "./person-profile.ts";

/** What one record of an agency has said, over all its files, of the person it is about. */
export type LinkEvidence = {
  readonly identifiers: readonly Identifier[];
  readonly names: readonly HeldName[];
  readonly middleNames: readonly string[];
  readonly initials: readonly HeldName[];
  readonly birthDates: readonly string[];
  readonly sexes: readonly string[];
  readonly postcodes: readonly string[];
};

const NO_EVIDENCE: LinkEvidence = {
  identifiers: [],
  names: [],
  middleNames: [],
  initials: [],
  birthDates: [],
  sexes: [],
  postcodes: [],
};

/** What an event says of its person. LOCAL and DEVICE say whose record it is and nothing of who it is about. */
export function evidenceOf(reference: PersonReference): LinkEvidence {
  const { firstName, lastName } = reference;
  const name = firstName !== undefined && lastName !== undefined ? { first: firstName, last: lastName } : null;
  return {
    ...NO_EVIDENCE,
    identifiers: reference.identifiers.filter(({ type }) => type !== "LOCAL" && type !== "DEVICE"),
    names: name === null ? [] : [name],
    middleNames: given(reference.middleNames),
    initials: initialsOf(reference, name),
    birthDates: given(reference.dateOfBirth),
    sexes: given(reference.sex),
    postcodes: given(reference.postcode),
  };
}

/** Evidence only grows: a later file adds a name, it takes none away. */
export function mergeEvidence(a: LinkEvidence, b: LinkEvidence): LinkEvidence {
  return {
    identifiers: distinct([...a.identifiers, ...b.identifiers]),
    names: distinct([...a.names, ...b.names]),
    middleNames: distinct([...a.middleNames, ...b.middleNames]),
    initials: distinct([...a.initials, ...b.initials]),
    birthDates: distinct([...a.birthDates, ...b.birthDates]),
    sexes: distinct([...a.sexes, ...b.sexes]),
    postcodes: distinct([...a.postcodes, ...b.postcodes]),
  };
}

/** One salted digest for each thing said, so that a refused record can be recognised without being kept. */
export function evidenceDigests(evidence: LinkEvidence, salt: Uint8Array): readonly string[] {
  const said = [
    ...evidence.identifiers.map(({ type, value }) => `id ${type} ${value}`),
    ...evidence.names.map(({ first, last }) => `name ${foldName(first)} ${foldName(last)}`),
    ...evidence.middleNames.map((name) => `middle ${foldName(name)}`),
    ...evidence.initials.map(({ first, last }) => `initials ${first} ${last}`),
    ...evidence.birthDates.map((date) => `born ${date}`),
    ...evidence.sexes.map((sex) => `sex ${sex}`),
    ...evidence.postcodes.map((postcode) => `postcode ${postcode}`),
  ];
  return said.map((text) => createHmac("sha256", salt).update(text).digest("base64url"));
}

function initialsOf(reference: PersonReference, name: HeldName | null): readonly HeldName[] {
  const { initials } = reference;
  if (initials !== undefined) {
    return [{ first: initials.first.toLowerCase(), last: initials.last.toLowerCase() }];
  }
  return name === null ? [] : [{ first: foldName(name.first).slice(0, 1), last: foldName(name.last).slice(0, 1) }];
}

function given(value: string | undefined): readonly string[] {
  return value === undefined || value === "" ? [] : [value];
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
