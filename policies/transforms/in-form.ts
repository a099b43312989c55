import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { generaliserOf, isGeneralised } from "./generalise.ts";
import { type PseudonymCrypto, pseudonymise } from "./pseudonymise.ts";

export type Projecting = { readonly field: FieldPath; readonly now: Date; readonly crypto: PseudonymCrypto };

/**
 * A value, or all released items of a list, in the form in which it may leave. Undefined when the form cannot be
 * made, whatever the reason: the field is then withheld rather than shown in another.
 */
export function inForm(value: unknown, form: ReleaseForm, projecting: Projecting): unknown {
  try {
    return made(value, form, projecting);
  } catch {
    // A transform meets values of every age and source; one it trips over must withhold a field, not an answer.
    return undefined;
  }
}

function made(value: unknown, form: ReleaseForm, { field, now, crypto }: Projecting): unknown {
  if (form === "mask") {
    return { present: true };
  }
  if (value === null || form === "full") {
    return value;
  }
  if (form === "pseudonymise") {
    return pseudonymise(field, value, crypto);
  }
  return isGeneralised(form) ? generaliserOf(form)?.of(value, { field, now }) : undefined;
}

const DAY_CHARACTERS = 10;
const MONTH_CHARACTERS = 7;

/** RFC 3339 is written from the largest part to the smallest, so that cutting the end cuts the grain. */
export function cutAsOf(asOf: string, form: ReleaseForm): string {
  if (form === "full") {
    return asOf;
  }
  const grain = isGeneralised(form) ? generaliserOf(form)?.grain : "day";
  return asOf.slice(0, grain === "day" ? DAY_CHARACTERS : MONTH_CHARACTERS);
}
