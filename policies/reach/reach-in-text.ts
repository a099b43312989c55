import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { CATALOGUE, heightOf } from "../catalogue.ts";
import { formInShort, roleInWords } from "../words/policy-words.ts";
import type { ReachCell } from "./reach-cell.ts";

const LEGEND = [
  "in full, exists, pseudonym, ...  in that form from whoever gives it, whatever is known of the person",
  "depends: x                       at most x, and less or nothing in some circumstances",
  "not shared                       never",
  "its own                          nobody else could hold it",
  "Fields that nobody is ever shown are left out.",
];

/** Fields by group against recipients, a table for each purpose, of fixed width. */
export function reachInText(cells: readonly ReachCell[]): string {
  const headings = [...new Set(cells.filter(isShared).map(headingOf))];
  const tables = headings.map((heading) =>
    tableOf(
      heading,
      cells.filter((cell) => headingOf(cell) === heading),
    ),
  );
  return `${[LEGEND.join("\n"), ...tables].join("\n\n")}\n`;
}

function isShared({ highest }: ReachCell): boolean {
  return highest !== "withhold";
}

function headingOf({ agreement, version, purpose }: ReachCell): string {
  return `${agreement} version ${version}, for ${purpose}`;
}

type Column = { readonly heading: readonly string[]; readonly words: ReadonlyMap<FieldPath, string> };

function tableOf(heading: string, cells: readonly ReachCell[]): string {
  const columns = columnsOf(cells);
  const fields = Object.keys(CATALOGUE).filter((field) =>
    cells.some((cell) => cell.field === field && isShared(cell)),
  ) as FieldPath[];
  const titleWidth = Math.max(...fields.map((field) => CATALOGUE[field].title.length)) + 4;
  const widths = columns.map(({ heading: lines, words }) => widthOf([...lines, ...words.values()]));
  const row = (first: string, rest: readonly string[]) =>
    [first.padEnd(titleWidth), ...rest.map((words, at) => words.padEnd(widths[at] ?? 0))].join("").trimEnd();
  const height = Math.max(...columns.map(({ heading: lines }) => lines.length));
  const headings = Array.from({ length: height }, (_, line) =>
    row(
      "",
      columns.map((column) => column.heading[line] ?? ""),
    ),
  );
  const lines = fields.map((field) =>
    row(
      `  ${CATALOGUE[field].title}`,
      columns.map(({ words }) => words.get(field) ?? "its own"),
    ),
  );
  return [heading, ...headings, ...withGroups(fields, lines)].join("\n");
}

function widthOf(words: readonly string[]): number {
  return Math.max("not shared".length, ...words.map((word) => word.length)) + 2;
}

/** A group's name stands above its first field. */
function withGroups(fields: readonly FieldPath[], lines: readonly string[]): readonly string[] {
  return fields.flatMap((field, at) => {
    const [group = ""] = field.split(".");
    const isFirst = fields[at - 1]?.split(".")[0] !== group;
    const line = lines[at] ?? "";
    return isFirst ? [group, line] : [line];
  });
}

/** Roles of a party that see the same are one column; those who see nothing have none. */
function columnsOf(cells: readonly ReachCell[]): readonly Column[] {
  const columns = new Map<string, { party: string; roles: string[]; words: ReadonlyMap<FieldPath, string> }>();
  for (const scope of new Set(cells.filter(isShared).map(({ party, role }) => `${party} ${role}`))) {
    const [party = "", role = ""] = scope.split(" ");
    const own = cells.filter((cell) => cell.party === party && cell.role === role);
    const words = new Map(own.map((cell) => [cell.field, wordOf(cell)]));
    const key = JSON.stringify([party, ...words]);
    const known = columns.get(key) ?? { party, roles: [], words };
    columns.set(key, known);
    known.roles.push(role);
  }
  return [...columns.values()].map(({ party, roles, words }) => ({
    heading: [party, ...roles.map(roleInWords)],
    words,
  }));
}

/** Whether it depends on the person is asked of those who give it at all; whose it is, the sentences say. */
function wordOf({ field, highest, ranges }: ReachCell): string {
  const given = ranges.filter((range) => range.highest !== "withhold");
  const isAlways = given.every(({ lowest }) => heightOf(field, lowest) === heightOf(field, highest));
  return isAlways ? formInShort(highest) : `depends: ${formInShort(highest)}`;
}
