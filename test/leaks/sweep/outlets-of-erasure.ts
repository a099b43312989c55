import { issueErasureNotices } from "#gateway/erasure/issue-erasure-notices.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { NOW } from "./canary-hub.ts";
import { sweepAudit } from "./outlets-of-emergency.ts";
import type { Probe } from "./probe.ts";

/** After everything has been read by everybody, what each has to erase names fields and times and holds not one value. */
export async function sweepErasureNotices(probe: Probe): Promise<readonly string[]> {
  const agreement = readDraft("agreements/solent-iom.isa.yaml");
  let issued = 0;
  await probe.hub.stage.sql.begin(async (tx) => {
    issued = await issueErasureNotices(tx, { agreement, reason: "terminated", now: NOW });
  });
  const problems = await sweepAudit(["GET", "/v1/erasure-notices"])(probe);
  return issued > 0 ? problems : ["there was nothing to erase", ...problems];
}
