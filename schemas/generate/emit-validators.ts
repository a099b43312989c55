import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneModule from "ajv/dist/standalone/index.js";
import formatsModule from "ajv-formats";
import { HEADER } from "./emit-catalogue.ts";
import { isSchema, type JsonSchema, type LoadedSchema, type SchemaFamily, SchemaFault } from "./load-schemas.ts";

const OWN_KEYWORDS = ["x-owner", "x-sensitivity", "x-ladder", "x-special", "x-cell-facts", "x-derived"];

/** Words for readers; stripped before compiling, since ajv writes whole schemas into its output. */
const ANNOTATIONS = new Set(["title", "description", "$comment", "examples", ...OWN_KEYWORDS]);

const NAMES_OF_SCHEMAS = new Set(["properties", "$defs", "patternProperties", "dependentSchemas"]);

/** `validators.ts`: every schema but the agreement's compiled, since the process may not generate code while it runs. */
export function emitValidators(schemas: readonly LoadedSchema[]): string {
  const ours = schemas.filter((loaded) => loaded.family !== "agreement");
  return emit(ours, { strictTypes: true }, [
    ["RECORD_VALIDATORS", "record"],
    ["ENVELOPE_VALIDATORS", "envelope"],
    ["EVENT_VALIDATORS", "event"],
    ["EXCHANGE_VALIDATORS", "exchange"],
  ]);
}

/**
 * `agreement-validator.ts`: the agreement's if/then/else fragments state no type of their own, so strictTypes cannot
 * follow them; everything else of strict mode holds.
 */
export function emitAgreementValidator(schemas: readonly LoadedSchema[]): string {
  const agreement = schemas.filter((loaded) => loaded.family === "agreement");
  return emit(agreement, { strictTypes: false }, [["AGREEMENT_VALIDATORS", "agreement"]]);
}

type Index = readonly (readonly [constant: string, family: SchemaFamily])[];

function emit(schemas: readonly LoadedSchema[], strictness: { readonly strictTypes: boolean }, index: Index): string {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: strictness.strictTypes,
    // if/then name required members of the parent schema, which ajv's strictRequired cannot follow.
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    code: { source: true, esm: true, lines: true },
  });
  formatsModule.default(ajv);
  for (const { schema } of schemas) {
    ajv.addSchema(bare(schema));
  }
  const compiled = schemas.filter((loaded) => loaded.family !== "vocabulary");
  for (const loaded of compiled) {
    compile(ajv, loaded);
  }
  const exported = Object.fromEntries(compiled.map((loaded, at) => [`validate${at}At`, loaded.id]));
  const code = standaloneModule.default(ajv, exported);
  return `// @ts-nocheck\n${HEADER}${importsInPlaceOfRequires(code)}\n${emitIndex(compiled, index)}`;
}

function compile(ajv: Ajv2020, loaded: LoadedSchema): void {
  try {
    ajv.getSchema(loaded.id);
  } catch (cause) {
    throw new SchemaFault(`${loaded.file}: ${cause instanceof Error ? cause.message : "does not compile"}`, { cause });
  }
}

/** A copy without annotations; a property that happens to be called `title` stays. */
function bare(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([keyword]) => !ANNOTATIONS.has(keyword))
    .map(([keyword, value]) => [keyword, NAMES_OF_SCHEMAS.has(keyword) ? bareMembers(value) : bareValue(value)]);
  return Object.fromEntries(entries);
}

function bareMembers(value: unknown): unknown {
  if (!isSchema(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bareValue(inner)]));
}

function bareValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(bareValue);
  }
  return isSchema(value) ? bare(value) : value;
}

const REQUIRE = /require\("([^"]+)"\)/g;

/** ajv writes `require` even for ES modules; each module becomes one import, unwrapped the same way in Node and in vitest. */
function importsInPlaceOfRequires(code: string): string {
  const modules = [...new Set([...code.matchAll(REQUIRE)].map((match) => `${match[1]}`))].sort();
  const imports = modules.map((module, at) => `import * as module${at} from "${module}.js";\n`).join("");
  const body = code
    .replace('"use strict";', "")
    .replaceAll(
      /require\("([^"]+)"\)\.default/g,
      (_, name) => `fromCommonJs(module${modules.indexOf(name)}, "default")`,
    )
    .replaceAll(
      /require\("([^"]+)"\)\.([A-Za-z]+)/g,
      (_, name, member) => `fromCommonJs(module${modules.indexOf(name)}, "${member}")`,
    );
  if (body.includes("require(")) {
    throw new SchemaFault("validators.ts: a require is left in the compiled validators");
  }
  return `${imports}${FROM_COMMON_JS}${body}`;
}

const FROM_COMMON_JS = `function fromCommonJs(module, member) {
  const inner = module.default ?? module;
  return inner[member] ?? module[member] ?? inner;
}
`;

const COMPILED_VALIDATOR = `export type CompiledValidator = ((value: unknown) => boolean) & {
  errors?: readonly { instancePath: string; keyword: string; message?: string; params?: object }[] | null;
};
`;

function emitIndex(compiled: readonly LoadedSchema[], index: Index): string {
  const rowsOf = (family: SchemaFamily) =>
    compiled.map((loaded, at) =>
      loaded.family === family ? `  [${JSON.stringify(loaded.name)}, validate${at}At],\n` : "",
    );
  const maps = index.map(
    ([constant, family]) =>
      `export const ${constant}: ReadonlyMap<string, CompiledValidator> = new Map([\n${rowsOf(family).join("")}]);\n`,
  );
  return [COMPILED_VALIDATOR, ...maps].join("\n");
}
