import { HubError, PROBLEM_STATUS, type ProblemCode } from "#schemas/problems.ts";
import { PROBLEM_TITLES } from "./problem-titles.ts";

/** A problem as it goes over the wire (RFC 9457), for whoever writes the answer. */
export type WrittenProblem = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const RETRY_AFTER_S = 5;
/** What an error's `extra` may not speak for. */
const RESERVED: ReadonlySet<string> = new Set([
  "type",
  "title",
  "status",
  "code",
  "request_id",
  "allow",
  "retry_after",
]);

/**
 * The answer to a failed call, and the only place where a status is chosen. An error that is not a HubError says nothing of itself:
 * its message may hold anything. `origin` makes the problem's type absolute.
 */
export function problemResponse(error: unknown, requestId: string, origin = ""): Response {
  const { status, headers, body } = writeProblem(error, requestId, origin);
  return new Response(body, { status, headers });
}

/** The same for code that has no Response to give, such as a socket whose request could not be parsed. */
export function writeProblem(error: unknown, requestId: string, origin = ""): WrittenProblem {
  const { code, extra } = error instanceof HubError ? error : new HubError("internal-error", "unforeseen");
  const status = statusOf(code, extra);
  const visible = Object.entries(extra).filter(([name]) => !RESERVED.has(name));
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...statusHeaders(status, extra),
    },
    body: JSON.stringify({
      type: `${origin}/problems/${code}`,
      title: PROBLEM_TITLES[code],
      status,
      code,
      request_id: requestId,
      ...Object.fromEntries(visible),
    }),
  };
}

/** A known method on a path that does not have it is 405; a method nobody has is 400. */
function statusOf(code: ProblemCode, extra: HubError["extra"]): number {
  return code === "method-not-allowed" && Array.isArray(extra["allow"]) ? 405 : PROBLEM_STATUS[code];
}

function statusHeaders(status: number, extra: HubError["extra"]): Readonly<Record<string, string>> {
  const { allow, retry_after: retryAfter } = extra;
  if (status === 405 && Array.isArray(allow)) {
    return { allow: allow.join(", ") };
  }
  const waits = status === 503 || status === 429;
  return waits ? { "retry-after": String(typeof retryAfter === "number" ? retryAfter : RETRY_AFTER_S) } : {};
}
