/** True when the value, or any item of a list, has this under the leaf. An exact comparison but for case and accents. */
export function holds(value: unknown, leaf: readonly string[], wanted: unknown): boolean {
  const found = leavesOf(value, leaf);
  return found.some((candidate) => isSame(candidate, wanted));
}

/** Every value that an address reaches; lists on the way are walked through. */
function leavesOf(value: unknown, leaf: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => leavesOf(item, leaf));
  }
  const [key, ...below] = leaf;
  if (key === undefined) {
    return [value];
  }
  return isObject(value) && Object.hasOwn(value, key) ? leavesOf(value[key], below) : [];
}

function isSame(value: unknown, wanted: unknown): boolean {
  if (typeof value === "string" && typeof wanted === "string") {
    return fold(value) === fold(wanted);
  }
  if (isObject(value) && isObject(wanted)) {
    const keys = Object.keys(value);
    return keys.length === Object.keys(wanted).length && keys.every((key) => isSame(value[key], wanted[key]));
  }
  return value === wanted;
}

/** Agencies write one name with and without accents, in capitals and not. */
function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").trim().toLowerCase();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
