import { stateAt } from "../in-force.ts";
import type { AgreementState } from "../policy-set.ts";
import type { AgreementLife } from "./agreement-life.ts";
import { statusOfVersion } from "./status-of-version.ts";

/** The window of a version, as its document says. */
export type Window = { readonly from: string; readonly to: string };

/** A version's state of design/agreements section 7; the clock alone makes it expired. */
export function standsAt(
  life: AgreementLife,
  version: number,
  { to }: Pick<Window, "to">,
  now: Date,
): AgreementState | "expired" {
  const steps = statusOfVersion(life, version).steps.map(({ from, state }) => ({
    fromMs: from === null ? Number.NEGATIVE_INFINITY : Date.parse(from),
    state,
  }));
  const state = stateAt({ steps }, now.getTime());
  const isLive = state === "active" || state === "suspended";
  return isLive && !(now.getTime() < Date.parse(to)) ? "expired" : state;
}
