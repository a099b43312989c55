import { describe, expect, test } from "vitest";
import type { EvidenceRow, FoundFigures } from "../hit-row.ts";
import { hitWords } from "../hit-words.ts";
import { hitMap } from "./hit-map.ts";
import { reportHtml } from "./report-html.ts";
import { reportPdf } from "./report-pdf.ts";
import type { ReportedHit } from "./reported-hit.ts";

/** Somebody who came from the west, stayed 20 minutes by the house and went on north, out of the picture. */
const FIGURES: FoundFigures = {
  answer: "RECORDED",
  nearest: { distanceM: 12.3, errorM: 8, at: "2026-11-20T21:50:00Z", on: "fix", between: ["2026-11-20T21:50:00Z"] },
  positionsNear: 5,
  positionsInWindow: 55,
  minutesNear: 22.4,
  coverage: { minutes: 265, ofMinutes: 330, share: 265 / 330 },
  longestGapMinutes: 65,
  medianAccuracyM: 11,
  medianSpeedKmh: 2,
  required: null,
  window: { from: "2026-11-20T20:00:00Z", to: "2026-11-21T01:30:00Z", isWidened: false, isWide: false },
  zoneRadiusM: 105,
  silences: [],
  noData: [],
  notCounted: { jumps: 0, contradicted: 0, uncounted: 2 },
  place: { eastingM: 442050, northingM: 112330, uncertaintyM: 5 },
  usual: { daysNear: 0, daysWithData: 12 },
  chance: { people: 0.25, days: 4 },
  surprise: 1.4,
};
const row = (minute: number, east: number, north: number, changes: Partial<EvidenceRow> = {}): EvidenceRow => ({
  positionId: String(880_000 + minute),
  at: `2026-11-20T21:${String(minute).padStart(2, "0")}:00Z`,
  eastingM: 442050 + east,
  northingM: 112330 + north,
  accuracyM: 10,
  mechanism: "GPS",
  speedKmh: 2,
  standing: Math.hypot(east, north) <= 105 ? "near" : "counted",
  wearing: 1,
  ...changes,
});
const POSITIONS = [
  row(25, -900, -40),
  row(30, -250, -60),
  row(35, -70, -30),
  row(40, -20, 10),
  row(45, 15, -5, { accuracyM: 180, standing: "not-counted", mechanism: "LBS" }),
  row(50, 8, 9),
  row(55, 40, 60),
  row(59, 120, 400),
];
const REPORT: ReportedHit = {
  hit: {
    matchId: "2f0c7e0e-3a55-4d2c-9d2e-0b1a6f7c8d90",
    state: "qualified",
    crimeReference: "44260500001",
    crimeVersion: 1,
    foundAt: "2026-11-21T12:00:00.000Z",
    figures: FIGURES,
    words: hitWords(FIGURES, null),
    decided: { decision: "qualified", at: "2026-11-21T12:10:00.000Z", reason: "stopped-there" },
    method: {
      algorithmVersion: "tag-hits/1",
      parameters: { radiusM: 100, accuracyMaxM: 100, legMaxS: 300 },
      comparedAt: "2026-11-21T12:00:00.000Z",
    },
    digests: { hit: "a".repeat(64), positions: "b".repeat(64), crime: "c".repeat(64) },
    positions: POSITIONS,
  },
  crime: {
    policeForce: "Hampshire",
    crimeReference: "44260500001",
    crimeTypeId: "BIAD",
    from: "2026-11-20T20:00:00Z",
    to: "2026-11-21T01:30:00Z",
  },
  name: "Daniel <b>Ashdown</b>",
  marking: "OFFICIAL-SENSITIVE",
  madeAt: new Date("2026-11-21T12:30:00Z"),
};

describe("the page", () => {
  const html = reportHtml(REPORT);

  test("has the summary, the map, every position, the method, what it does not say and the digests", () => {
    expect([...html.matchAll(/<h2>([^<]*)</g)].map(([, text]) => text)).toEqual([
      "Summary",
      "Map",
      "Positions",
      "Method",
      "What this report does not say",
      "Digests (SHA-256)",
    ]);
    expect(html).toContain("265 of the 330 minutes");
    expect(html.match(/<tr><td>/g)).toHaveLength(POSITIONS.length);
    expect(html).toContain("a".repeat(64));
  });

  test("lets nothing that somebody typed be markup, and needs nothing from anywhere", () => {
    expect(html).toContain("Daniel &lt;b&gt;Ashdown&lt;/b&gt;");
    expect(html).not.toMatch(/<script|<b>|src=|href=/);
  });
});

describe("the map", () => {
  const { sideM, shapes } = hitMap(FIGURES, POSITIONS);

  test("is in metres, with the zone in the middle and north up", () => {
    expect(shapes[0]).toEqual({ kind: "circle", x: sideM / 2, y: sideM / 2, r: 105, look: "zone" });
    expect(shapes.filter((shape) => shape.kind === "text").map(({ text }) => text)).toEqual(
      expect.arrayContaining(["N", "100 m", "in 21:35Z", "out 21:55Z"]),
    );
  });

  test("goes on dotted where the track leaves the picture, and joins nothing to what does not count", () => {
    const lines = shapes.filter((shape) => shape.kind === "line").map(({ look }) => look);
    expect(lines.filter((look) => look === "track")).toHaveLength(4);
    expect(lines.filter((look) => look === "track-leaving")).toHaveLength(2);
    expect(shapes.filter((shape) => shape.kind === "circle" && shape.look === "fix-not-counted")).toHaveLength(1);
  });

  test("joins no two wearings", () => {
    const twice = POSITIONS.map((one, at) => ({ ...one, wearing: at < 4 ? 1 : 2 }));
    const lines = hitMap(FIGURES, twice).shapes.filter((shape) => shape.kind === "line" && shape.look === "track");
    expect(lines).toHaveLength(3);
  });
});

test("the paper is a PDF of four pages and the same at every making", async () => {
  const [pdf, again] = [await reportPdf(REPORT), await reportPdf(REPORT)];
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.toString("latin1").match(/\/Type \/Page\n/g)).toHaveLength(4);
  expect(again.equals(pdf)).toBe(true);
});
