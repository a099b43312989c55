import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type Agreement, type Onward, STRICTEST_FIRST } from "./agreement-document.ts";
import { CATALOGUE } from "./catalogue.ts";
import type { FieldDecision, Permit } from "./decision.ts";

/** What the recipient must do with what it gets from others: delete by class of data, keep the marking, and whom it may tell. */
export function obligationsOf(document: Agreement, received: readonly FieldPath[]): Permit["obligations"] {
  const classes = new Set(received.map((field) => CATALOGUE[field].sensitivity));
  const terms = document.retention.filter((term) => classes.has(term.class));
  return {
    deleteAfterDays: Object.fromEntries(terms.map((term) => [term.class, term.keepDays])),
    marking: document.marking,
    onward: document.onward.default,
  };
}

/** True when some value of the field is another party's: what one supplied oneself is not received. */
export function isReceived({ cells }: FieldDecision): boolean {
  for (const { form, reason } of cells) {
    if (form !== "withhold" && reason !== "OWN_DATA") {
      return true;
    }
  }
  return false;
}

/** Of a disclosed field, where its term is not the agreement's own: of a list the strictest of its items. */
export function onwardOf({ cells, chosen }: FieldDecision, usual: Onward): Onward | null {
  let strictest: Onward | null = null;
  for (let at = chosen ?? 0; at < (chosen === undefined ? cells.length : chosen + 1); at += 1) {
    const { form = "withhold", onward = null } = cells[at] ?? {};
    if (onward !== null && form !== "withhold" && (strictest === null || isStricter(onward, strictest))) {
      strictest = onward;
    }
  }
  return strictest === usual ? null : strictest;
}

function isStricter(one: Onward, other: Onward): boolean {
  return STRICTEST_FIRST.indexOf(one) < STRICTEST_FIRST.indexOf(other);
}
