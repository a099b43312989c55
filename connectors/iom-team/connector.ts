import type { Connector } from "../connector.ts";
import { REGISTER_HEADER, translateRegisterRow } from "./register.ts";

export const iomTeamConnector: Connector = {
  agencyType: "iom-team",
  feeds: [
    {
      name: "register",
      fileName: /^register.*\.csv$/i,
      order: 10,
      restates: true,
      format: "csv-with-header",
      header: REGISTER_HEADER,
      translate: translateRegisterRow,
    },
  ],
};
