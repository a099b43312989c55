import { editDistance } from "./edit-distance.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { isNickname } from "./nicknames.ts";

/** `alike` corroborates an identifier; `resembling` only lets a person be proposed to a human. */
export type NameLikeness = "same" | "alike" | "resembling" | "different";

const ALIKE_MIN = 0.92;
const RESEMBLING_MIN = 0.85;
/** One edit says nothing about very short names: Lee and Les are two people. */
const ONE_EDIT_LENGTH_MIN = 5;

/** Case, accents, hyphens and apostrophes do not tell names apart. */
export function foldName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("æ", "ae")
    .replaceAll("œ", "oe")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll(/[^\p{L}]/gu, "");
}

/** Compares two forenames, short forms included. */
export function compareForenames(a: string, b: string): NameLikeness {
  const likeness = compareSpelling(foldName(a), foldName(b));
  return likeness !== "same" && isNickname(foldName(a), foldName(b)) ? "alike" : likeness;
}

/** Compares two surnames; one part of a double-barrelled name is a resemblance. */
export function compareSurnames(a: string, b: string): NameLikeness {
  const likeness = compareSpelling(foldName(a), foldName(b));
  return likeness === "different" && shareAPart(a, b) ? "resembling" : likeness;
}

function compareSpelling(a: string, b: string): NameLikeness {
  if (a === b) {
    return a === "" ? "different" : "same";
  }
  const oneEdit = Math.min(a.length, b.length) >= ONE_EDIT_LENGTH_MIN && editDistance(a, b, 1) <= 1;
  const likeness = jaroWinkler(a, b);
  if (oneEdit || likeness >= ALIKE_MIN) {
    return "alike";
  }
  return likeness >= RESEMBLING_MIN ? "resembling" : "different";
}

function shareAPart(a: string, b: string): boolean {
  const parts = new Set(partsOf(b));
  return partsOf(a).some((part) => parts.has(part));
}

function partsOf(surname: string): readonly string[] {
  return surname
    .split(/[\s-]+/)
    .map(foldName)
    .filter((part) => part.length > 2);
}
