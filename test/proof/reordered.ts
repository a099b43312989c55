/** The same value with the keys of every object in it the other way round. */
export function reordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reordered);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).toReversed();
  return Object.fromEntries(members.map(([key, member]) => [key, reordered(member)]));
}
