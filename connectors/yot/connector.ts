import type { Connector } from "../connector.ts";
import { translateYoungPerson } from "./case-level-return.ts";

/** Youth offending teams: the quarterly case-level return. */
export const yotConnector: Connector = {
  agencyType: "yot",
  feeds: [
    {
      name: "case-level-return",
      fileName: /^case-level.*\.xml$/i,
      order: 1,
      restates: true,
      format: "xml",
      recordElement: "YoungPerson",
      translate: translateYoungPerson,
    },
  ],
};
