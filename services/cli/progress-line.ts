const QUIET_MS = 1_000;
const EVERY_MS = 200;
const CLEAR_LINE = "\r\u001b[K";

/** Rewrites one line of a terminal. Absent where nobody watches, as when the output goes to a file. */
export type ShowProgress = (text: string) => unknown;

/** Says how far a command is, once it has taken over a second and a few times a second at most. */
export function progressLine(show: ShowProgress | undefined, now: () => number = Date.now) {
  const begun = now();
  let shown: number | null = null;
  return {
    tell: (words: () => string): void => {
      const at = now();
      if (show !== undefined && at - begun >= QUIET_MS && (shown === null || at - shown >= EVERY_MS)) {
        shown = at;
        show(`${CLEAR_LINE}${words()}`);
      }
    },
    /** Leaves the line empty for the answer. */
    done: (): void => {
      if (shown !== null) {
        show?.(CLEAR_LINE);
      }
    },
  };
}
