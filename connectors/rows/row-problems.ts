import type { RowErrorCode, RowProblem, Translation } from "../connector.ts";

/** Rejects the row. `why` names fields and codes, never a person's data. */
export function rowError(code: RowErrorCode, why: string, requiredAction: string): RowProblem {
  return { code, kind: "error", why, requiredAction };
}

/** Lets the row in, marked. */
export function rowWarning(code: RowErrorCode, why: string, requiredAction: string): RowProblem {
  return { code, kind: "warning", why, requiredAction };
}

export function missingField(field: string): RowProblem {
  return rowError("MISSING_REQUIRED_FIELD", `${field} is empty or absent`, `send the row again with ${field}`);
}

/** `format` in words, e.g. `dd/mm/yyyy`. */
export function invalidDate(field: string, format: string): RowProblem {
  return rowError("INVALID_DATE", `${field} is not a real date written as ${format}`, `correct ${field} (${format})`);
}

export function dateOrder(later: string, earlier: string): RowProblem {
  return rowError("DATE_ORDER", `${later} is before ${earlier}`, `correct ${later} or ${earlier}`);
}

/** The code sent is shown only while it looks like a code, so that text typed into the wrong cell is not repeated. */
export function unknownCode(field: string, sent: string, known: readonly string[]): RowProblem {
  const shown = /^[\w:;-]{1,24}$/.test(sent) ? `${field} \`${sent}\`` : `the value of ${field}`;
  return rowError("UNKNOWN_CODE", `${shown} is not in the code map`, `send one of ${known.join(", ")}`);
}

export function outOfRange(field: string, allowed: string): RowProblem {
  return rowError("OUT_OF_RANGE", `${field} is outside its allowed range`, `send ${field} as ${allowed}`);
}

export function invalidIdentifier(field: string, wanted: string): RowProblem {
  return rowError("INVALID_IDENTIFIER_FORMAT", `${field} is not in canonical form`, `send ${field} as ${wanted}`);
}

export function wrongCheckLetter(field: string): RowProblem {
  return rowWarning(
    "INVALID_CHECK_LETTER",
    `the check letter or form of ${field} is wrong; the row is loaded and the value is not used to match`,
    `check ${field} at source`,
  );
}

export function malformedRecord(why: string, requiredAction = "send the record again"): RowProblem {
  return rowError("MALFORMED_RECORD", why, requiredAction);
}

export function duplicateRecord(field: string): RowProblem {
  return rowError(
    "DUPLICATE_RECORD",
    `the same ${field} came earlier in this file with other content`,
    `give each record one ${field}`,
  );
}

/** `referred` in words, e.g. `client`; `introduce` what the agency should do first. */
export function unknownReference(field: string, referred: string, introduce: string): RowProblem {
  return rowError("UNKNOWN_REFERENCE", `${field} names a ${referred} that no feed has introduced`, introduce);
}

export function columnCount(found: number, wanted: number): RowProblem {
  return rowError(
    "INVALID_COLUMN_COUNT",
    `the row has ${found} cells, ${wanted} are wanted`,
    `send all ${wanted} columns, empty ones included`,
  );
}

/** A row that is not let in: its problems, and nothing of its content. */
export function rejected(problems: readonly RowProblem[], recordRef: string | null): Translation {
  return { events: [], problems, recordRef };
}

export function hasError(problems: readonly RowProblem[]): boolean {
  return problems.some((problem) => problem.kind === "error");
}
