import type { Connector } from "../connector.ts";
import { translateDutyToRefer } from "./duty-to-refer.ts";
import { TENANCY_COLUMNS, translateTenancy } from "./tenancies.ts";

/** Housing authorities and landlords: the tenancy list and the referrals that public bodies make to them. */
export const housingConnector: Connector = {
  agencyType: "housing",
  feeds: [
    {
      name: "tenancies",
      fileName: /^tenancies.*\.csv$/i,
      order: 1,
      restates: true,
      format: "csv-with-header",
      header: TENANCY_COLUMNS,
      translate: translateTenancy,
    },
    {
      name: "duty-to-refer",
      fileName: /^duty-to-refer.*\.json$/i,
      order: 2,
      format: "json-array",
      translate: translateDutyToRefer,
    },
  ],
};
