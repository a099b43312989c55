/** Names and their numbers, in the order in which they were first met. */
export type NameNumbers = { readonly names: string[]; readonly numbers: Map<string, number> };

export function noNames(): NameNumbers {
  return { names: [], numbers: new Map() };
}

export function numberOf({ names, numbers }: NameNumbers, name: string): number {
  const held = numbers.get(name);
  if (held !== undefined) {
    return held;
  }
  numbers.set(name, names.length);
  names.push(name);
  return names.length - 1;
}
