import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Connector } from "./connector.ts";

/** Every connector there is. Adding an agency type is one folder and one line here. */
const CONNECTORS: readonly Connector[] = [];

export function connectorFor(agencyType: AgencyType): Connector | null {
  return CONNECTORS.find((connector) => connector.agencyType === agencyType) ?? null;
}
