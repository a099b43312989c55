/** The text under a key of an object; undefined when there is none. */
export function textIn(value: unknown, key: string): string | undefined {
  const found = memberOf(value, key);
  return typeof found === "string" ? found : undefined;
}

/** The yes or no under a key of an object; undefined when there is none. */
export function flagIn(value: unknown, key: string): boolean | undefined {
  const found = memberOf(value, key);
  return typeof found === "boolean" ? found : undefined;
}

/** The number under a key of an object; undefined when there is none. */
export function numberIn(value: unknown, key: string): number | undefined {
  const found = memberOf(value, key);
  return typeof found === "number" ? found : undefined;
}

/** The list under a key of an object; empty when there is none. */
export function listIn(value: unknown, key: string): readonly unknown[] {
  return listOf(memberOf(value, key)) ?? [];
}

/** The value as a list; undefined when it is not one. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** Applies to every item; undefined as soon as one cannot be done, since a list with a gap would be wrong. */
export function everyItem<Out>(value: unknown, make: (item: unknown) => Out | undefined): readonly Out[] | undefined {
  const made = listOf(value)?.map(make);
  return made?.every((item) => item !== undefined) === true ? made : undefined;
}

/** Without repeats, sorted: neither the number nor the order of the originals shows. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

/** The members that are there, so that an absent one leaves no key. */
export function present<Value>(members: Readonly<Record<string, Value | undefined>>): Readonly<Record<string, Value>> {
  const there = Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return Object.fromEntries(there);
}
