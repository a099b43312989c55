import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { UK_DATE } from "../rows/dates.ts";
import { fileDate } from "../rows/file-date.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { dateOrder, missingField, rejected } from "../rows/row-problems.ts";
import { checkNino, readAddress } from "./premises.ts";
import type { Tenancy } from "./tenancy.ts";
import { tenancyEvents } from "./tenancy-events.ts";
import { tenantId } from "./tenant-id.ts";

export const TENANCY_COLUMNS = [
  "TENANCY_REF",
  "UPRN",
  "TENANT_SURNAME",
  "TENANT_FORENAME",
  "DOB",
  "NI_NO",
  "START_DATE",
  "END_DATE",
  "TENURE",
  "ARREARS_WEEKS",
  "NOTICE_TYPE",
  "NOTICE_DATE",
  "ASB_REF",
  "ASB_STATUS",
  "ADDRESS",
  "POSTCODE",
] as const;

const TENURES = {
  SOCIAL: "social",
  PRS: "privateRented",
  SUPPORTED: "supported",
  HOSTEL: "hostel",
  AP: "approvedPremises",
  CAS2: "cas2",
  CAS3: "cas3",
  TEMP: "temporary",
};
const NOTICE_TYPES = { S8: "S8", S21: "S21", NTQ: "NTQ" };
const ASB_STATUSES = { OPEN: "open", CLOSED: "closed" } as const;
const ARREARS_WEEKS = { min: 0, max: 1000 };

/** A row is one tenant of one tenancy: joint tenants come as rows of the same reference. */
export function translateTenancy(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const tenancy = readTenancy(cells);
  checkNino(cells, "NI_NO", context.acceptTestIdentifiers);
  if (!cells.failed) {
    reportRepeated(cells, context, { field: "tenant of a TENANCY_REF", key: tenancy.tenantId, content: row });
  }
  return cells.failed
    ? rejected(cells.problems, cells.text("TENANCY_REF"))
    : {
        events: tenancyEvents(tenancy, fileDate(context)).map(context.event),
        problems: cells.problems,
        recordRef: tenancy.tenancyRef,
      };
}

function readTenancy(cells: Cells): Tenancy {
  const tenant = {
    tenancyRef: cells.requiredText("TENANCY_REF"),
    surname: cells.requiredText("TENANT_SURNAME"),
    forename: cells.requiredText("TENANT_FORENAME"),
    dateOfBirth: cells.requiredDate("DOB", UK_DATE),
  };
  const start = cells.requiredDate("START_DATE", UK_DATE);
  const end = cells.date("END_DATE", UK_DATE);
  if (start !== "" && end !== null && end < start) {
    cells.report(dateOrder("END_DATE", "START_DATE"));
  }
  return {
    ...tenant,
    tenantId: tenantId(tenant),
    start,
    end,
    accommodationType: cells.requiredCode("TENURE", TENURES),
    address: readAddress(cells),
    arrearsWeeks: cells.number("ARREARS_WEEKS", ARREARS_WEEKS),
    notice: readNotice(cells),
    asbCase: readAsbCase(cells),
  };
}

function readNotice(cells: Cells): Tenancy["notice"] {
  reportHalf(cells, "NOTICE_TYPE", "NOTICE_DATE");
  const type = cells.code("NOTICE_TYPE", NOTICE_TYPES);
  const date = cells.date("NOTICE_DATE", UK_DATE);
  return date === null ? null : { type, date };
}

function readAsbCase(cells: Cells): Tenancy["asbCase"] {
  reportHalf(cells, "ASB_REF", "ASB_STATUS");
  const ref = cells.text("ASB_REF");
  const status = cells.code("ASB_STATUS", ASB_STATUSES);
  return ref === null ? null : { ref, status };
}

/** Two cells that mean something only together. */
function reportHalf(cells: Cells, one: string, other: string): void {
  if ((cells.text(one) === null) !== (cells.text(other) === null)) {
    cells.report(missingField(cells.text(one) === null ? one : other));
  }
}
