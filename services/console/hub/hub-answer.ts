import type { Answer } from "#gateway/client/agency-client.ts";

/** What cannot be seen, whatever the reason: the one page says no more. */
export class NothingHere extends Error {
  override readonly name = "NothingHere";
}

/** What the hub said to a person who may know it: why not, and the way out. */
export type HubRefusal = {
  readonly status: number;
  readonly code: string;
  readonly says: string;
  readonly guard: string | null;
  readonly missing: readonly string[];
  readonly faults: readonly { readonly rule: string | null; readonly message: string }[];
};

/** The hub did not answer as it does to this officer: it is down, cannot log, or has changed. */
class HubFailed extends Error {
  override readonly name = "HubFailed";
  readonly status: number;

  constructor(status: number, code: string) {
    super(`the hub answered ${status} ${code}`);
    this.status = status;
  }
}

const HIDDEN: ReadonlySet<number> = new Set([401, 403, 404]);

/** The body of an answer that a page cannot do without. */
export function needed<Body>(answer: Answer): Body {
  if (answer.status < 300) return answer.body as Body;
  if (HIDDEN.has(answer.status)) throw new NothingHere();
  throw new HubFailed(answer.status, refusalIn(answer).code);
}

/** The body, or why the hub refused, where the officer can do something about it. */
export function attempted<Body>(answer: Answer): { readonly body: Body } | { readonly refusal: HubRefusal } {
  if (answer.status < 300) return { body: answer.body as Body };
  if (HIDDEN.has(answer.status)) throw new NothingHere();
  if (answer.status >= 500) throw new HubFailed(answer.status, refusalIn(answer).code);
  return { refusal: refusalIn(answer) };
}

type Problem = {
  readonly code?: string;
  readonly title?: string;
  readonly hint?: string;
  readonly guard?: string;
  readonly missing?: readonly string[];
  readonly errors?: readonly { readonly rule?: string | null; readonly message: string }[];
};

function refusalIn({ status, body }: Answer): HubRefusal {
  const problem: Problem = typeof body === "object" && body !== null ? body : {};
  const { code = "unknown", title = "The hub refused.", hint, guard = null, missing = [], errors = [] } = problem;
  const faults = errors.map(({ rule = null, message }) => ({ rule, message }));
  return { status, code, says: hint ?? title, guard, missing, faults };
}
