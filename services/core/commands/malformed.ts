/** The answer to a command that is not exactly one. */
export const MALFORMED = { outcome: "refused", guard: "command-malformed", message: "The command is not understood." };
