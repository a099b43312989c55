import type { Fault } from "../door/door.ts";
import { rewrites } from "../door/faults.ts";
import type { Outlet } from "./outlets.ts";

/** Answers with a word of whether anything the caller named is there, whoever it belongs to. */
export function saysWhetherKnown(outlets: readonly Outlet[]): NonNullable<Fault["between"]> {
  return rewrites(outlets, async (answer, c, { sql }) => {
    const text = [Buffer.from(c.var.caller.body).toString(), c.req.path].join(" ");
    const [row] = await sql<{ known: boolean }[]>`
            select exists (select from published.searchable where ${text} like '%' || (value #>> '{}') || '%' and length(value #>> '{}') > 8)
              or exists (select from gateway.emergency_access where ${c.req.path} like '%' || access_id || '/answer')
              or exists (select from gateway.erasure_notice where ${c.req.path} like '%' || notice_id || '/answer')
              or exists (select from gateway.agreement_event where ${c.req.path} like '%/agreements/' || agreement_id || '/%')
              or exists (select from gateway.pairwise_id where ${text} like '%' || pairwise_id || '%')
              or exists (select from gateway.subscription where ${c.req.path} like '%/' || name and ${c.req.method} <> 'PUT')
              or exists (select from ledger.entry where ${text} like '%' || receipt_id || '%')
              or exists (select from published.tag_hit where ${[text, new URL(c.req.url).search].join(" ")} like '%' || hit_id || '%')
              or exists (select from published.link_review where ${text} like '%' || review_id || '%' and candidates @@ '$.size() == 1') as known`;
    return { ...answer, known: row?.known };
  });
}
