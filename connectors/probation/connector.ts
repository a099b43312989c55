import type { Connector } from "../connector.ts";
import { CONTACTS_HEADER, translateContact } from "./contacts.ts";
import { translateDetailResponse } from "./detail-responses.ts";
import { detailUrlOf, translateDomainEvent, translateWithoutDetail } from "./domain-events.ts";

export const probationConnector: Connector = {
  agencyType: "probation",
  feeds: [
    {
      name: "detail-responses",
      fileName: /^detail-responses.*\.ndjson$/i,
      order: 10,
      format: "ndjson",
      translate: translateDetailResponse,
    },
    {
      name: "domain-events",
      fileName: /^domain-events.*\.json$/i,
      order: 20,
      format: "json-array",
      translate: translateDomainEvent,
      detailUrl: detailUrlOf,
      withoutDetail: translateWithoutDetail,
    },
    {
      name: "contacts",
      fileName: /^contacts.*\.csv$/i,
      order: 30,
      format: "csv-with-header",
      header: CONTACTS_HEADER,
      translate: translateContact,
    },
  ],
};
