/**
 * Home Office statistics categories by kind, for "acquisitive, 10+" (handbook 3.2 and 5.3). Version 1, illustrative:
 * an analyst and a data protection officer decide. A category that is not here is `other`.
 */
const KINDS: readonly { readonly kind: string; readonly categories: readonly (readonly [number, number])[] }[] = [
  {
    kind: "violence",
    categories: [
      [1, 15],
      [104, 106],
      [195, 195],
    ],
  },
  {
    kind: "sexual",
    categories: [
      [16, 24],
      [70, 74],
      [88, 88],
    ],
  },
  {
    kind: "acquisitive",
    categories: [
      [28, 31],
      [34, 34],
      [37, 49],
      [51, 55],
      [126, 126],
      [130, 130],
    ],
  },
  {
    kind: "damage",
    categories: [
      [56, 59],
      [149, 149],
    ],
  },
  {
    kind: "public-order",
    categories: [
      [62, 66],
      [125, 125],
    ],
  },
  {
    kind: "drugs",
    categories: [
      [77, 77],
      [92, 93],
      [193, 193],
    ],
  },
];

const CODE = /^(\d{3})\/\d{2}$/;

/** The kind of offence behind a code such as `028/01`; undefined for what is no such code. */
export function offenceKind(hoCode: string): string | undefined {
  const category = Number(CODE.exec(hoCode)?.[1] ?? Number.NaN);
  if (Number.isNaN(category)) {
    return undefined;
  }
  const found = KINDS.find(({ categories }) => categories.some(([from, to]) => from <= category && category <= to));
  return found?.kind ?? "other";
}
