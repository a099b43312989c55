import type { Connector } from "../connector.ts";
import { POSITION_COLUMNS, packPositions, translateCsvPosition, translateJsonPosition } from "./positions.ts";
import { TAG_ORDER_COLUMNS, translateTagOrder } from "./tag-orders.ts";

/** Electronic monitoring: the orders, which tie a device to a person, then what the devices report. */
export const electronicMonitoringConnector: Connector = {
  agencyType: "electronic-monitoring",
  feeds: [
    {
      name: "tag-orders",
      fileName: /^tag-orders.*\.csv$/i,
      order: 1,
      restates: true,
      format: "csv-with-header",
      header: TAG_ORDER_COLUMNS,
      translate: translateTagOrder,
    },
    {
      name: "positions",
      fileName: /^positions.*\.ndjson$/i,
      order: 2,
      format: "ndjson",
      translate: translateJsonPosition,
      summarise: packPositions,
    },
    {
      name: "positions-csv",
      fileName: /^positions.*\.csv$/i,
      order: 2,
      format: "csv-with-header",
      header: POSITION_COLUMNS,
      translate: translateCsvPosition,
      summarise: packPositions,
    },
  ],
};
