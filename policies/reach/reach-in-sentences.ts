import { CATALOGUE } from "../catalogue.ts";
import { circumstancesInWords } from "../words/circumstances-in-words.ts";
import { periodsInWords } from "../words/periods-in-words.ts";
import { formInWords, roleInWords, together } from "../words/policy-words.ts";
import type { ReachCell, ReachStep } from "./reach-cell.ts";

/** Every field that may be seen, with each form, whose, when, and under which clause and rule. */
export function reachInSentences(cells: readonly ReachCell[]): string {
  const alike = new Map<string, { readonly cell: ReachCell; readonly roles: string[] }>();
  for (const cell of cells.filter(({ steps }) => steps.length > 0)) {
    const key = JSON.stringify({ ...cell, role: null });
    const known = alike.get(key) ?? { cell, roles: [] };
    alike.set(key, known);
    known.roles.push(cell.role);
  }
  const told = [...alike.values()].flatMap(({ cell, roles }) => [headOf(cell, roles), ...cell.steps.map(stepInText)]);
  return `${told.join("\n")}\n`;
}

function headOf({ agreement, party, purpose, field }: ReachCell, roles: readonly string[]): string {
  const who = `${party} (${together(roles.map(roleInWords))})`;
  return `${agreement}: ${who}, for ${purpose}: ${CATALOGUE[field].title}`;
}

function stepInText({ form, originators, when, during, rule, limitedBy, clause }: ReachStep): string {
  const cut = limitedBy === null ? "" : `, cut by ${limitedBy}`;
  const time = `${circumstancesInWords(when)}${periodsInWords(during)}`;
  return `  ${formInWords(form)}, from ${together(originators)}${time}. Clause ${clause}, rule ${rule}${cut}.`;
}
