import type { FeedContext } from "../connector.ts";
import { contentDigest } from "../feeds/feed-context.ts";
import type { Cells } from "./cells.ts";
import { duplicateRecord } from "./row-problems.ts";

/** Reports a row whose key came earlier in the file with other content. The same row twice is harmless. */
export function reportRepeated(
  cells: Cells,
  context: Pick<FeedContext, "noteInFile">,
  { field, key, content }: { readonly field: string; readonly key: string; readonly content: unknown },
): void {
  if (key === "") {
    return;
  }
  const digest = contentDigest(content);
  const earlier = context.noteInFile(key, digest);
  if (earlier !== null && earlier !== digest) {
    // The first content stays the measure: a third row must not pass for agreeing with the rejected second.
    context.noteInFile(key, earlier);
    cells.report(duplicateRecord(field));
  }
}
