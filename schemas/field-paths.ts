import { FIELD_PATHS, type FieldPath } from "./generated/field-paths.ts";

const KNOWN: ReadonlySet<string> = new Set(FIELD_PATHS);

export function isFieldPath(text: string): text is FieldPath {
  return KNOWN.has(text);
}

/** A field, or a place inside one: `police.offendingHistory[].hoCode` (interfaces section 3). */
export type FieldAddress = {
  readonly field: FieldPath;
  readonly group: string;
  readonly name: string;
  /** True when the address goes through the items of a list, `[]`. */
  readonly eachItem: boolean;
  /** Members below the field or its items; empty for the field itself. */
  readonly members: readonly string[];
};

const ADDRESS = /^([a-z]+\.[a-z][A-Za-z0-9]*)(\[\])?((?:\.[a-z][A-Za-z0-9]*){0,3})$/;
const ADDRESS_LENGTH_MAX = 160;

/** Null when the text is malformed or names no field of the record; members are not checked here. */
export function parseFieldAddress(text: string): FieldAddress | null {
  const [, field = "", brackets, tail = ""] = (text.length <= ADDRESS_LENGTH_MAX && ADDRESS.exec(text)) || [];
  if (!isFieldPath(field)) {
    return null;
  }
  const [group = "", name = ""] = field.split(".");
  return {
    field,
    group,
    name,
    eachItem: brackets === "[]",
    members: tail.split(".").filter((member) => member !== ""),
  };
}

export function formatFieldAddress(address: FieldAddress): string {
  const members = address.members.map((member) => `.${member}`).join("");
  return `${address.field}${address.eachItem ? "[]" : ""}${members}`;
}
