import { AIRY, fromCartesian, toCartesian, WGS84 } from "./ellipsoid.ts";
import type { Degrees, GridPlace } from "./national-grid.ts";
import { project, unproject } from "./transverse-mercator.ts";

/** "A guide to coordinate systems in Great Britain" (Ordnance Survey), section 6.6: WGS84 to OSGB36, metres, ppm, radians. */
const SECONDS = Math.PI / 180 / 3600;
const SHIFT = { x: -446.448, y: 125.157, z: -542.06 };
const SCALE = 20.4894e-6;
const TURN = { x: -0.1502 * SECONDS, y: -0.247 * SECONDS, z: -0.8421 * SECONDS };

const RADIANS = Math.PI / 180;

/** The grid place of degrees in WGS84: within 5 m of the true one (CONVERSION_UNCERTAINTY_M). */
export function toGrid({ latitude, longitude }: Degrees): GridPlace {
  const { x, y, z } = toCartesian(WGS84, latitude * RADIANS, longitude * RADIANS);
  const s = 1 + SCALE;
  const shifted = {
    x: SHIFT.x + x * s - y * TURN.z + z * TURN.y,
    y: SHIFT.y + x * TURN.z + y * s - z * TURN.x,
    z: SHIFT.z - x * TURN.y + y * TURN.x + z * s,
  };
  const { phi, lambda } = fromCartesian(AIRY, shifted);
  return project(phi, lambda);
}

/** The other way, by the same parameters turned round; there and back is a few millimetres out. */
export function toDegrees(place: GridPlace): Degrees {
  const { phi, lambda } = unproject(place);
  const { x, y, z } = toCartesian(AIRY, phi, lambda);
  const s = 1 - SCALE;
  const shifted = {
    x: -SHIFT.x + x * s + y * TURN.z - z * TURN.y,
    y: -SHIFT.y - x * TURN.z + y * s + z * TURN.x,
    z: -SHIFT.z + x * TURN.y - y * TURN.x + z * s,
  };
  const back = fromCartesian(WGS84, shifted);
  return { latitude: back.phi / RADIANS, longitude: back.lambda / RADIANS };
}
