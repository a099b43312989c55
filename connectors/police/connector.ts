import type { Connector } from "../connector.ts";
import { summariseCrimeBatch } from "./crime-batch.ts";
import { isCrimeHeader, OWN_CRIME_COLUMNS, translateCrime, translateJsonCrime, translateOwnCrime } from "./crimes.ts";
import { RMS_HEADER, translateRmsRow } from "./rms-extract.ts";

export const policeConnector: Connector = {
  agencyType: "police",
  feeds: [
    {
      name: "rms-extract",
      fileName: /^rms-extract.*\.csv$/i,
      order: 10,
      format: "csv-with-header",
      header: RMS_HEADER,
      translate: translateRmsRow,
    },
    {
      name: "crime-batch",
      fileName: /^crime-batch.*\.csv$/i,
      order: 20,
      format: "csv-without-header",
      isHeader: isCrimeHeader,
      translate: translateCrime,
      summarise: summariseCrimeBatch,
    },
    {
      name: "crimes-csv",
      fileName: /^crimes.*\.csv$/i,
      order: 20,
      format: "csv-with-header",
      header: OWN_CRIME_COLUMNS,
      translate: translateOwnCrime,
      summarise: summariseCrimeBatch,
    },
    {
      name: "crimes-ndjson",
      fileName: /^crimes.*\.ndjson$/i,
      order: 20,
      format: "ndjson",
      translate: translateJsonCrime,
      summarise: summariseCrimeBatch,
    },
    {
      name: "crimes-json",
      fileName: /^crimes.*\.json$/i,
      order: 20,
      format: "json-array",
      translate: translateJsonCrime,
      summarise: summariseCrimeBatch,
    },
  ],
};
