import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Disclosure } from "#policies/project.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { atOneMoment, decideAndProject, type Permitted, type PolicyEngine } from "../disclosure/decide-and-project.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { recordDisclosure } from "../disclosure/record-disclosure.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { internalId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import type { CoreAnswer } from "./ask-core.ts";
import type { TagHitDependencies } from "./hit-routes.ts";
import type { HitFigures } from "./hit-row.ts";
import { answerWords } from "./hit-words.ts";
import { requireOne } from "./move-routes.ts";

export const ASK_TAG: RouteProfile = {
  method: "POST",
  path: "/v1/tag-hits/questions",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: true,
  contentMax: 16_384,
  callClass: "searches",
};

/**
 * "Was he there?": what the tag says of one person and one crime, for the monitoring hub. Asked again under the same key it is asked
 * again: a kept answer would be personal data at rest.
 */
export function tagQuestionRoutes(dependencies: TagHitDependencies): Hono<CallerEnv> {
  const { sql, askCore } = dependencies;
  return new Hono<CallerEnv>().post(ASK_TAG.path, async (c) => {
    const { caller } = c.var;
    const held = atOneMoment(dependencies);
    const request = await requireOne(held, caller, "monitoring-hub");
    const { crimeReference, policeForce, personId } = readBody(caller, "tag-hit-question");
    const { body, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const meant = await internalId(tx, request.party, personId);
      const record = await readRecord(tx, meant);
      // Before anything is compared: of somebody it is kept away from nobody may even ask.
      if (meant === null || record === null || decided(held.engine, request, record, EMPTY) === null) {
        throw new HubError("not-found", "no such person for this caller");
      }
      const askedBy = { agencyId: caller.agencyId, actor: request.actor };
      const told = await askCore("core.tag-hit.ask", { crimeReference, force: policeForce, personId: meant, askedBy });
      const answer = decided(held.engine, request, record, told);
      if (answer === null) {
        throw new HubError("not-found", "no such crime for this caller");
      }
      const entry = await recordDisclosure(tx, {
        permit: answer.permit,
        disclosure: answer.disclosure,
        personId: meant,
        now: request.now,
        resource: "tag-hit",
        disclosed: answer.disclosure.fields,
        status: 200,
        note: { asked: crimeReference },
        origin: { request: requestEvidence(caller), actor: request.actor },
      });
      return { body: answerOf(answer.disclosure, entry), logEntry: entry };
    });
    c.set("logEntry", logEntry);
    return c.json(body);
  });
}

const EMPTY: CoreAnswer = { outcome: "not-eligible", reasons: [], crime: null };

/** The answer as the provider's own value about the person, and the crime as its force's, for policy to decide on. Null: withheld. */
function decided(
  engine: PolicyEngine,
  request: PolicyRequest,
  record: PublishedRecord,
  told: CoreAnswer,
): Permitted | null {
  const crime = told["crime"] as { readonly agencyId: string; readonly to: string } | null;
  const at = request.now.toISOString();
  const { agencyId: originator = "", ...crimeRecord } = crime ?? {};
  const withAnswer: PublishedRecord = {
    ...record,
    values: {
      "tag.candidateMatch": [{ originator: request.party, value: toldOf(told), asOf: at }],
      ...(crime === null ? {} : { "police.crimeRecord": [{ originator, value: crimeRecord, asOf: at }] }),
    },
  };
  const answer = decideAndProject(engine, { ...request, fields: null }, withAnswer);
  if (answer.outcome === "refused") {
    return null;
  }
  const mayKnowCrime = crime === null || answer.disclosure.fields["police.crimeRecord"]?.form === "full";
  return mayKnowCrime && answer.disclosure.fields["tag.candidateMatch"]?.form === "full" ? answer : null;
}

type Told = Pick<Exchanges["tag-hit-answer"], "answer" | "words" | "figures" | "reasons">;

function toldOf(told: CoreAnswer): Told {
  if (told["outcome"] !== "answered") {
    const reasons = [...((told["reasons"] as readonly string[] | undefined) ?? [])];
    const words = ["This person may not be compared with this crime. No position was looked at."];
    return { answer: "NOT COMPARED", words, reasons };
  }
  const figures = told["figures"] as HitFigures;
  return {
    answer: figures.answer as Told["answer"],
    words: answerWords(figures).filter((word) => word !== ""),
    figures: { ...figures },
  };
}

function answerOf(
  { fields }: Disclosure,
  { receiptId: id, logIndex }: { readonly receiptId: string; readonly logIndex: number | null },
): Exchanges["tag-hit-answer"] {
  const { "tag.candidateMatch": told, ...others } = fields;
  return { ...(told?.value as Told), fields: others, receipt: { id, logIndex } };
}
