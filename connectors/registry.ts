import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Connector } from "./connector.ts";
import { drugServicesConnector } from "./drug-services/connector.ts";
import { electronicMonitoringConnector } from "./electronic-monitoring/connector.ts";
import { housingConnector } from "./housing/connector.ts";
import { iomTeamConnector } from "./iom-team/connector.ts";
import { policeConnector } from "./police/connector.ts";
import { prisonConnector } from "./prison/connector.ts";
import { probationConnector } from "./probation/connector.ts";
import { yotConnector } from "./yot/connector.ts";

/** Every connector there is. Adding an agency type is one folder and one line here. */
const CONNECTORS: readonly Connector[] = [
  policeConnector,
  probationConnector,
  yotConnector,
  housingConnector,
  drugServicesConnector,
  prisonConnector,
  electronicMonitoringConnector,
  iomTeamConnector,
];

export function connectorFor(agencyType: AgencyType): Connector | null {
  return CONNECTORS.find((connector) => connector.agencyType === agencyType) ?? null;
}
