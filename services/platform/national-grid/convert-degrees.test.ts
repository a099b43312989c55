import { expect, test } from "vitest";
import { toDegrees, toGrid } from "./convert-degrees.ts";
import { CONVERSION_UNCERTAINTY_M, isOnGrid } from "./national-grid.ts";
import { project, unproject } from "./transverse-mercator.ts";

/** Degrees, minutes and seconds in radians. */
const radians = (d: number, m: number, s: number) => ((d + m / 60 + s / 3600) * Math.PI) / 180;

test("the worked example of the Ordnance Survey's guide, annex C, is projected to the millimetre", () => {
  const phi = radians(52, 39, 27.2531);
  const lambda = radians(1, 43, 4.5177);
  const { easting, northing } = project(phi, lambda);
  expect(easting).toBeCloseTo(651_409.903, 3);
  expect(northing).toBeCloseTo(313_177.27, 3);
  const back = unproject({ easting: 651_409.903, northing: 313_177.27 });
  expect(back.phi).toBeCloseTo(phi, 9);
  expect(back.lambda).toBeCloseTo(lambda, 9);
});

// Points of the Ordnance Survey's OSTN15 developer pack, ETRS89 (WGS84 to within a metre) and true grid places.
test.each([
  ["Scilly", 49.9222639373, -6.29977752014, 91_492.146, 11_318.804],
  ["Plymouth", 50.4388582561, -4.10864563561, 250_359.811, 62_016.569],
  ["Southampton", 50.9312793791, -1.450514337, 438_710.92, 114_792.25],
])("%s lands within the uncertainty that whoever converts adds", (_name, latitude, longitude, easting, northing) => {
  const place = toGrid({ latitude: Number(latitude), longitude: Number(longitude) });
  expect(Math.hypot(place.easting - Number(easting), place.northing - Number(northing))).toBeLessThan(
    CONVERSION_UNCERTAINTY_M,
  );
});

test("there and back is the same place to a centimetre, from Scilly to Shetland", () => {
  for (const place of [
    { easting: 91_492, northing: 11_319 },
    { easting: 442_050, northing: 112_330 },
    { easting: 655_000, northing: 294_000 },
    { easting: 446_000, northing: 1_141_000 },
  ]) {
    const there = toGrid(toDegrees(place));
    expect(Math.hypot(there.easting - place.easting, there.northing - place.northing)).toBeLessThan(0.02);
  }
});

test.each([
  ["Lowestoft", { easting: 654_900, northing: 293_000 }, true],
  ["the sea east of the grid", { easting: 700_001, northing: 293_000 }, false],
  ["nowhere", { easting: Number.NaN, northing: 293_000 }, false],
])("%s", (_name, place, expected) => {
  expect(isOnGrid(place)).toBe(expected);
});
