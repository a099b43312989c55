export type TextLine = {
  /** From 1. */
  readonly line: number;
  readonly text: string;
};

/** The physical lines of a text, with LF, CRLF or CR at their ends. */
export function* textLines(text: string): Generator<TextLine> {
  const ends = /\r\n|\n|\r/g;
  let from = 0;
  let line = 1;
  for (const end of text.matchAll(ends)) {
    yield { line, text: text.slice(from, end.index) };
    from = end.index + end[0].length;
    line += 1;
  }
  if (from < text.length) {
    yield { line, text: text.slice(from) };
  }
}
