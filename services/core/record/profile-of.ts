import { memberText } from "../facts/members.ts";
import type { HeldName, PersonProfile } from "../linkage/person-profile.ts";
import type { Cell, RecordState } from "./record-state.ts";

/** What linking may look at of a record. */
export function profileOf(state: RecordState): PersonProfile {
  const values = state.cells.filter(({ kind }) => kind === "value");
  return {
    personId: state.personId,
    identifiers: state.identifiers,
    names: [...mainNames(values), ...aliasesIn(values).flatMap(({ name }) => (name === null ? [] : [name]))],
    middleNames: textsOf(values, "identity.middleNames"),
    birthDates: [
      ...new Set([
        ...textsOf(values, "identity.dateOfBirth"),
        ...aliasesIn(values).flatMap(({ born }) => (born === null ? [] : [born])),
      ]),
    ],
    sexes: textsOf(values, "identity.gender").filter((sex) => sex === "M" || sex === "F"),
    postcodes: values
      .filter(({ field }) => field === "housing.currentAddress")
      .flatMap(({ value }) => memberText(value, "postcode") ?? []),
  };
}

/** The names each originator calls the person by. */
export function mainNames(cells: readonly Cell[]): readonly HeldName[] {
  return [...new Set(cells.map(({ originator }) => originator))].flatMap((originator) => {
    const own = cells.filter((cell) => cell.originator === originator && cell.kind === "value");
    const [first] = textsOf(own, "identity.firstName");
    const [last] = textsOf(own, "identity.lastName");
    return first === undefined || last === undefined ? [] : [{ first, last }];
  });
}

function aliasesIn(cells: readonly Cell[]): readonly { name: HeldName | null; born: string | null }[] {
  return cells
    .filter(({ field }) => field === "identity.aliases")
    .map(({ value }) => {
      const first = memberText(value, "first");
      const last = memberText(value, "last");
      return { name: first === null || last === null ? null : { first, last }, born: memberText(value, "dob") };
    });
}

function textsOf(cells: readonly Cell[], field: Cell["field"]): readonly string[] {
  return cells.flatMap((cell) => (cell.field === field && typeof cell.value === "string" ? [cell.value] : []));
}
