import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Agreement } from "./agreement-document.ts";
import { CATALOGUE } from "./catalogue.ts";
import type { FieldDecision, Permit } from "./decision.ts";

/** What the recipient must do with what it gets from others: delete by class of data, and keep the marking. */
export function obligationsOf(document: Agreement, received: readonly FieldPath[]): Permit["obligations"] {
  const classes = new Set(received.map((field) => CATALOGUE[field].sensitivity));
  const terms = document.retention.filter((term) => classes.has(term.class));
  return {
    deleteAfterDays: Object.fromEntries(terms.map((term) => [term.class, term.keepDays])),
    marking: document.marking,
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
