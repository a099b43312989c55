import type { Refusal } from "./refusal.ts";
import { queryOf } from "./wire-request.ts";

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * The query of a canonical target. A plus sign is a plus sign: a space has one spelling, `%20`. A name given twice is
 * refused, because two readers may each take a different one of them.
 */
export function parseQuery(target: string): ReadonlyMap<string, string> | Refusal {
  const query = queryOf(target);
  const parameters = new Map<string, string>();
  for (const spelled of query === null ? [] : query.split("&")) {
    const parsed = parseParameter(spelled);
    if (parsed === null) {
      return { code: "target-not-canonical", hint: "every query parameter is name=value" };
    }
    const [name, value] = parsed;
    if (parameters.has(name)) {
      return { code: "query-parameter-duplicated", hint: "each query parameter may be given once" };
    }
    parameters.set(name, value);
  }
  return parameters;
}

function parseParameter(spelled: string): readonly [string, string] | null {
  const equals = spelled.indexOf("=");
  const name = spelled.slice(0, Math.max(equals, 0));
  if (!NAME.test(name)) {
    return null;
  }
  try {
    return [name, decodeURIComponent(spelled.slice(equals + 1))];
  } catch {
    // Escapes that are no UTF-8.
    return null;
  }
}
