import type { PolicyRequest } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { decideAndProject, type Permitted, type PolicyEngine } from "../disclosure/decide-and-project.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { recordDisclosures } from "../disclosure/record-disclosure.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { pairwiseIds } from "../people/pairwise-ids.ts";
import { hitField, recordWithHit } from "./hit-content.ts";
import { type HitRow, type HitScope, readHitRows } from "./hit-row.ts";

export type ShownHit = Permitted & { readonly row: HitRow; readonly knownAs: string };

/** Beside the hit: enough to know whom and which crime it is about, as far as this caller may see it. */
const ABOUT: readonly FieldPath[] = [
  "identity.firstName",
  "identity.lastName",
  "identity.dateOfBirth",
  "police.pncId",
  "police.crimeRecord",
  "tag.deviceId",
];
const HITS_MAX = 200;

/**
 * The hits that this caller may see in full. One that its agreement withholds, that is about somebody it is kept away from, or that
 * is masked for it, is not there.
 */
export async function readHits(
  tx: Transaction,
  engine: PolicyEngine,
  request: PolicyRequest,
  scope: HitScope,
): Promise<readonly ShownHit[]> {
  const rows = await readHitRows(tx, scope);
  const people = [...new Set(rows.map(({ person_id }) => person_id))];
  const records = new Map((await readRecords(tx, people)).map((record) => [record.personId, record]));
  const shown = rows.flatMap((row) => {
    const record = records.get(row.person_id);
    const field = hitField(row);
    const asked = { ...request, fields: [...ABOUT, field] };
    const answer = record === undefined ? null : decideAndProject(engine, asked, recordWithHit(record, row, scope));
    return answer?.outcome === "permitted" && answer.disclosure.fields[field]?.form === "full"
      ? [{ ...answer, row }]
      : [];
  });
  const ids = await pairwiseIds(
    tx,
    request.party,
    shown.map(({ row }) => row.person_id),
  );
  return shown.slice(0, HITS_MAX).map((hit) => ({ ...hit, knownAs: ids.get(hit.row.person_id) ?? "" }));
}

/** Logs each hit as the disclosure it is, and makes what leaves of it. */
export async function discloseHits(
  tx: Transaction,
  caller: VerifiedRequest,
  request: PolicyRequest,
  hits: readonly ShownHit[],
): Promise<Exchanges["tag-hits"]["hits"]> {
  const receipts = await recordDisclosures(
    tx,
    hits.map(({ permit, disclosure, row }) => ({
      permit,
      disclosure,
      personId: row.person_id,
      now: request.now,
      resource: "tag-hit",
      disclosed: disclosure.fields,
      status: 200,
      note: { hitId: row.hit_id },
      origin: { request: requestEvidence(caller), actor: request.actor },
    })),
  );
  return hits.flatMap(({ row, disclosure, knownAs: personId }, at) => {
    const receipt = receipts[at];
    return receipt === undefined
      ? []
      : [
          {
            hitId: row.hit_id,
            personId,
            state: row.state,
            standing: row.superseded_at === null,
            fields: disclosure.fields,
            obligations: disclosure.obligations,
            receipt: { id: receipt.receiptId, logIndex: receipt.logIndex },
          },
        ];
  });
}
