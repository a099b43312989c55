import { readFileSync } from "node:fs";

export type OracleField = {
  readonly path: string;
  readonly ladder: readonly string[];
  readonly owner: string;
  readonly list: boolean;
  readonly derived: boolean;
};

type Node = { readonly [keyword: string]: unknown; readonly properties?: Readonly<Record<string, Node>> };

/** The catalogue, read from the record schema by nobody else's code. */
export const ORACLE_CATALOGUE: ReadonlyMap<string, OracleField> = readCatalogue();

function readCatalogue(): ReadonlyMap<string, OracleField> {
  const file = new URL("../../../schemas/records/offender-record.v1.schema.json", import.meta.url);
  const record = JSON.parse(readFileSync(file, "utf8")) as Node;
  const fields: OracleField[] = [];
  for (const [group, { properties }] of Object.entries(record.properties ?? {})) {
    for (const [name, node] of Object.entries(properties ?? {})) {
      fields.push({
        path: `${group}.${name}`,
        ladder: node["x-ladder"] as readonly string[],
        owner: String(node["x-owner"]),
        list: node["type"] === "array",
        derived: node["x-derived"] === true,
      });
    }
  }
  return new Map(fields.map((field) => [field.path, field]));
}

export function ladderOf(field: string): readonly string[] {
  return ORACLE_CATALOGUE.get(field)?.ladder ?? ["withhold"];
}

/** Height of a form on its field's ladder; what is not on it counts as nothing. */
export function rung(field: string, form: string): number {
  return Math.max(0, ladderOf(field).indexOf(form));
}
