/** Names the log an entry belongs to: one a year (design/disclosure-log section 4). */
export function logOrigin(hubOrigin: string, now: Date): string {
  return `${new URL(hubOrigin).host}/log/${now.getUTCFullYear()}`;
}
