import type { AgencyClient } from "#gateway/client/agency-client.ts";
import type { Update } from "#gateway/client/verify-update.ts";

export type StreamEnd = { readonly error: unknown; readonly lastUpdateAt: number; readonly endedAt: number };

export type FollowedStream = {
  readonly updates: () => readonly Update[];
  /** Resolves once the hub refuses to open the stream again, with when the last update came. */
  readonly ended: Promise<StreamEnd>;
};

/**
 * Follows an agency's updates until the hub lets the stream go and does not open it again, or `signal` says that nobody is
 * interested any more. Instants are `performance.now()`.
 */
export function followToEnd(
  client: AgencyClient,
  who: { readonly actor: string; readonly purpose: string },
  {
    lastEventId,
    signal = new AbortController().signal,
  }: { readonly lastEventId?: string; readonly signal?: AbortSignal } = {},
): FollowedStream {
  const updates: Update[] = [];
  let lastUpdateAt = Number.NEGATIVE_INFINITY;
  const follow = async (): Promise<StreamEnd> => {
    try {
      const options = { ...who, signal, ...(lastEventId === undefined ? {} : { lastEventId }) };
      for await (const update of client.follow("/v1/events/stream", options)) {
        lastUpdateAt = performance.now();
        updates.push(update);
      }
      throw new Error("a stream that is not aborted ended");
    } catch (error) {
      return { error, lastUpdateAt, endedAt: performance.now() };
    }
  };
  return { updates: () => updates, ended: follow() };
}
