import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode, isTransient } from "../stream/transient-faults.ts";
import { messageIdOf, type RawMessage, readFeedMessage, type SetAsideReason } from "./feed-message.ts";
import { setAside } from "./set-aside.ts";
import { type Intake, type IntakeRules, takeInEvent } from "./take-in-event.ts";

type Intakes = {
  readonly sql: Sql;
  readonly rules: IntakeRules;
  readonly clock: Clock;
  readonly log: Logger;
  readonly stop: AbortSignal;
  /** Called after each commit that left something to tell. */
  readonly onCommitted: () => void;
};

class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** Faults of the message itself, as far as can be told, before it is put out of the way of the others. */
const ATTEMPTS_MAX = 3;
const ATTEMPT_WAIT_MS = 50;
const AWAY_WAIT_MS = 250;

/**
 * Takes a message in, or sets it aside; either is committed when this resolves. While the database is away it
 * waits, however long. Rejects with StoppedError when told to stop meanwhile.
 */
export async function onFeedMessage(message: RawMessage, intakes: Intakes): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const intake = await takeIn(message, attempt > ATTEMPTS_MAX, intakes);
      report(message, intake, intakes);
      return;
    } catch (error) {
      const transient = isTransient(error);
      intakes.log.warn(
        { messageId: messageIdOf(message), attempt, code: faultCode(error) },
        "an event was not taken in",
      );
      attempt -= Number(transient);
      await pause(transient ? AWAY_WAIT_MS : ATTEMPT_WAIT_MS, intakes.stop);
    }
    if (intakes.stop.aborted) {
      throw new StoppedError("stopped before the event was taken in");
    }
  }
}

/** Setting aside is a transaction of its own: the one that failed has left nothing behind. */
function takeIn(message: RawMessage, givenUp: boolean, { sql, rules, clock }: Intakes): Promise<Intake> {
  const now = clock.now();
  const reading = readFeedMessage(message, rules.scheme);
  return sql.begin(async (tx) => {
    const intake: Intake =
      reading.outcome === "set-aside"
        ? reading
        : givenUp
          ? { outcome: "set-aside", reason: "processing-failed" satisfies SetAsideReason }
          : await takeInEvent(tx, reading.feedEvent, rules, now);
    if (intake.outcome === "set-aside") {
      await setAside(tx, message, intake.reason, now);
    }
    return intake;
  });
}

function report(message: RawMessage, intake: Intake, { log, onCommitted }: Intakes): void {
  if (intake.outcome === "set-aside") {
    log.error({ messageId: messageIdOf(message), reason: intake.reason }, "a message was set aside");
  } else {
    log.debug({ messageId: messageIdOf(message), outcome: intake.outcome }, "an event was taken in");
  }
  onCommitted();
}
