const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Members that could reach an object's prototype once a value is copied; refused wherever they appear. */
export function isForbiddenMember(name: string): boolean {
  return FORBIDDEN.has(name);
}

/** JSON pointer of the first forbidden member or of the first place nested deeper than `depthMax`; null when there is none. */
export function findForbiddenMember(value: unknown, depthMax: number, pointer = ""): string | null {
  if (typeof value !== "object" || value === null) {
    return null;
  }
  if (depthMax === 0) {
    return pointer;
  }
  for (const name of Object.getOwnPropertyNames(value)) {
    if (isForbiddenMember(name) && !Array.isArray(value)) {
      return pointer;
    }
    const inner: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    const found = findForbiddenMember(inner, depthMax - 1, `${pointer}/${name}`);
    if (found !== null) {
      return found;
    }
  }
  return null;
}
