import { Hono } from "hono";
import type { Agreement } from "#policies/agreement-document.ts";
import { canonicalJson } from "#policies/canonical-json.ts";
import type { ChangeLine, TermsLine } from "#policies/change-summary.ts";
import { checkAgreement } from "#policies/check-agreement.ts";
import { standingGuards } from "#policies/checks/check-effect.ts";
import type { Fault } from "#policies/fault.ts";
import { reachDifferenceByScope } from "#policies/reach/reach-difference.ts";
import type { RequiredSignatures, Signatory } from "#policies/required-signatures.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readBody } from "../read-body.ts";
import { type AgreementRecord, documentOf, emptyRecord, isParty, readAgreements } from "./agreement-record.ts";
import { digestOfText } from "./bundle/digest.ts";
import type { DraftDependencies } from "./draft-routes.ts";
import { inTurns } from "./in-turns.ts";
import { logReading } from "./log-reading.ts";
import { faultInAnswer, type ReadDraft, readDraft, refuseMisplaced } from "./read-draft.ts";
import { requireDpo } from "./require-dpo.ts";
import { changeOf, type VersionChange } from "./version-change.ts";

export const CHECK_DRAFT: RouteProfile = {
  method: "POST",
  path: "/v1/agreements/:id/checks",
  personal: true,
  content: "json",
  idempotent: false,
  claimsNonce: true,
};

type Answer = Exchanges["agreement-check-answer"];

/** Every fault of a version, and what it would change. Changes nothing; who saw which summary is in the log. */
export function checkRoutes(dependencies: DraftDependencies): Hono<CallerEnv> {
  const { sql, clock, scheme } = dependencies;
  return new Hono<CallerEnv>().post(CHECK_DRAFT.path, async (c) => {
    const { caller } = c.var;
    const officer = await requireDpo(dependencies, caller);
    const body = readBody(caller, "agreement-check");
    const id = c.req.param("id") ?? "";
    const { answer, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const record = (await readAgreements(tx)).get(id) ?? emptyRecord(id);
      const read = draftMeant(record, body, officer.party);
      refuseMisplaced(read.document, id, officer.party, scheme);
      const answered = await answerTo(record, read, clock.now());
      const logged = await logReading(tx, caller, officer, {
        kind: "agreement.checked",
        agreement: `${id}@${answered.version}`,
        now: clock.now(),
        detail: { digest: answered.digest, headline: answered.change?.headline ?? null },
      });
      return { answer: answered, logEntry: logged };
    });
    c.set("logEntry", logEntry);
    return c.json(answer);
  });
}

function draftMeant(record: AgreementRecord, body: Exchanges["agreement-check"], party: string): ReadDraft {
  const { version, ...draft } = body;
  if (record.events.length > 0 && !isParty(record, party)) {
    throw new HubError("not-found", "no such agreement of the caller's");
  }
  if (version === undefined) {
    return readDraft(draft, record, party);
  }
  if (Object.keys(draft).length > 0) {
    const errors = [{ pointer: "", message: "Give exactly one of version, document and yaml." }];
    throw new HubError("validation-failed", "a stored version and another text", { extra: { errors } });
  }
  const document = documentOf(record, version, party);
  const checked = checkAgreement(document);
  return { document, faults: checked.outcome === "faulty" ? checked.faults : [] };
}

async function answerTo(record: AgreementRecord, { document, faults }: ReadDraft, now: Date): Promise<Answer> {
  return {
    id: record.id,
    version: document.version,
    digest: digestOfText(canonicalJson(document)),
    faults: faults.map(faultInAnswer),
    guards:
      faults.length > 0 ? [] : standingGuards(document).map(({ rule, message }) => ({ rule: rule ?? "", message })),
    examples: examplesOf(document, faults),
    change: faults.length > 0 ? null : await changeInAnswer(await changeOf(record, document, now), document),
  };
}

/** Examples are tried only once everything else makes sense. */
function examplesOf({ examples }: Agreement, faults: readonly Fault[]): Answer["examples"] {
  const failed = new Set(faults.filter(({ check }) => check === "examples").map(({ rule }) => rule));
  const areTried = faults.every(({ check }) => check === "examples" || check === "scope-size");
  return { stored: examples.length, failed: areTried ? failed.size : null };
}

async function changeInAnswer(
  { base, diff, summary, required }: VersionChange,
  document: Agreement,
): Promise<NonNullable<Answer["change"]>> {
  return {
    headline: summary.headline,
    decisions: diff.decisions,
    isWidening: diff.isWidening,
    gains: summary.gains.map(lineInAnswer),
    losses: summary.losses.map(lineInAnswer),
    terms: summary.terms.map(termInAnswer),
    reach: await inTurns(reachDifferenceByScope(base, document, diff.changes)),
    signatures: signaturesInAnswer(required),
  };
}

function lineInAnswer({ key, party, field, from, to, roles, purposes, originators, ...rest }: ChangeLine) {
  const { isSpecial, concernsUnder18s, sentence } = rest;
  return { key, party, field, from, to, roles, purposes, originators, isSpecial, concernsUnder18s, sentence };
}

function termInAnswer({ term, subject, effect, sentence }: TermsLine) {
  return { term, subject, effect, sentence };
}

function signaturesInAnswer({ every, oneOf }: RequiredSignatures): NonNullable<Answer["change"]>["signatures"] {
  const named = ({ party, label, because }: Signatory) => ({ party, label, because });
  return { every: every.map(named), oneOf: oneOf.map(named) };
}
