import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { parseStrictJson } from "#schemas/strict-json.ts";
import { validateExchange } from "#schemas/validate.ts";
import type { VerifiedRequest } from "./caller/verified-request.ts";

/** The JSON of a call's body, refused where two readers could understand it differently. */
export function readJson({ body }: VerifiedRequest): unknown {
  const parsed = parseStrictJson(body);
  if (!parsed.valid) {
    throw new HubError(parsed.code, parsed.message, { extra: { hint: parsed.message } });
  }
  return parsed.value;
}

/** The body as its schema has it, or `validation-failed` with a pointer to every fault and no value. */
export function readBody<Name extends keyof Exchanges>(caller: VerifiedRequest, name: Name): Exchanges[Name] {
  const checked = validateExchange(name, readJson(caller));
  if (!checked.valid) {
    throw new HubError("validation-failed", `the body is no ${name}`, { extra: { errors: checked.problems } });
  }
  return checked.body;
}
