import type { Cells } from "../rows/cells.ts";
import { ISO_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { invalidDate, unknownCode } from "../rows/row-problems.ts";

export type RmsMeaning = {
  readonly type: `police.${string}`;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly suspect: boolean;
};

type Occasion = { readonly time: string; readonly personRef: string };

const ARREST_STATUSES = {
  IN_CUSTODY: "inCustody",
  BAILED: "bailed",
  CHARGED: "charged",
  REMANDED: "remanded",
  RUI: "releasedUnderInvestigation",
  NFA: "noFurtherAction",
};
const CHARGE_OUTCOMES = { CHARGED: "charged", BAILED: "bailed", REMANDED: "remanded", NFA: "noFurtherAction" };
const WARRANT_STATES = { ISSUED: "issued", EXECUTED: "executed", WITHDRAWN: "executed" } as const;
const WANTED_STATUSES = { WANTED: "wanted", NOT_WANTED: "notWanted" };
const VISIT_OUTCOMES = { SEEN: "seen", NOT_IN: "notIn", REFUSED: "refused" };
const INTEL_STATES = { NONE_CURRENT: true };
const DTOA_RESULTS = { OPIATES_POS: true, OPIATES_NEG: true, COCAINE_POS: true, COCAINE_NEG: true };

/** What each EVENT_TYPE says. Every other one is refused, surveillance first of all: the hub has no place for it. */
export const RMS_EVENTS: ReadonlyMap<string, (cells: Cells, occasion: Occasion) => RmsMeaning> = new Map([
  [
    "ARREST",
    (cells, { time }) => ({
      type: "police.arrest.recorded",
      suspect: true,
      payload: {
        arrestedAt: time,
        status: cells.requiredCode("STATUS", ARREST_STATUSES),
        ...given({ station: cells.text("STATION") }),
        ...readOffence(cells),
      },
    }),
  ],
  [
    "CHARGE",
    (cells, { time }) => ({
      type: "police.charge.recorded",
      suspect: true,
      payload: { chargedAt: time, outcome: cells.requiredCode("STATUS", CHARGE_OUTCOMES), ...readOffence(cells) },
    }),
  ],
  ["WARRANT", readWarrant],
  [
    "WANTED",
    (cells) => ({
      type: "police.wanted-status.changed",
      suspect: false,
      payload: { status: cells.requiredCode("STATUS", WANTED_STATUSES) },
    }),
  ],
  ["DTOA", readDrugTest],
  [
    "VISIT",
    (cells, { time }) => ({
      type: "police.contact.recorded",
      suspect: false,
      payload: { at: time, type: "homeVisit", outcome: cells.requiredCode("STATUS", VISIT_OUTCOMES) },
    }),
  ],
  ["LEAD_ASSIGNED", readLeadOfficer],
  [
    "INTEL_EXPIRED",
    (cells, { time }) => {
      cells.code("STATUS", INTEL_STATES);
      return { type: "police.intelligence.expired", suspect: false, payload: { at: time } };
    },
  ],
] satisfies readonly (readonly [string, (cells: Cells, occasion: Occasion) => RmsMeaning])[]);

function readOffence(cells: Cells): Readonly<Record<string, unknown>> {
  return given({
    hoCode: cells.text("HO_CODE"),
    cjsCode: cells.text("CJS_CODE"),
    offenceText: cells.text("OFFENCE_TEXT"),
    occurrenceRef: cells.text("OCCURRENCE_NO"),
    custodyRef: cells.text("CUSTODY_NO"),
  });
}

/** The extract has no column for the kind of warrant; where it has no occurrence, person and time name the warrant. */
function readWarrant(cells: Cells, { time, personRef }: Occasion): RmsMeaning {
  const state = cells.requiredCode("STATUS", WARRANT_STATES);
  const occurrence = cells.text("OCCURRENCE_NO");
  const payload =
    state === "executed"
      ? { executedAt: time, ...given({ warrantRef: occurrence }) }
      : {
          issuedAt: time,
          warrantRef: occurrence ?? `${personRef}:${time}`,
          type: cells.text("OFFENCE_TEXT") ?? "notStated",
        };
  return { type: `police.warrant.${state ?? "issued"}`, suspect: false, payload };
}

/** STATUS holds both results, e.g. `OPIATES_NEG;COCAINE_POS`. */
function readDrugTest(cells: Cells, { time }: Occasion): RmsMeaning {
  const sent = cells.requiredText("STATUS");
  const results = sent.split(";").map((result) => result.trim());
  const resultOf = (drug: string) => {
    const found = results.filter((result) => result === `${drug}_POS` || result === `${drug}_NEG`);
    return found.length === 1 ? (found[0]?.endsWith("_POS") ? "positive" : "negative") : null;
  };
  const payload = { at: time, opiates: resultOf("OPIATES"), cocaine: resultOf("COCAINE") };
  if (sent !== "" && (payload.opiates === null || payload.cocaine === null || results.length !== 2)) {
    cells.report(unknownCode("STATUS", sent, Object.keys(DTOA_RESULTS)));
  }
  return { type: "police.drug-test-on-arrest.recorded", suspect: true, payload };
}

/** STATUS may name the first day, e.g. `FROM_2026-11-25`. */
function readLeadOfficer(cells: Cells): RmsMeaning {
  const status = cells.text("STATUS");
  const day = status?.startsWith("FROM_") ? status.slice("FROM_".length) : null;
  const from = day === null ? null : ISO_DATE.read(day);
  if (status !== null && day === null) {
    cells.report(unknownCode("STATUS", status, ["FROM_yyyy-mm-dd"]));
  } else if (day !== null && from === null) {
    cells.report(invalidDate("STATUS", "FROM_yyyy-mm-dd"));
  }
  const payload = { collarNumber: cells.requiredText("OFFICER_COLLAR"), ...given({ from }) };
  return { type: "police.lead-officer.assigned", suspect: false, payload };
}
