import type { Connector } from "../connector.ts";
import { CLIENT_COLUMNS, translateClient } from "./client-list.ts";
import { CONSENT_COLUMNS, translateConsent } from "./consents.ts";
import { NDTMS_COLUMNS, translateEpisode } from "./ndtms-episodes.ts";

/** Drug and alcohol services. The client lists come first: a consent names its client by number alone. */
export const drugServicesConnector: Connector = {
  agencyType: "drug-services",
  feeds: [
    {
      name: "client-list",
      fileName: /^client-list.*\.csv$/i,
      order: 1,
      restates: true,
      format: "csv-with-header",
      header: CLIENT_COLUMNS,
      translate: translateClient,
    },
    {
      name: "ndtms",
      fileName: /^ndtms.*\.csv$/i,
      order: 2,
      restates: true,
      format: "csv-with-header",
      header: NDTMS_COLUMNS,
      translate: translateEpisode,
    },
    {
      name: "consents",
      fileName: /^consents.*\.csv$/i,
      order: 3,
      restates: true,
      format: "csv-with-header",
      header: CONSENT_COLUMNS,
      translate: translateConsent,
    },
  ],
};
