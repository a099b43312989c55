/**
 * Every failure the hub will name to a caller, with its HTTP status (design/signed-calls section 4).
 * Codes are public: add freely, never rename.
 */
export const PROBLEM_STATUS = {
  "http-malformed": 400,
  "header-malformed": 400,
  "header-duplicated": 400,
  "header-not-allowed": 400,
  "authorization-not-accepted": 400,
  "method-not-allowed": 400,
  "target-not-canonical": 400,
  "query-parameter-duplicated": 400,
  "trailers-not-allowed": 400,
  "content-not-allowed": 400,
  "content-digest-algorithm": 400,
  "signature-malformed": 400,
  "signature-ambiguous": 400,
  "signature-parameter-type": 400,
  "nonce-malformed": 400,
  "component-not-allowed": 400,
  "component-duplicated": 400,
  "component-parameter-not-allowed": 400,
  "json-not-acceptable": 400,
  "json-duplicate-member": 400,
  "cursor-not-accepted": 400,
  "agreement-required": 400,
  "signature-missing": 401,
  "signature-parameter-missing": 401,
  "signature-tag-wrong": 401,
  "signature-stale": 401,
  "signature-from-future": 401,
  "signature-replayed": 401,
  "signature-invalid": 401,
  "coverage-insufficient": 401,
  "component-missing": 401,
  "content-digest-missing": 401,
  "content-digest-mismatch": 401,
  "algorithm-mismatch": 401,
  "key-not-accepted": 401,
  "actor-not-permitted": 403,
  "purpose-not-permitted": 403,
  "agreement-not-in-force": 403,
  "not-found": 404,
  "request-timeout": 408,
  "idempotency-in-progress": 409,
  "key-already-enrolled": 409,
  "move-not-allowed": 409,
  "cursor-expired": 410,
  "precondition-failed": 412,
  "content-too-large": 413,
  "media-type-not-accepted": 415,
  "content-encoding-not-accepted": 415,
  "misdirected-request": 421,
  "validation-failed": 422,
  "idempotency-key-reused": 422,
  "key-type-not-accepted": 422,
  "csr-invalid": 422,
  "webhook-url-not-accepted": 422,
  "field-not-queryable": 422,
  "precondition-required": 428,
  "quota-exceeded": 429,
  "too-many-streams": 429,
  "signature-too-large": 431,
  "internal-error": 500,
  "replay-protection-unavailable": 503,
  "clock-unreliable": 503,
  "log-unavailable": 503,
  "policy-unavailable": 503,
  /** The hub's own bus, or the part behind it, did not take in what was sent; nothing was done. */
  "feed-unavailable": 503,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** The one exception the hub turns into an answer; `message` is for the log, `extra` for the caller. */
export class HubError extends Error {
  override readonly name = "HubError";
  readonly code: ProblemCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    message: string,
    options?: ErrorOptions & { readonly extra?: Readonly<Record<string, unknown>> },
  ) {
    super(message, options);
    this.code = code;
    this.extra = options?.extra ?? {};
  }
}
