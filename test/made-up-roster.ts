import type { Identifier, PersonReference } from "#schemas/agency-event.ts";
import { evidenceOf } from "#services/core/linkage/link-evidence.ts";
import { linkPerson } from "#services/core/linkage/link-person.ts";
import type { HeldIdentifier, PersonProfile } from "#services/core/linkage/person-profile.ts";

export const daniel = person("P01", "Daniel", "Ashdown", "1989-04-12", { PNC: "2007/9001234F", CRN: "X900001" });
export const liam = person("P03", "Liam", "Cartwright", "1998-07-21", { PNC: "2015/9007001W", CRN: "X900003" });
export const luke = person("P04", "Luke", "Cartwright", "1998-07-21", { PNC: "2016/9007402X", CRN: "X900004" });
export const peter = person("P09", "Peter", "Holloway", "1979-12-02", { PNC: "1998/0000045P", CRN: "X900009" });
export const roster = [daniel, liam, luke, peter];

export function link(
  reference: PersonReference,
  profiles: readonly PersonProfile[] = roster,
  generic = new Set<string>(),
) {
  return linkPerson({ evidence: evidenceOf(reference), profiles, knownPersonId: null, generic });
}

export function candidatesOf(decision: ReturnType<typeof link>): readonly string[] {
  return decision.outcome === "review" ? decision.candidates.map(({ personId }) => personId) : [];
}

export function id(type: Identifier["type"], value: string, valid = true): Identifier {
  return { type, value, valid };
}

export function held(type: Identifier["type"], value: string, change: Partial<HeldIdentifier> = {}): HeldIdentifier {
  return { type, value, valid: true, scope: "", verified: true, retired: false, ...change };
}

function person(
  personId: string,
  first: string,
  last: string,
  born: string,
  ids: Record<string, string>,
): PersonProfile {
  return {
    personId,
    identifiers: Object.entries(ids).map(([type, value]) => held(type as Identifier["type"], value)),
    names: [{ first, last }],
    middleNames: [],
    birthDates: [born],
    sexes: [],
    postcodes: [],
  };
}
