import { type DestinationStream, pino } from "pino";

/** Structured logs of one part. They carry ids, never names, dates of birth or addresses. */
export type Logger = ReturnType<typeof pino>;

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

type LoggerOptions = { readonly part: string; readonly level: LogLevel; readonly destination?: DestinationStream };

/** Writes JSON lines to stderr unless told otherwise, so that stdout stays for people. */
export function createLogger({ part, level, destination }: LoggerOptions): Logger {
  return pino({ level, base: { part } }, destination ?? pino.destination({ dest: 2, sync: true }));
}
