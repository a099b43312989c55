import { HEADER } from "./emit-catalogue.ts";
import { isSchema, type JsonSchema, type LoadedSchema, SchemaFault } from "./load-schemas.ts";
import type { CatalogueField } from "./read-catalogue.ts";

/** `types.ts`: what a value of each field, event and exchange looks like once it has been validated. */
export function emitTypes(fields: readonly CatalogueField[], schemas: readonly LoadedSchema[]): string {
  const byId = new Map(schemas.map((loaded) => [loaded.id, loaded.schema]));
  const print = (schema: unknown, root: JsonSchema): string => printType(schema, { root, byId });
  const record = schemas.find((loaded) => loaded.family === "record");
  if (record === undefined) {
    throw new SchemaFault("records/offender-record.v1.schema.json: missing");
  }
  const fieldRows = fields.map((field) => [field.path, print(field.valueSchema, record.schema)] as const);
  return [
    HEADER,
    mapping("FieldValues", "A value as the hub holds it, by field; of a list field, one item.", fieldRows),
    mapping("EventPayloads", "`data.additionalInformation`, by event type.", rowsOf("event", schemas, print)),
    mapping("Exchanges", "What crosses the gateway, by name.", rowsOf("exchange", schemas, print)),
  ].join("\n");
}

type Rows = readonly (readonly [string, string])[];

function rowsOf(
  family: LoadedSchema["family"],
  schemas: readonly LoadedSchema[],
  print: (schema: unknown, root: JsonSchema) => string,
): Rows {
  return schemas
    .filter((loaded) => loaded.family === family)
    .map((loaded) => [loaded.name, print(loaded.schema, loaded.schema)] as const);
}

function mapping(name: string, doc: string, rows: Rows): string {
  const lines = rows.map(([key, type]) => `  readonly ${JSON.stringify(key)}: ${type};\n`).join("");
  return `/** ${doc} */\nexport type ${name} = {\n${lines}};\n`;
}

type Scope = { readonly root: JsonSchema; readonly byId: ReadonlyMap<string, JsonSchema> };

function printType(schema: unknown, scope: Scope): string {
  if (!isSchema(schema)) {
    return "unknown";
  }
  if (typeof schema["$ref"] === "string") {
    const target = resolve(schema["$ref"], scope);
    return printType(target.schema, { ...scope, root: target.root });
  }
  if ("const" in schema) {
    return JSON.stringify(schema["const"]);
  }
  if (Array.isArray(schema["enum"])) {
    return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  }
  return printComposed(schema, scope) ?? printBasic(schema, scope);
}

function printComposed(schema: JsonSchema, scope: Scope): string | null {
  for (const [keyword, joint] of [
    ["anyOf", " | "],
    ["oneOf", " | "],
  ] as const) {
    const members = schema[keyword];
    if (Array.isArray(members) && schema["properties"] === undefined) {
      return members.map((member) => `(${printType(member, scope)})`).join(joint);
    }
  }
  return null;
}

function printBasic(schema: JsonSchema, scope: Scope): string {
  const types = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  return types.map((type) => printNamed(type, schema, scope)).join(" | ");
}

function printNamed(type: unknown, schema: JsonSchema, scope: Scope): string {
  switch (type) {
    case "string":
    case "boolean":
    case "null":
      return type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return `readonly (${printType(schema["items"], scope)})[]`;
    case "object":
      return printObject(schema, scope);
    default:
      return "unknown";
  }
}

function printObject(schema: JsonSchema, scope: Scope): string {
  const rest = schema["additionalProperties"];
  const properties = schema["properties"];
  if (!isSchema(properties)) {
    return `{ readonly [name: string]: ${printType(rest, scope)} }`;
  }
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const members = Object.entries(properties).map(
    ([name, inner]) =>
      `readonly ${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${printType(inner, scope)}`,
  );
  return members.length === 0 ? "Readonly<Record<string, never>>" : `{ ${members.join("; ")} }`;
}

function resolve(ref: string, scope: Scope): { schema: unknown; root: JsonSchema } {
  const [id, pointer = ""] = ref.split("#");
  const root = id === "" || id === undefined ? scope.root : scope.byId.get(id);
  if (root === undefined) {
    throw new SchemaFault(`$ref to an unknown schema: ${ref}`);
  }
  let node: unknown = root;
  for (const token of pointer.split("/").slice(1)) {
    node = isSchema(node) ? node[token] : undefined;
  }
  if (node === undefined) {
    throw new SchemaFault(`$ref to nothing: ${ref}`);
  }
  return { schema: node, root };
}
