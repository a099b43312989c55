const TAG_MONTHS_MAX = 12;

/** A tag is worn for the licence, and 12 months from release at most (F-61). ISO dates. */
export function latestTagEnd(order: { readonly releaseDate: string; readonly licenceExpiry: string }): string {
  const longest = addMonths(order.releaseDate, TAG_MONTHS_MAX);
  return [order.licenceExpiry, longest].sort()[0] ?? longest;
}

/** 29 February and 12 months is 28 February: the end of the month holds. */
function addMonths(isoDate: string, months: number): string {
  const [year = 0, month = 1, day = 1] = isoDate.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}
