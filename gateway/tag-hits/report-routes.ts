import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { logConsultation } from "../log-consultation.ts";
import { isId, NOBODY } from "../people/pairwise-ids.ts";
import type { TagHitDependencies } from "./hit-routes.ts";
import { requireHitReader } from "./hit-scope.ts";
import { discloseHits, readHits } from "./read-hits.ts";
import { reportHtml } from "./report/report-html.ts";
import { reportPdf } from "./report/report-pdf.ts";
import { reportedHit } from "./report/reported-hit.ts";

export const REPORT_TAG_HIT: RouteProfile = {
  method: "GET",
  path: "/v1/tag-hits/:id/report",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
};

/** A hit as a document, made of nothing but what this caller is disclosed of it, and logged as that disclosure. */
export function tagHitReportRoutes(dependencies: TagHitDependencies): Hono<CallerEnv> {
  const { sql } = dependencies;
  return new Hono<CallerEnv>().get("/v1/tag-hits/:id/report", async (c) => {
    const { caller } = c.var;
    const held = atOneMoment(dependencies);
    const { request, by } = await requireHitReader(held, caller);
    const id = c.req.param("id");
    const hitId = isId(id) ? id : NOBODY;
    const scope = { agencyId: caller.agencyId, by, state: "qualified", wide: true, hitId } as const;
    const { shown, disclosed, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const hits = await readHits(tx, held.engine, request, scope);
      const detail = { report: hits.map(({ row }) => row.hit_id) };
      const entry = await logConsultation(tx, { caller, request, resource: "tag-hit", fields: [], detail });
      return { shown: hits[0], disclosed: await discloseHits(tx, caller, request, hits), logEntry: entry };
    });
    const report = shown === undefined ? null : reportedHit(shown.disclosure, request.now);
    const [hit] = disclosed;
    if (report === null || hit === undefined) {
      throw new HubError("not-found", "no such hit for this caller");
    }
    c.set("logEntry", logEntry);
    const name = `tag-hit-${hitId}`;
    const html = Buffer.from(reportHtml(report));
    const pdf = await reportPdf(report);
    const body: Exchanges["tag-hit-report"] = {
      hitId,
      files: [
        {
          name: `${name}.html`,
          mediaType: "text/html",
          encoding: "utf-8",
          content: html.toString(),
          sha256: sha256(html),
        },
        {
          name: `${name}.pdf`,
          mediaType: "application/pdf",
          encoding: "base64",
          content: pdf.toString("base64"),
          sha256: sha256(pdf),
        },
      ],
      receipt: hit.receipt,
    };
    return c.json(body);
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
