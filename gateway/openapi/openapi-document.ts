import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { RouteDocument } from "./route-document.ts";
import { PUBLIC_DOCUMENTS, SIGNED_DOCUMENTS, templated } from "./route-documents.ts";

type Json = Readonly<Record<string, unknown>>;

const SCHEMA_BASE = "https://concordat.example/schemas/";
const SUFFIX = ".v1.schema.json";
const HEADERS: Readonly<Record<string, string>> = {
  "Hub-Actor": "The agency's own opaque reference to the person or system acting, in quotes.",
  "Hub-Purpose": "Why, from the closed list of purposes.",
  "Hub-Agreement": "Under which agreement, where more than one would do.",
};

const TOO_MANY = {
  description:
    "Too many: `quota-exceeded` beyond the agency's calls of this kind in a minute, `too-many-streams` beyond its open streams.",
  headers: {
    "Retry-After": {
      required: true,
      description: "Seconds after which to go on.",
      schema: { type: "integer", minimum: 1 },
    },
    RateLimit: { description: "What is left, as a hint that is not part of the contract.", schema: { type: "string" } },
  },
} as const satisfies Json;

/** OpenAPI 3.1 of every route, from the same schemas that check the bodies. */
export function openApiDocument(origin: string, profiles: readonly RouteProfile[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const document of [...PUBLIC_DOCUMENTS, ...SIGNED_DOCUMENTS]) {
    const profile = profiles.find(({ method, path }) => method === document.method && path === document.path);
    const path = templated(document.path);
    paths[path] = { ...paths[path], [document.method.toLowerCase()]: operation(document, profile) };
  }
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Concordat",
      version: "1",
      summary: "The information-sharing hub for Integrated Offender Management.",
      description:
        "Calls are signed with RFC 9421, profile iom-hub-req-v1; answers with iom-hub-res-v1. Errors are RFC 9457 problems.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        signature: {
          type: "http",
          scheme: "Signature",
          description: "HTTP Message Signature (RFC 9421) by a key the agency enrolled.",
        },
      },
    },
  };
}

function operation(document: RouteDocument, profile: RouteProfile | undefined): Json {
  const { summary, description, request, answers, problems } = document;
  return {
    operationId: operationId(document),
    summary,
    ...(description === undefined ? {} : { description }),
    security: profile === undefined ? [] : [{ signature: [] }],
    parameters: [...pathParameters(document), ...queryParameters(document), ...headerParameters(profile)],
    ...(request === undefined ? {} : { requestBody: { required: true, content: requestContent(request) } }),
    responses: { ...Object.fromEntries(answerEntries(answers)), ...Object.fromEntries(problems.map(problemEntry)) },
  };
}

function operationId({ method, path }: RouteDocument): string {
  return `${method.toLowerCase()} ${path}`.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "");
}

function pathParameters({ path }: RouteDocument): readonly Json[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", maxLength: 64 },
  }));
}

function queryParameters({ query = [] }: RouteDocument): readonly Json[] {
  return query.map((parameter) => ({ ...parameter, in: "query", schema: { type: "string" } }));
}

function headerParameters(profile: RouteProfile | undefined): readonly Json[] {
  if (profile === undefined) {
    return [];
  }
  const personal = Object.entries(profile.personal ? HEADERS : {}).map(([name, description]) => ({
    name,
    in: "header",
    required: name !== "Hub-Agreement",
    description,
    schema: { type: "string" },
  }));
  const key = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } };
  return profile.idempotent ? [...personal, key] : personal;
}

function requestContent(name: string): Json {
  const schema = schemaReference(name);
  const isEvent = name.startsWith("https:");
  return {
    "application/json": {
      schema: isEvent ? { anyOf: [schema, { type: "array", minItems: 1, maxItems: 500, items: schema }] } : schema,
    },
  };
}

function answerEntries(answers: RouteDocument["answers"]): readonly (readonly [string, Json])[] {
  return Object.entries(answers).map(([status, { description, schema, mediaType }]) => {
    const type = mediaType ?? (schema === undefined ? undefined : "application/json");
    const media = schema === undefined ? {} : { schema: schemaReference(schema) };
    return [status, type === undefined ? { description } : { description, content: { [type]: media } }];
  });
}

function problemEntry(status: number): readonly [string, Json] {
  const content = { "application/problem+json": { schema: schemaReference("problem") } };
  const answer = { description: "A problem; `code` says which.", content };
  return [String(status), status === 429 ? { ...answer, ...TOO_MANY } : answer];
}

function schemaReference(name: string): Json {
  return { $ref: `#/components/schemas/${name.startsWith("https:") ? "agency-event" : name}` };
}

/** Every schema a body is checked by, with references between files turned into references within this document. */
function componentSchemas(): Json {
  const root = join(packageRoot(), "schemas");
  const exchanges = readdirSync(join(root, "exchanges"))
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((file) => [file.slice(0, -SUFFIX.length), join(root, "exchanges", file)] as const);
  const files = [
    ...exchanges,
    ["agency-event", join(root, "events", `agency-event${SUFFIX}`)],
    ["vocabulary", join(root, `vocabulary${SUFFIX}`)],
  ] as const;
  return Object.fromEntries(files.map(([name, file]) => [name, readSchema(name, file)]));
}

function readSchema(component: string, file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"), (name, value: unknown) => {
    // An $id or $schema inside would start a new base, against which the references below would be resolved.
    if (name === "$id" || name === "$schema") {
      return undefined;
    }
    return name === "$ref" && typeof value === "string" ? localReference(component, value) : value;
  });
}

function localReference(component: string, reference: string): string {
  const [file = "", pointer = ""] = reference.split("#");
  const target = file === `${SCHEMA_BASE}vocabulary${SUFFIX}` ? "vocabulary" : component;
  return `#/components/schemas/${target}${pointer}`;
}
