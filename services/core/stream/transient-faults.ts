/** What postgres.js and the socket say when the server is away. */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
/** SQLSTATE classes and codes that say nothing about the message: connection, resources, shutdown, locks, serialisation. */
const PASSING_SQLSTATE = /^(?:08|53|57P0|58|40001$|40P01$|55P03$)/;
const CAUSES_MAX = 10;

/** True for a fault that goes away by itself, so that the same message may be tried again for as long as it takes. */
export function isTransient(error: unknown): boolean {
  let fault = error;
  for (let depth = 0; depth < CAUSES_MAX && fault instanceof Error; depth += 1) {
    const code = "code" in fault && typeof fault.code === "string" ? fault.code : "";
    if (CONNECTION_CODES.has(code) || PASSING_SQLSTATE.test(code)) {
      return true;
    }
    fault = fault.cause;
  }
  return false;
}

/** A name for a fault that tells nothing of the data it met. */
export function faultCode(error: unknown): string {
  if (!(error instanceof Error)) {
    return "unknown";
  }
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
