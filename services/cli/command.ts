/** What a command may touch of the outside world. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Rewrites one line while somebody watches; absent where nobody does. */
  readonly progress?: ((text: string) => void) | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The machine's clock unless given. */
  readonly now?: () => Date;
};

export type Command = {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints; null for a command that prints its own. */
  readonly help: string | null;
  /** Resolves to the exit code. Throws BadInput when what was asked makes no sense. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>;
};

export const EXIT = { done: 0, refused: 1, badInput: 2 } as const;

/** What the user gave cannot be used; the message is one clear sentence to that user. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}
