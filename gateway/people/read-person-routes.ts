import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Disclosure } from "#policies/project.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { canonicalJson } from "#services/ledger/canonical-json.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { type Disclose, refusedProblem } from "../disclosure/disclose.ts";
import { refusedNoSooner } from "./refused-no-sooner.ts";

export const READ_PERSON: RouteProfile = {
  method: "GET",
  path: "/v1/people/:personId",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
  query: ["fields"],
};

export function readPersonRoutes({ disclose }: { readonly disclose: Disclose }): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(READ_PERSON.path, async (c) => {
    const beganMs = performance.now();
    const { caller } = c.var;
    const personId = c.req.param("personId") ?? "";
    const { ifNoneMatch } = caller;
    const statusOf = (disclosure: Disclosure) =>
      ifNoneMatch !== null && ifNoneMatch === etagOf(disclosure) ? 304 : 200;
    const answer = await disclose({ caller, personId, fields: fieldsAsked(caller.query.get("fields")), statusOf });
    c.set("logEntry", answer.logEntry);
    // Refused and unknown look the same, so a caller cannot probe for who is on the system.
    if (answer.outcome === "refused") {
      await refusedNoSooner(beganMs);
      throw refusedProblem(answer);
    }
    const { disclosure, agreement, logEntry } = answer;
    c.header("etag", etagOf(disclosure));
    if (answer.status === 304) {
      return c.body(null, 304);
    }
    const body: Exchanges["person-answer"] = {
      personId: answer.personId,
      agreements: [agreement],
      purpose: disclosure.purpose,
      fields: disclosure.fields,
      obligations: disclosure.obligations,
      receipt: { id: logEntry.receiptId, logIndex: logEntry.logIndex },
    };
    return c.json(body);
  });
}

/** Of the projection and not of the record: a change hidden from the caller leaves it as it is. */
function etagOf({ agreement, purpose, fields, obligations }: Disclosure): string {
  const text = canonicalJson({ agreement, purpose, fields, obligations });
  return `"${createHash("sha256").update(text).digest("base64url")}"`;
}

const FIELDS_MAX = 200;

function fieldsAsked(text: string | undefined): readonly FieldPath[] | null {
  if (text === undefined) {
    return null;
  }
  const names = text.split(",");
  const fields = names.filter(isFieldPath);
  if (fields.length !== names.length || names.length > FIELDS_MAX) {
    // Every field path there is stands in the public catalogue, so this tells nothing of anybody.
    const errors = [{ pointer: "/fields", message: "is a list of field paths, separated by commas" }];
    throw new HubError("validation-failed", "fields names what is no field", { extra: { errors } });
  }
  return fields;
}
