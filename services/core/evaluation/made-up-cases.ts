import type { CaseHistory } from "./case-history.ts";

/** A case of nobody who exists: registered on 1 January 2025, amber since, and nothing else. */
export function madeUpCase(change: Partial<CaseHistory> = {}): CaseHistory {
  return {
    registeredOn: "2025-01-01",
    releasedOn: [],
    inCustodyAtRegistration: false,
    cohort: "fixed",
    gender: "M",
    ethnicity: "W1",
    dateOfBirth: "1990-06-15",
    colours: [{ on: "2025-01-01", colour: "amber" }],
    states: [{ on: "2025-01-01", state: "registered" }],
    offences: [],
    ...change,
  };
}

export function times<Item>(count: number, item: Item): readonly Item[] {
  return Array.from({ length: count }, () => item);
}
