import type { FeedContext } from "../connector.ts";
import { COMPACT_DATE, londonDate } from "./dates.ts";

/**
 * The day as at which a file says how things stand: the date in its name, so that the file read again says the same;
 * the day of reading where the name has none.
 */
export function fileDate({ fileName, now }: Pick<FeedContext, "fileName" | "now">): string {
  const named = /(?<!\d)\d{8}(?!\d)/.exec(fileName)?.[0];
  return (named === undefined ? null : COMPACT_DATE.read(named)) ?? londonDate(now.toISOString());
}
