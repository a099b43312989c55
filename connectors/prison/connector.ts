import type { Connector } from "../connector.ts";
import { translateDomainEvent } from "./domain-events.ts";

/** The prison service's domain events. */
export const prisonConnector: Connector = {
  agencyType: "prison",
  feeds: [
    {
      name: "domain-events",
      fileName: /^domain-events.*\.json$/i,
      order: 1,
      format: "json-array",
      translate: translateDomainEvent,
    },
  ],
};
