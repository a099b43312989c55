import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export type JsonSchema = { readonly [keyword: string]: unknown };

export type SchemaFamily = "vocabulary" | "record" | "agreement" | "envelope" | "event" | "exchange";

export type LoadedSchema = {
  /** Path below schemas/, with forward slashes. */
  readonly file: string;
  readonly id: string;
  readonly family: SchemaFamily;
  /** Event type, exchange name, or the file's stem. */
  readonly name: string;
  readonly schema: JsonSchema;
};

const BASE = "https://concordat.example/schemas/";
const SUFFIX = ".v1.schema.json";

/** A fault in a schema file, told by its path; the generator prints it and stops. */
export class SchemaFault extends Error {
  override readonly name = "SchemaFault";
}

/** Reads every schema below `folder`, in path order, and refuses any whose `$id` is not its path said again. */
export function loadSchemas(folder: string): readonly LoadedSchema[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".schema.json"))
    .sort()
    .map((path) => loadSchema(folder, path));
}

function loadSchema(folder: string, file: string): LoadedSchema {
  const schema = readJson(join(folder, file), file);
  const id = schema["$id"];
  const place = placeOf(file);
  if (typeof id !== "string" || !place.accepts(id)) {
    throw new SchemaFault(`${file}: $id must be ${BASE}${place.expected}`);
  }
  return { file, id, family: place.family, name: place.nameOf(id), schema };
}

function readJson(path: string, file: string): JsonSchema {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isSchema(value)) {
      return value;
    }
  } catch (cause) {
    throw new SchemaFault(`${file}: not JSON`, { cause });
  }
  throw new SchemaFault(`${file}: a schema must be an object`);
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Place = {
  readonly family: SchemaFamily;
  readonly expected: string;
  readonly accepts: (id: string) => boolean;
  readonly nameOf: (id: string) => string;
};

/** Where a file lies says what it is and how its `$id` must read. */
function placeOf(file: string): Place {
  const stem = file.slice(0, -SUFFIX.length);
  const [folder, ...rest] = stem.split("/");
  if (!file.endsWith(SUFFIX)) {
    throw new SchemaFault(`${file}: the name must end ${SUFFIX}`);
  }
  if (folder === "events" && rest.length === 2) {
    return eventPlace(`${rest[0]}`, `${rest[1]}`);
  }
  if (folder === "exchanges" && rest.length === 1) {
    return fixed("exchange", `exchanges/${rest[0]}/1`, `${rest[0]}`);
  }
  const family = FAMILY_BY_FILE.get(stem);
  if (family === undefined) {
    throw new SchemaFault(`${relative(".", file)}: schemas/README.md knows no such place`);
  }
  return fixed(family, file, stem);
}

const FAMILY_BY_FILE: ReadonlyMap<string, SchemaFamily> = new Map([
  ["vocabulary", "vocabulary"],
  ["records/offender-record", "record"],
  ["agreements/sharing-agreement", "agreement"],
  ["events/agency-event", "envelope"],
]);

function fixed(family: SchemaFamily, path: string, name: string): Place {
  return { family, expected: path, accepts: (id) => id === `${BASE}${path}`, nameOf: () => name };
}

function eventPlace(agencyType: string, stem: string): Place {
  const dotted = stem.replace(/-([a-z0-9]+)$/, ".$1");
  const prefix = `${BASE}events/${agencyType}.`;
  return {
    family: "event",
    expected: `events/${agencyType}.${dotted}/1`,
    accepts: (id) => id.startsWith(prefix) && id.endsWith("/1") && matchesStem(id.slice(prefix.length, -2), stem),
    nameOf: (id) => id.slice(`${BASE}events/`.length, -2),
  };
}

function matchesStem(entityAndVerb: string, stem: string): boolean {
  return entityAndVerb.split(".").length === 2 && entityAndVerb.replace(".", "-") === stem;
}
