import type { JsMsg } from "@nats-io/jetstream";
import { DEFAULT_CASEWORK } from "#schemas/casework-settings.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { appendEntry } from "../ledger/append-entry.ts";
import type { NatsConnection } from "../platform/bus/bus.ts";
import { openDatabase } from "../platform/database/database.ts";
import type { Clock } from "../platform/environment/clock.ts";
import { OpenedThings } from "../platform/lifecycle/opened-things.ts";
import type { Logger } from "../platform/log/logger.ts";
import { answerCommands } from "./commands/answer-commands.ts";
import { startSweep } from "./facts/sweep.ts";
import type { RawMessage } from "./intake/feed-message.ts";
import { onFeedMessage } from "./intake/on-feed-message.ts";
import { followRatings } from "./rag/follow-ratings.ts";
import { ragSettingsOf } from "./rag/rag-settings.ts";
import { ratePersonBy } from "./rag/rate-person.ts";
import { changesOf } from "./record/apply-event.ts";
import { followFeed } from "./stream/follow-feed.ts";
import { followMatches } from "./tag-hits/follow-matches.ts";
import { followTimers } from "./timers/follow-timers.ts";
import { publishOutbox } from "./updates/publish-outbox.ts";

export type CoreOptions = {
  readonly databaseUrl: string;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly scheme: Scheme;
  readonly log: Logger;
};

/** Starts what the hub knows: takes in the feeds, answers commands, tells of changes. The bus stays the caller's. */
export async function startCore({ databaseUrl, bus, clock, scheme, log }: CoreOptions): Promise<AsyncDisposable> {
  const opened = new OpenedThings();
  try {
    const sql = openDatabase({ url: databaseUrl, applicationName: "concordat core" });
    opened.add(() => sql.end({ timeout: 5 }));
    const settings = ragSettingsOf(scheme);
    const rules = { scheme, changesOf, appendEntry, ratePerson: ratePersonBy({ scheme, settings, appendEntry }) };
    const casework = scheme.casework ?? DEFAULT_CASEWORK;
    const outbox = publishOutbox(sql, bus, log);
    opened.add(() => outbox[Symbol.asyncDispose]());
    const matches = followMatches({ sql, rules, clock, log, onCommitted: outbox.wake });
    opened.add(() => matches[Symbol.asyncDispose]());
    const onCommitted = () => {
      outbox.wake();
      matches.wake();
    };
    const deps = { sql, rules, settings, scheme, casework, clock, log, onCommitted };
    const sweeping = await startSweep(deps);
    opened.add(() => sweeping[Symbol.asyncDispose]());
    const rating = await followRatings(deps);
    opened.add(() => rating[Symbol.asyncDispose]());
    const timers = await followTimers(deps);
    opened.add(() => timers[Symbol.asyncDispose]());
    const commands = answerCommands(bus, deps);
    opened.add(() => commands[Symbol.asyncDispose]());
    const feed = await followFeed(bus, (message, stop) => onFeedMessage(rawMessage(message), { ...deps, stop }), log);
    opened.add(() => feed[Symbol.asyncDispose]());
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function rawMessage({ subject, data, headers }: JsMsg): RawMessage {
  return { subject, body: data, header: (name) => headers?.get(name) ?? "" };
}
