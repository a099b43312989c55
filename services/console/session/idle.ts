import { IDLE_MS } from "./session.ts";

/** How long before the end a person is told. */
const WARNING_MS = 2 * 60_000;

/** What the page's script needs to warn in time, in whole seconds. */
export const IDLE_SECONDS = { end: IDLE_MS / 1000, warnBefore: WARNING_MS / 1000 } as const;
