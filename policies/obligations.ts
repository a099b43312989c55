import type { Agreement } from "./agreement-document.ts";
import { CATALOGUE, isField } from "./catalogue.ts";
import type { Permit } from "./decision.ts";

/** What the recipient must do with what it gets: delete by class of data, and keep the marking. */
export function obligationsOf(document: Agreement, fields: Permit["fields"]): Permit["obligations"] {
  const shared = Object.entries(fields).filter(([, decision]) => decision?.form !== "withhold");
  const classes = new Set(shared.map(([field]) => (isField(field) ? CATALOGUE[field].sensitivity : null)));
  const terms = document.retention.filter((term) => classes.has(term.class));
  return {
    deleteAfterDays: Object.fromEntries(terms.map((term) => [term.class, term.keepDays])),
    marking: document.marking,
  };
}
