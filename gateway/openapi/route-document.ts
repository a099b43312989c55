/** What the reference says of a route, beside what its profile says. Bodies are named by their exchange schema. */
export type RouteDocument = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly request?: string;
  readonly query?: readonly QueryDocument[];
  readonly answers: Readonly<Record<number, AnswerDocument>>;
  readonly problems: readonly number[];
};

type QueryDocument = { readonly name: string; readonly description: string };
type AnswerDocument = {
  readonly description: string;
  /** Absent for an answer without content. */
  readonly schema?: string;
  readonly mediaType?: string;
};

/** Problems that any signed call may meet. */
export const SIGNED = [400, 401, 403, 404, 413, 415, 421, 422, 429, 431, 503] as const;

export const json = (schema: string, description: string) => ({ schema, description });
