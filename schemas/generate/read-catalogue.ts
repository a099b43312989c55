import { AGENCY_TYPES, CELL_FACTS, SENSITIVITY_CLASSES } from "../vocabulary.ts";
import { isSchema, type JsonSchema, SchemaFault } from "./load-schemas.ts";

export type CatalogueField = {
  readonly path: string;
  readonly owner: string;
  readonly sensitivity: string;
  readonly special: boolean;
  readonly ladder: readonly string[];
  readonly list: boolean;
  readonly cellFacts: readonly string[];
  readonly derived: boolean;
  readonly title: string;
  /** Of the value as the hub holds it: one item of a list field. */
  readonly valueSchema: JsonSchema;
};

const OWNERS: readonly string[] = [...AGENCY_TYPES, "any"];
const CLASSES: readonly string[] = SENSITIVITY_CLASSES;
const FACTS: readonly string[] = CELL_FACTS;
const RUNG = /^(mask|pseudonymise|full|generalise:[a-z][a-z0-9]*(-[a-z0-9]+)*)$/;
const INHERITED = ["x-owner", "x-ladder", "x-special", "x-cell-facts", "x-derived"];

/** Reads the catalogue out of the record schema; an unclassified leaf is refused with its path. */
export function readCatalogue(record: JsonSchema): readonly CatalogueField[] {
  return children(record, "record").flatMap(([group, groupSchema]) =>
    children(groupSchema, group).map(([name, field]) => readField(`${group}.${name}`, field)),
  );
}

function readField(path: string, field: JsonSchema): CatalogueField {
  const list = field["type"] === "array";
  const items = field["items"];
  checkLeaf(path, field);
  descend(path, field);
  return {
    path,
    owner: oneOf(path, field, "x-owner", OWNERS),
    sensitivity: oneOf(path, field, "x-sensitivity", CLASSES),
    special: flag(path, field, "x-special"),
    ladder: ladder(path, field),
    list,
    cellFacts: cellFacts(path, field),
    derived: flag(path, field, "x-derived"),
    title: String(field["title"]),
    valueSchema: list && isSchema(items) ? items : field,
  };
}

/** Everything beneath a field has its own title and description, and the field's owner and ladder. */
function descend(path: string, node: JsonSchema): void {
  for (const [step, inner] of inside(node)) {
    const place = `${path}${step}`;
    checkLeaf(place, inner);
    const restated = INHERITED.find((keyword) => keyword in inner);
    if (restated !== undefined) {
      throw new SchemaFault(`${place}: ${restated} is stated by the field alone`);
    }
    descend(place, inner);
  }
}

function inside(node: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const properties = isSchema(node["properties"]) ? Object.entries(node["properties"]) : [];
  const named = properties.map(([name, inner]) => [`.${name}`, inner] as const);
  const unnamed = [
    ["[]", node["items"]],
    [".*", node["additionalProperties"]],
  ] as const;
  return [...named, ...unnamed].flatMap(([step, inner]) => (isSchema(inner) ? [[step, inner] as const] : []));
}

function checkLeaf(path: string, node: JsonSchema): void {
  for (const keyword of ["title", "description"]) {
    const text = node[keyword];
    if (typeof text !== "string" || text.length < 2) {
      throw new SchemaFault(`${path}: unclassified, ${keyword} is missing`);
    }
  }
}

function children(node: JsonSchema, path: string): readonly (readonly [string, JsonSchema])[] {
  const properties = node["properties"];
  if (!isSchema(properties) || node["additionalProperties"] !== false) {
    throw new SchemaFault(`${path}: must be a closed object with properties`);
  }
  return Object.entries(properties).map(([name, inner]) => {
    if (!isSchema(inner)) {
      throw new SchemaFault(`${path}.${name}: must be a schema`);
    }
    return [name, inner] as const;
  });
}

function oneOf(path: string, field: JsonSchema, keyword: string, allowed: readonly string[]): string {
  const value = field[keyword];
  if (typeof value !== "string" || !allowed.includes(value)) {
    throw new SchemaFault(`${path}: unclassified, ${keyword} must be one of ${allowed.join(", ")}`);
  }
  return value;
}

function flag(path: string, field: JsonSchema, keyword: string): boolean {
  const value = field[keyword] ?? false;
  if (typeof value !== "boolean") {
    throw new SchemaFault(`${path}: ${keyword} must be true or absent`);
  }
  return value;
}

function ladder(path: string, field: JsonSchema): readonly string[] {
  const rungs = strings(path, field, "x-ladder");
  const [lowest, ...rest] = rungs;
  const shape = rest.length === 0 || (rest[0] === "mask" && rest.at(-1) === "full");
  const known = lowest === "withhold" && rest.every((rung) => RUNG.test(rung));
  if (!known || !shape || new Set(rungs).size !== rungs.length) {
    throw new SchemaFault(`${path}: unclassified, x-ladder must rise from withhold, over mask, to full`);
  }
  return rungs;
}

function cellFacts(path: string, field: JsonSchema): readonly string[] {
  if (field["x-cell-facts"] === undefined) {
    return [];
  }
  const facts = strings(path, field, "x-cell-facts");
  const unknown = facts.find((fact) => !FACTS.includes(fact));
  if (unknown !== undefined) {
    throw new SchemaFault(`${path}: x-cell-facts names ${unknown}, which is no cell fact`);
  }
  return facts;
}

function strings(path: string, field: JsonSchema, keyword: string): readonly string[] {
  const value: unknown = field[keyword];
  if (!Array.isArray(value) || value.length === 0) {
    throw new SchemaFault(`${path}: unclassified, ${keyword} must be a list`);
  }
  return value.map(String);
}
