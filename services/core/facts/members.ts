/** A text member of a stored value, or null when it has none. */
export function memberText(value: unknown, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : null;
}

/** A yes-or-no member of a stored value, or null when it has none. */
export function memberFlag(value: unknown, name: string): boolean | null {
  const member = memberOf(value, name);
  return typeof member === "boolean" ? member : null;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
