import type { CaseworkSettings } from "#schemas/casework-settings.ts";

/**
 * London days from an urgent registration to the last on which a panel ratifies it (F-05): by then the scheme's panel is to have
 * sat. Null in a scheme that holds no panel.
 */
export function ratificationDays({ meetings }: Pick<CaseworkSettings, "meetings">): number | null {
  const panel =
    meetings.find(({ kind }) => kind === "macc") ?? meetings.find(({ kind }) => kind === "operationalGroup");
  return panel?.alertDays ?? null;
}
