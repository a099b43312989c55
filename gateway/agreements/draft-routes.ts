import { Hono } from "hono";
import { canonicalJson } from "#policies/canonical-json.ts";
import { versionOf } from "#policies/life/agreement-life.ts";
import { whyNotDelete, whyNotDraft, whyNotEdit } from "#policies/life/draft-moves.ts";
import { HubError } from "#schemas/problems.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { readBody } from "../read-body.ts";
import { documentOf } from "./agreement-record.ts";
import { digestOfText } from "./bundle/digest.ts";
import { type MadeMove, MOVE_PROFILE, type MoveDependencies, type Moving, makeMove, requireMove } from "./make-move.ts";
import { faultInAnswer, readDraft, refuseMisplaced } from "./read-draft.ts";
import { versionIn } from "./version-in-path.ts";

export const WRITE_DRAFT: RouteProfile = { ...MOVE_PROFILE, path: "/v1/agreements/:id/drafts" };
export const DELETE_DRAFT: RouteProfile = {
  ...MOVE_PROFILE,
  method: "DELETE",
  content: "none",
  path: "/v1/agreements/:id/drafts/:version",
};

export type DraftDependencies = MoveDependencies & { readonly scheme: Scheme };

/** A data protection officer writes a draft, changes it, or puts it away. */
export function draftRoutes(dependencies: DraftDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>()
    .post(WRITE_DRAFT.path, (c) => {
      const { replaces = null, ...draft } = readBody(c.var.caller, "agreement-draft");
      return makeMove(dependencies, c, async (moving) => {
        const { document, faults } = readDraft(draft, moving.record, moving.officer.party);
        refuseMisplaced(document, moving.record.id, moving.officer.party, dependencies.scheme);
        const written = await writeDraft(moving, { document, replaces, again: draft.again ?? null });
        return { ...written, answer: { faults: faults.map(faultInAnswer) } };
      });
    })
    .delete(DELETE_DRAFT.path, (c) => {
      const digest = digestIn(c.var.caller.ifMatch);
      const version = versionIn(c.req.param("version") ?? "");
      return makeMove(dependencies, c, async ({ record, officer, now }) => {
        const document = documentOf(record, version, officer.party);
        requireMove(whyNotDelete(record.life, { version, digest }, officer));
        return { event: { kind: "deleted", version, digest, ...officer, at: now.toISOString(), detail: {} }, document };
      });
    });
}

type Written = Pick<MadeMove, "document"> & { readonly replaces: string | null; readonly again: number | null };

async function writeDraft(
  { tx, record, officer, now }: Moving,
  { document, replaces, again }: Written,
): Promise<MadeMove> {
  const { version } = document;
  const { life } = record;
  requireMove(
    replaces === null ? whyNotDraft(life, version) : whyNotEdit(life, { version, digest: replaces }, officer, now),
  );
  const text = canonicalJson(document);
  const digest = digestOfText(text);
  if (digest !== versionOf(life, version)?.digest) {
    await tx`
      insert into gateway.agreement_document (digest, agreement_id, version, document)
      values (${digest}, ${document.id}, ${version}, ${text}) on conflict do nothing`;
  }
  const detail = { replaces, again };
  return { event: { kind: "drafted", version, digest, ...officer, at: now.toISOString(), detail }, document };
}

const ETAG = /^"(sha256:[0-9a-f]{64})"$/;

/** If-Match names the digest that was read, so that nobody deletes what they have not seen. */
function digestIn(ifMatch: string | null): string {
  const [, digest] = ETAG.exec(ifMatch ?? "") ?? [];
  if (digest === undefined) {
    throw new HubError("precondition-required", "a draft is deleted by its digest", {
      extra: { hint: 'send If-Match with the digest of the draft, as "sha256:…"' },
    });
  }
  return digest;
}
