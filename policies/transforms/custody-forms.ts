import { byDay, type Generaliser } from "./generaliser.ts";
import { everyItem, listOf, textIn } from "./read-value.ts";

/** Custody status -> `in` or `out`; somebody on the way between prisons is in. */
export const inOrOut: Generaliser = byDay((value) => {
  if (typeof value !== "string") {
    return undefined;
  }
  return value === "outside" ? "out" : "in";
});

/**
 * Alert codes that the Ministry of Justice lets the police read (handbook 3.7); the rest are for the prison alone.
 * Source: the alert filter of ministryofjustice/hmpps-integration-api.
 */
const ALLOWED: ReadonlySet<string> = new Set(
  "HA HA2 XA XC XCA XCI XCO XCOL XCOP XCOR XEL XELH XER XHT XILLENT XIS XRF".split(" "),
);

/** Alerts -> those on the allow-list. */
export const policeAllowList: Generaliser = byDay((value) => {
  const alerts = everyItem(value, (alert) => (textIn(alert, "code") === undefined ? undefined : alert));
  return alerts === undefined ? undefined : listOf(alerts)?.filter((alert) => ALLOWED.has(textIn(alert, "code") ?? ""));
});
