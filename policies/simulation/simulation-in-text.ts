import { CATALOGUE } from "../catalogue.ts";
import type { SimulatedField, SimulationReport } from "../simulate.ts";
import { formInWords, together } from "../words/policy-words.ts";

/**
 * `Of 18,204 disclosures 212 would change: 212 gain *Attendance rate* in full (37 people, 2 practitioners). None loses. Cannot tell: 1,120.` Where
 * the log does not tell who asked, that is said beside the practitioners.
 */
export function simulationInText(report: SimulationReport): string {
  const { decisions, changed, undecided, byField, otherAgreements } = report;
  const some = changed === 0 ? "none would change." : `${number(changed)} would change:`;
  const told = [
    `Of ${counted(decisions, "disclosure", "disclosures")} ${some}`,
    sentence(byField, "gain"),
    sentence(byField, "loss"),
    `Cannot tell: ${number(undecided)}.`,
  ];
  const passedOver = `${number(otherAgreements)} under other agreements were passed over.`;
  return `${[...told, ...(otherAgreements === 0 ? [] : [passedOver])].join(" ")}\n`;
}

function sentence(fields: readonly SimulatedField[], direction: SimulatedField["direction"]): string {
  const told = fields.filter((field) => field.direction === direction).map(fieldInText);
  if (told.length === 0) {
    return direction === "gain" ? "None gains." : "None loses.";
  }
  return `${together(told)}.`;
}

function fieldInText({ field, direction, to, decisions, people, ...asked }: SimulatedField): string {
  const { title } = CATALOGUE[field];
  const what = direction === "gain" ? `*${title} ${formInWords(to)}*` : `*${title}*, then ${formInWords(to)}`;
  const verb = direction === "gain" ? counted(decisions, "gains", "gain") : counted(decisions, "loses", "lose");
  return `${verb} ${what} (${[counted(people, "person", "people"), ...askedBy(asked)].join(", ")})`;
}

function askedBy({ practitioners, askerUnknown }: Pick<SimulatedField, "practitioners" | "askerUnknown">) {
  return [
    ...(practitioners === 0 ? [] : [counted(practitioners, "practitioner", "practitioners")]),
    ...(askerUnknown === 0 ? [] : [`who asked is not known of ${number(askerUnknown)}`]),
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function number(count: number): string {
  return count.toLocaleString("en-GB");
}
