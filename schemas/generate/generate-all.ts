import { emitCatalogue, emitFieldPaths } from "./emit-catalogue.ts";
import { emitTypes } from "./emit-types.ts";
import { emitAgreementValidator, emitValidators } from "./emit-validators.ts";
import { loadSchemas, SchemaFault } from "./load-schemas.ts";
import { readCatalogue } from "./read-catalogue.ts";

/** Every generated file by name, from the schemas below `folder` alone: the same input gives the same bytes. */
export function generateAll(folder: string): ReadonlyMap<string, string> {
  const schemas = loadSchemas(folder);
  const record = schemas.find((loaded) => loaded.family === "record");
  if (record === undefined) {
    throw new SchemaFault("records/offender-record.v1.schema.json: missing");
  }
  const fields = readCatalogue(record.schema);
  return new Map([
    ["field-paths.ts", emitFieldPaths(fields)],
    ["catalogue.ts", emitCatalogue(fields)],
    ["types.ts", emitTypes(fields, schemas)],
    ["validators.ts", emitValidators(schemas)],
    ["agreement-validator.ts", emitAgreementValidator(schemas)],
  ]);
}
