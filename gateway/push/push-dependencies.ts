import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import type { UpdateSigner } from "./sign-update.ts";

/** What settling updates needs. */
export type PushDependencies = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly engine: PolicyEngine;
  readonly signer: UpdateSigner;
  readonly viewSecret: Uint8Array;
};
