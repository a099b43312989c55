import type { Purpose } from "#schemas/vocabulary.ts";

const TEAM: readonly Purpose[] = ["iom-case-management", "iom-selection", "youth-transition", "risk-management"];

/** What a role works for, its usual purpose first. A choice alone: what a purpose lets anybody see, the agreements say. */
const PURPOSES: ReadonlyMap<string, readonly Purpose[]> = new Map<string, readonly Purpose[]>([
  ["iomInspector", TEAM],
  ["iomSergeant", TEAM],
  ["iomCoordinator", TEAM],
  ["leadOfficer", TEAM],
  ["spo", TEAM],
  ["probationPractitioner", TEAM],
  ["yotWorker", ["youth-transition", "iom-case-management", "risk-management"]],
  ["housingOfficer", ["iom-case-management", "tenancy-support"]],
  ["drugWorker", ["iom-case-management"]],
  ["prisonRep", ["iom-case-management"]],
  ["emHub", ["crime-matching"]],
  ["dpo", ["dpo-audit"]],
]);

/** At least one; a role that is not known works for what most do. */
export function purposesOfRole(role: string): readonly [Purpose, ...Purpose[]] {
  const [first = "iom-case-management", ...others] = PURPOSES.get(role) ?? [];
  return [first, ...others];
}
