import type { Translation } from "../connector.ts";
import { jsonCells, memberAt } from "../rows/cells.ts";
import { DETAIL_RESPONSE } from "../rows/detail-response.ts";
import { malformedRecord, rejected } from "../rows/row-problems.ts";
import { detailReader } from "./details.ts";

const STATUSES = { "200": 200, "403": 403 } as const;

/**
 * One answer of probation's API, sent as a file in place of the server. It becomes no event: the domain event that
 * names its URL will find it. A 403 is kept too, as the answer it is.
 */
export function translateDetailResponse(record: unknown): Translation {
  const cells = jsonCells(record);
  const url = cells.requiredText("url");
  const status = cells.requiredCode("status", STATUSES);
  const body = status === 403 ? null : memberAt(record, "body");
  const bodyCells = jsonCells(body);
  if (status === 200) {
    if (typeof body !== "object" || body === null) {
      cells.report(malformedRecord("body is not an object"));
    } else {
      detailReader(url)?.(bodyCells, body);
    }
  }
  const problems = [...cells.problems, ...bodyCells.problems];
  if (cells.failed || bodyCells.failed) {
    return rejected(problems, bodyCells.text("crn"));
  }
  return {
    events: [],
    problems,
    recordRef: bodyCells.text("crn"),
    introduces: [{ kind: DETAIL_RESPONSE, ref: url, detail: { status, body } }],
  };
}
