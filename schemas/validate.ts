import type { AgencyEvent } from "./agency-event.ts";
import { findForbiddenMember } from "./forbidden-members.ts";
import { AGREEMENT_VALIDATORS } from "./generated/agreement-validator.ts";
import { CATALOGUE } from "./generated/catalogue.ts";
import type { FieldPath } from "./generated/field-paths.ts";
import type { Exchanges, FieldValues } from "./generated/types.ts";
import {
  type CompiledValidator,
  ENVELOPE_VALIDATORS,
  EVENT_VALIDATORS,
  EXCHANGE_VALIDATORS,
  RECORD_VALIDATORS,
} from "./generated/validators.ts";

/** One thing wrong, by JSON pointer (RFC 6901). The message never quotes the value. */
export type SchemaProblem = { readonly pointer: string; readonly message: string };

export type Invalid = { readonly valid: false; readonly problems: readonly SchemaProblem[] };

const DEPTH_MAX = 32;
const PROBLEMS_MAX = 100;
const PAYLOAD = "/data/additionalInformation";

/** Checks the envelope, then the payload by the schema of the event's type. */
export function validateEvent(event: unknown): { readonly valid: true; readonly event: AgencyEvent } | Invalid {
  const faults = check(named(ENVELOPE_VALIDATORS, "events/agency-event"), event);
  if (faults.length > 0) {
    return { valid: false, problems: faults };
  }
  // The envelope's schema has just been met, so the type states what is now known.
  const known = event as AgencyEvent;
  const problems = eventProblems(known);
  return problems.length > 0 ? { valid: false, problems } : { valid: true, event: known };
}

function eventProblems(event: AgencyEvent): readonly SchemaProblem[] {
  const payload = EVENT_VALIDATORS.get(event.type);
  if (payload === undefined) {
    return [{ pointer: "/type", message: "is not a type of event the hub carries" }];
  }
  const envelope = [
    event.source.startsWith(`/agencies/${event.agencyid}/`)
      ? null
      : { pointer: "/source", message: "must name the agency of agencyid" },
    event.dataschema === `/schemas/${event.type}/1`
      ? null
      : { pointer: "/dataschema", message: "must be /schemas/<type>/1 of this event's type" },
  ].filter((problem) => problem !== null);
  return [...envelope, ...check(payload, event.data.additionalInformation, PAYLOAD)];
}

/** Checks an agreement document as parsed from YAML, pointing at members that nobody knows; cross-checks are the policy engine's. */
export function validateAgreement(document: unknown): { readonly valid: true } | Invalid {
  return result(check(named(AGREEMENT_VALIDATORS, "agreements/sharing-agreement"), document, "", unknownMember));
}

/** An agreement holds nobody's data, so that a name in it may be told. */
function unknownMember({ params }: SchemaError): string {
  const name = params === undefined ? undefined : Reflect.get(params, "unevaluatedProperty");
  return typeof name === "string" ? `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}` : "";
}

/** Checks a body that crosses the gateway, by the name of its schema in exchanges/. */
export function validateExchange<Name extends keyof Exchanges>(
  name: Name,
  body: unknown,
): { readonly valid: true; readonly body: Exchanges[Name] } | Invalid {
  const problems = check(named(EXCHANGE_VALIDATORS, name), body);
  return problems.length > 0 ? { valid: false, problems } : { valid: true, body: body as Exchanges[Name] };
}

/** Checks a value as the hub holds it; of a list field, one item. */
export function validateRecordField<Field extends FieldPath>(
  field: Field,
  value: unknown,
): { readonly valid: true; readonly value: FieldValues[Field] } | Invalid {
  const [group = "", name = ""] = field.split(".");
  const list = CATALOGUE[field].list;
  const prefix = `/${group}/${name}${list ? "/0" : ""}`;
  const record = { [group]: { [name]: list ? [value] : value } };
  const problems = check(named(RECORD_VALIDATORS, "records/offender-record"), record).map((problem) => ({
    ...problem,
    pointer: problem.pointer.slice(prefix.length),
  }));
  return problems.length > 0 ? { valid: false, problems } : { valid: true, value: value as FieldValues[Field] };
}

function result(problems: readonly SchemaProblem[]): { readonly valid: true } | Invalid {
  return problems.length > 0 ? { valid: false, problems } : { valid: true };
}

function named(validators: ReadonlyMap<string, CompiledValidator>, name: string): CompiledValidator {
  const validator = validators.get(name);
  if (validator === undefined) {
    throw new Error(`no schema is called ${name}`);
  }
  return validator;
}

type SchemaError = NonNullable<CompiledValidator["errors"]>[number];

function check(
  validator: CompiledValidator,
  value: unknown,
  prefix = "",
  member: (error: SchemaError) => string = () => "",
): readonly SchemaProblem[] {
  const forbidden = findForbiddenMember(value, DEPTH_MAX);
  if (forbidden !== null) {
    return [{ pointer: `${prefix}${forbidden}`, message: "holds a forbidden member or nests too deeply" }];
  }
  if (validator(value)) {
    return [];
  }
  return (validator.errors ?? []).slice(0, PROBLEMS_MAX).map((error) => ({
    pointer: `${prefix}${error.instancePath}${member(error)}`,
    message: error.message ?? "is not acceptable",
  }));
}
