import { expect, test } from "vitest";
import { visitOf } from "./hit-content.ts";
import type { EvidenceRow, FoundFigures } from "./hit-row.ts";

const row = (minute: number, standing: EvidenceRow["standing"]): EvidenceRow => ({
  positionId: String(minute),
  at: `2026-11-20T21:${minute}:00Z`,
  eastingM: 0,
  northingM: 0,
  accuracyM: 10,
  mechanism: "GPS",
  speedKmh: null,
  standing,
  wearing: 1,
});
const EVENING = [10, 15, 20, 25, 30, 35, 40, 45, 50].map((minute) => row(minute, "counted"));
const minutes = (rows: readonly EvidenceRow[]) => rows.map(({ positionId }) => positionId);
const figures = (between: readonly string[]) => ({ nearest: { between } }) as unknown as FoundFigures;

test("a force is given the visit, with how he came and how he went, and not where he was all evening", () => {
  const evidence = EVENING.map((one) => (one.positionId === "30" ? { ...one, standing: "near" as const } : one));
  expect(minutes(visitOf({ evidence, figures: figures(["2026-11-20T21:30:00Z"]) }))).toEqual([
    "20",
    "25",
    "30",
    "35",
    "40",
  ]);
});

test("of one who passed between two positions it is given those two, and what lies around them", () => {
  const between = ["2026-11-20T21:25:00Z", "2026-11-20T21:30:00Z"];
  expect(minutes(visitOf({ evidence: EVENING, figures: figures(between) }))).toEqual([
    "15",
    "20",
    "25",
    "30",
    "35",
    "40",
  ]);
});

test("at the edge of what is known it ends there", () => {
  expect(minutes(visitOf({ evidence: EVENING, figures: figures(["2026-11-20T21:10:00Z"]) }))).toEqual([
    "10",
    "15",
    "20",
  ]);
});

test("without a position to go by there is none", () => {
  expect(visitOf({ evidence: [], figures: { nearest: null } as unknown as FoundFigures })).toEqual([]);
});
