import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { limitsOf } from "./call-limits.ts";
import { leaseCallsFrom } from "./lease-calls.ts";
import { createQuotas, type Quotas } from "./quotas.ts";
import { openRefusedCalls, type RefusedCalls } from "./refused-calls.ts";

export type CallQuotas = AsyncDisposable & { readonly count: Quotas; readonly refused: Pick<RefusedCalls, "add"> };

type Dependencies = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly scheme: Pick<Scheme, "agencies">;
  readonly log: Logger;
};

/** The quotas of a scheme's agencies, and the log of what went beyond them. */
export function openCallQuotas({ sql, clock, scheme, log }: Dependencies): CallQuotas {
  const refused = openRefusedCalls({ sql, clock, log });
  return {
    count: createQuotas(limitsOf(scheme), leaseCallsFrom(sql)),
    refused,
    [Symbol.asyncDispose]: () => refused[Symbol.asyncDispose](),
  };
}
