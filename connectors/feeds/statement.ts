/** From which edition to which an agency stood by what it said; `returned` counts how often it has come back to it. */
export type StatementSpan = {
  readonly returned: number;
  readonly first: number;
  readonly last: number;
  /** The edition before the last in which it was said; null where there is none. */
  readonly earlier: number | null;
};

/**
 * Which statement it is that an edition makes. What the record's last edition said goes on being that statement. What
 * an older one said, and the last did not, is said anew: the agency has come back to it. An edition that is read again
 * finds the statements it made.
 *
 * `previous` is the latest edition before this one that said anything of the record.
 */
export function chooseStatement(
  edition: number,
  previous: number | null,
  spans: readonly StatementSpan[],
): StatementSpan {
  const made = spans.find(({ first, last }) => first <= edition && edition <= last);
  if (made !== undefined) {
    return made;
  }
  const standing = spans.find(({ last }) => last === previous);
  return standing === undefined
    ? {
        returned: Math.max(-1, ...spans.map(({ returned }) => returned)) + 1,
        first: edition,
        last: edition,
        earlier: null,
      }
    : { ...standing, last: edition, earlier: standing.last };
}

/** The latest edition before this one among statements about a record, whatever they say. */
export function previousEdition(edition: number, spans: readonly Omit<StatementSpan, "returned">[]): number | null {
  const before = spans.flatMap(({ first, last, earlier }) => {
    if (last < edition) {
      return [last];
    }
    const within = last === edition ? earlier : first;
    return within !== null && within < edition ? [within] : [];
  });
  return before.length === 0 ? null : Math.max(...before);
}
