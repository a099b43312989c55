import type { PersonReference } from "#schemas/agency-event.ts";
import { type Cells, jsonCells, memberAt } from "../rows/cells.ts";
import { ISO_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { malformedRecord } from "../rows/row-problems.ts";

type Payload = Readonly<Record<string, unknown>>;

const PATHWAYS = {
  accommodation: "accommodation",
  educationTrainingEmployment: "educationTrainingEmployment",
  health: "health",
  substanceMisuse: "substanceMisuse",
  finance: "finance",
  childrenAndFamilies: "childrenAndFamilies",
  attitudesThinkingBehaviour: "attitudesThinkingBehaviour",
  other: "other",
};
const SEVERITIES = { none: "none", standard: "standard", severe: "severe" };
const ROSH_LEVELS = { low: "low", medium: "medium", high: "high", veryHigh: "veryHigh" };

/** Names and date of birth that the detail of a case adds to the number of the event. */
export function casePerson(cells: Cells): Omit<PersonReference, "identifiers"> {
  return given({
    firstName: cells.text("name.forename"),
    middleNames: cells.text("name.middleName"),
    lastName: cells.text("name.surname"),
    dateOfBirth: cells.date("dateOfBirth", ISO_DATE),
  });
}

/** Who supervises the person, of the manager's allocation. */
export function readPractitioner(cells: Cells): Payload {
  const forename = cells.requiredText("name.forename");
  const surname = cells.requiredText("name.surname");
  const team = cells.text("team.description") ?? cells.text("team");
  return { name: `${forename} ${surname}`, ...given({ team, email: cells.text("email") }) };
}

/** Needs by pathway and the level of risk of serious harm, of an assessment's summary. */
export function readNeeds(cells: Cells, body: unknown): Payload {
  const sent = memberAt(body, "needs") ?? [];
  if (!Array.isArray(sent)) {
    cells.report(malformedRecord("needs is not a list"));
    return {};
  }
  const needs = sent.map((need: unknown) => {
    const one = jsonCells(need);
    const read = {
      pathway: one.requiredCode("pathway", PATHWAYS),
      severity: one.requiredCode("severity", SEVERITIES),
    };
    one.problems.forEach(cells.report);
    return read;
  });
  return { needs, ...given({ roshLevel: cells.code("roshLevel", ROSH_LEVELS) }) };
}
