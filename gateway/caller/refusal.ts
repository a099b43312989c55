import { HubError, type ProblemCode } from "#schemas/problems.ts";

/** Why a call is refused. `extra` goes to the caller and holds only what the caller itself could compute. */
export type Refusal = {
  readonly code: ProblemCode;
  readonly hint: string;
  readonly extra?: Readonly<Record<string, unknown>>;
};

/** One reason to refuse, on its own so that a test can leave it out and show what would then get through. */
export type Check<Subject> = {
  readonly name: string;
  readonly refuse: (subject: Subject) => Refusal | null;
};

/** The first refusal in the order of the list: each check costs more than the one before. */
export function firstRefusal<Subject>(checks: readonly Check<Subject>[], subject: Subject): Refusal | null {
  for (const check of checks) {
    const refusal = check.refuse(subject);
    if (refusal !== null) {
      return refusal;
    }
  }
  return null;
}

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return "code" in value && "hint" in value;
}

export function refusalError({ code, hint, extra }: Refusal): HubError {
  return new HubError(code, hint, { extra: { hint, ...extra } });
}
