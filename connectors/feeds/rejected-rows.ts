import type { NatsConnection } from "#services/platform/bus/bus.ts";
import type { ReportedProblem } from "./receipt-files.ts";

const SUBJECT = "hub.feed.row-rejected";
/** Pointers for one file; whoever wants the rest reads its error file. */
const POINTERS_MAX = 500;

/** Tells who listens that rows were rejected, and where: never what they said. A hint, so nothing waits for it. */
export function reportRejectedRows(
  bus: NatsConnection,
  feed: { readonly agencyId: string; readonly feed: string | null },
  reported: readonly ReportedProblem[],
): void {
  const errors = reported.filter(({ problem }) => problem.kind === "error").slice(0, POINTERS_MAX);
  for (const { line, problem } of errors) {
    bus.publish(SUBJECT, JSON.stringify({ ...feed, line, code: problem.code }));
  }
}
