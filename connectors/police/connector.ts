import type { Connector } from "../connector.ts";
import { summariseCrimeBatch } from "./crime-batch.ts";
import { translateCrime } from "./crimes.ts";
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
      translate: translateCrime,
      summarise: summariseCrimeBatch,
    },
  ],
};
