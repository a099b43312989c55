import type { IncomingMessage, ServerResponse } from "node:http";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { VerifiedRequest } from "./verified-request.ts";

/** What Hono carries through a signed route. */
export type CallerEnv = {
  readonly Bindings: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };
  readonly Variables: {
    /** Set before any handler of a signed route runs. */
    caller: VerifiedRequest;
    /** Set by the handler whose answer has an entry in the log: covered by the answer's signature. */
    logEntry?: LedgerReceipt;
  };
};
