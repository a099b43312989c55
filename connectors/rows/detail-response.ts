import type { FeedContext } from "../connector.ts";
import { memberAt } from "./cells.ts";

/** Reference kind of the answer of a `detailUrl`: `{ status, body }`, fetched or sent as a file. */
export const DETAIL_RESPONSE = "detail-response";

/** `withheld`: the source answered that the record is restricted. `none`: the row names no detail. */
export type Detail =
  | { readonly outcome: "given"; readonly body: unknown }
  | { readonly outcome: "withheld" }
  | { readonly outcome: "none" };

export function findDetail(context: Pick<FeedContext, "find">, url: string | null): Detail {
  const found = url === null ? null : context.find(DETAIL_RESPONSE, url);
  if (found === null) {
    return { outcome: "none" };
  }
  const body = memberAt(found.detail, "body");
  return memberAt(found.detail, "status") === 200 ? { outcome: "given", body } : { outcome: "withheld" };
}
