import { AIRY } from "./ellipsoid.ts";
import type { GridPlace } from "./national-grid.ts";

/** The National Grid: true origin 49 N 2 W, false origin 400 km west and 100 km north of it. */
const F0 = 0.9996012717;
const PHI0 = (49 * Math.PI) / 180;
const LAMBDA0 = (-2 * Math.PI) / 180;
const E0 = 400_000;
const N0 = -100_000;

const { a, b } = AIRY;
const E2 = 1 - (b * b) / (a * a);
const N = (a - b) / (a + b);

/** Annex C of the Ordnance Survey's guide, names and order of terms as there. */
export function project(phi: number, lambda: number): GridPlace {
  const { nu, rho, eta2 } = radii(phi);
  const cos = Math.cos(phi);
  const t2 = Math.tan(phi) ** 2;
  const d = (lambda - LAMBDA0) * cos;
  const s = Math.tan(phi) * cos;
  const i = meridian(phi) + N0;
  const ii = (nu / 2) * s * cos;
  const iii = (nu / 24) * s * cos * (5 - t2 + 9 * eta2);
  const iiia = (nu / 720) * s * cos * (61 - 58 * t2 + t2 * t2);
  const iv = nu;
  const v = (nu / 6) * (nu / rho - t2);
  const vi = (nu / 120) * (5 - 18 * t2 + t2 * t2 + 14 * eta2 - 58 * t2 * eta2);
  const l = d / cos;
  return {
    easting: E0 + iv * d + v * d ** 3 + vi * d ** 5,
    northing: i + ii * l ** 2 + iii * l ** 2 * d ** 2 + iiia * l ** 2 * d ** 4,
  };
}

export function unproject({ easting, northing }: GridPlace) {
  const phi = footpoint(northing);
  const { nu, rho, eta2 } = radii(phi);
  const tan = Math.tan(phi);
  const t2 = tan * tan;
  const sec = 1 / Math.cos(phi);
  const d = easting - E0;
  const vii = tan / (2 * rho * nu);
  const viii = (tan / (24 * rho * nu ** 3)) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2);
  const ix = (tan / (720 * rho * nu ** 5)) * (61 + 90 * t2 + 45 * t2 * t2);
  const x = sec / nu;
  const xi = (sec / (6 * nu ** 3)) * (nu / rho + 2 * t2);
  const xii = (sec / (120 * nu ** 5)) * (5 + 28 * t2 + 24 * t2 * t2);
  const xiia = (sec / (5040 * nu ** 7)) * (61 + 662 * t2 + 1320 * t2 * t2 + 720 * t2 ** 3);
  return {
    phi: phi - vii * d ** 2 + viii * d ** 4 - ix * d ** 6,
    lambda: LAMBDA0 + x * d - xi * d ** 3 + xii * d ** 5 - xiia * d ** 7,
  };
}

function radii(phi: number) {
  const sin2 = Math.sin(phi) ** 2;
  const nu = (a * F0) / Math.sqrt(1 - E2 * sin2);
  const rho = (a * F0 * (1 - E2)) / (1 - E2 * sin2) ** 1.5;
  return { nu, rho, eta2: nu / rho - 1 };
}

/** Length of the meridian from the true origin. */
function meridian(phi: number): number {
  const minus = phi - PHI0;
  const plus = phi + PHI0;
  return (
    b *
    F0 *
    ((1 + N + (5 / 4) * N ** 2 + (5 / 4) * N ** 3) * minus -
      (3 * N + 3 * N ** 2 + (21 / 8) * N ** 3) * Math.sin(minus) * Math.cos(plus) +
      ((15 / 8) * N ** 2 + (15 / 8) * N ** 3) * Math.sin(2 * minus) * Math.cos(2 * plus) -
      (35 / 24) * N ** 3 * Math.sin(3 * minus) * Math.cos(3 * plus))
  );
}

const FOOTPOINT_STEPS = 12;

function footpoint(northing: number): number {
  let phi = PHI0;
  for (let step = 0; step < FOOTPOINT_STEPS; step += 1) {
    phi += (northing - N0 - meridian(phi)) / (a * F0);
  }
  return phi;
}
