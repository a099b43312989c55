const PREFIX_MAX = 4;
const PREFIX_WEIGHT = 0.1;

/** Jaro-Winkler likeness of two strings, 0 to 1. */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroLikeness(a, b);
  let prefix = 0;
  while (prefix < PREFIX_MAX && prefix < Math.min(a.length, b.length) && a[prefix] === b[prefix]) {
    prefix += 1;
  }
  return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
}

function jaroLikeness(a: string, b: string): number {
  if (a === b) {
    return a.length === 0 ? 0 : 1;
  }
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenInB = new Set<number>();
  let fromA = "";
  for (let i = 0; i < a.length; i += 1) {
    const found = findNear(b, a.charAt(i), i, window, takenInB);
    if (found !== null) {
      takenInB.add(found);
      fromA += a.charAt(i);
    }
  }
  if (fromA.length === 0) {
    return 0;
  }
  const fromB = [...takenInB].sort((x, y) => x - y).map((index) => b.charAt(index));
  const outOfOrder = fromB.filter((letter, index) => letter !== fromA.charAt(index)).length;
  const matched = fromA.length;
  return (matched / a.length + matched / b.length + (matched - outOfOrder / 2) / matched) / 3;
}

function findNear(
  text: string,
  letter: string,
  around: number,
  window: number,
  taken: ReadonlySet<number>,
): number | null {
  const last = Math.min(text.length - 1, around + window);
  for (let j = Math.max(0, around - window); j <= last; j += 1) {
    if (text.charAt(j) === letter && !taken.has(j)) {
      return j;
    }
  }
  return null;
}
