const LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY";

/** `YYYY/NNNNNNNL` from long or short form; null when the form or the check letter is wrong. */
export function canonicalPnc(sent: string, referenceYear: number): string | null {
  const text = sent.replaceAll("-", "");
  const bare = text.replace("/", "");
  const parts = (text.includes("/") ? /^(\d{4}|\d{2})\/(\d{1,7})([A-Z])$/ : barePattern(bare.length)).exec(text);
  if (parts === null) {
    return null;
  }
  const [, year = "", serial = "", letter] = parts;
  const padded = serial.padStart(7, "0");
  const fullYear = year.length === 4 ? year : `${Number(year) > referenceYear ? "19" : "20"}${year}`;
  return letterFor(`${fullYear.slice(2)}${padded}`) === letter ? `${fullYear}/${padded}${letter}` : null;
}

/** `NNNNNN/YYL` padded, or `SFYY/NL` as it is; null when the form or the check letter is wrong. */
export function canonicalCro(sent: string): string | null {
  const [, fileYear, fileSerial = "", fileLetter] = /^SF(\d{2})\/(\d{1,6})([A-Z])$/.exec(sent) ?? [];
  if (fileYear !== undefined) {
    return letterFor(`${fileYear}${fileSerial}`) === fileLetter ? sent : null;
  }
  const [, serial = "", year, letter] = /^(\d{1,6})\/(\d{2})([A-Z])$/.exec(sent) ?? [];
  const padded = serial.padStart(6, "0");
  return year !== undefined && letterFor(`${year}${padded}`) === letter ? `${padded}/${year}${letter}` : null;
}

/** Twelve characters without a slash are the long form, fewer the short one. */
function barePattern(length: number): RegExp {
  return length === 12 ? /^(\d{4})(\d{7})([A-Z])$/ : /^(\d{2})(\d{1,7})([A-Z])$/;
}

function letterFor(digits: string): string | undefined {
  return LETTERS[Number(digits) % 23];
}
