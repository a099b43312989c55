import type { Connector } from "../connector.ts";
import { DEVICE_EVENT_COLUMNS, translateDeviceEvent } from "./device-events.ts";
import {
  POSITION_COLUMNS,
  packPositions,
  SERVICE_COLUMNS,
  translateCsvPosition,
  translateJsonPosition,
  translateServiceCsv,
  translateServiceJson,
} from "./positions.ts";
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
      name: "service-positions",
      fileName: /^service-positions.*\.ndjson$/i,
      order: 2,
      format: "ndjson",
      translate: translateServiceJson,
      summarise: packPositions,
    },
    {
      name: "service-positions-csv",
      fileName: /^service-positions.*\.csv$/i,
      order: 2,
      format: "csv-with-header",
      header: SERVICE_COLUMNS,
      translate: translateServiceCsv,
      summarise: packPositions,
    },
    {
      name: "device-events",
      fileName: /^device-events.*\.csv$/i,
      order: 3,
      format: "csv-with-header",
      header: DEVICE_EVENT_COLUMNS,
      translate: translateDeviceEvent,
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
