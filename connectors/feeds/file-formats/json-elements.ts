/** What a place in the array gives that holds no whole element; it fails to parse. */
const BROKEN = "";

/**
 * Cuts a JSON array into the texts of its elements without parsing it as a whole, so that one broken element does not
 * cost the others. Null when the text does not begin as an array. An element that no comma or bracket ends was cut
 * short, and text after the array is as good as one.
 */
export function arrayElements(text: string): Iterable<string> | null {
  const open = text.search(/\S/);
  return open >= 0 && text[open] === "[" ? elementsFrom(text, open + 1) : null;
}

function* elementsFrom(text: string, start: number): Generator<string> {
  let from = start;
  let mark: string | undefined = ",";
  while (mark === ",") {
    const end = elementEnd(text, from);
    const element = text.slice(from, end).trim();
    const emptyArray = from === start && element === "" && text[end] === "]";
    mark = text[end];
    from = end + 1;
    if (!emptyArray) {
      yield mark === undefined ? BROKEN : element;
    }
  }
  if (text.slice(from).trim() !== "") {
    yield BROKEN;
  }
}

const DEPTH_STEP: Readonly<Record<string, number>> = { "{": 1, "[": 1, "}": -1, "]": -1 };

/** Index of the `,` or `]` that ends the element, or the end of the text. */
function elementEnd(text: string, from: number): number {
  const marks = /["[\]{},]/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (depth <= 0 && (mark[0] === "," || mark[0] === "]")) {
      return mark.index;
    }
    depth += DEPTH_STEP[mark[0]] ?? 0;
    if (mark[0] === '"') {
      marks.lastIndex = stringEnd(text, mark.index);
    }
  }
  return text.length;
}

/** Index just after the closing quote of the string that opens at `from`, or the end of the text. */
function stringEnd(text: string, from: number): number {
  const marks = /["\\]/g;
  marks.lastIndex = from + 1;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '"') {
      return mark.index + 1;
    }
    marks.lastIndex = mark.index + 2;
  }
  return text.length;
}
