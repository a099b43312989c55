import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import type { RagSettings } from "../rag/rag-settings.ts";

export type CommandDeps = {
  readonly sql: Sql;
  readonly rules: IntakeRules;
  readonly settings: RagSettings;
  readonly casework: CaseworkSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

export type Command = (body: unknown) => Promise<unknown>;

/** The answer to a command that is not exactly one. */
export const MALFORMED = { outcome: "refused", guard: "command-malformed", message: "The command is not understood." };
