/** Semi-axes in metres. */
export type Ellipsoid = { readonly a: number; readonly b: number };
export const WGS84: Ellipsoid = { a: 6_378_137, b: 6_356_752.3141 };
export const AIRY: Ellipsoid = { a: 6_377_563.396, b: 6_356_256.909 };

export type Cartesian = { readonly x: number; readonly y: number; readonly z: number };

/** Latitude phi and longitude lambda in radians, on the ellipsoid's surface. */
export function toCartesian({ a, b }: Ellipsoid, phi: number, lambda: number): Cartesian {
  const e2 = 1 - (b * b) / (a * a);
  const sin = Math.sin(phi);
  const nu = a / Math.sqrt(1 - e2 * sin * sin);
  const across = nu * Math.cos(phi);
  return { x: across * Math.cos(lambda), y: across * Math.sin(lambda), z: (1 - e2) * nu * sin };
}

/** Steps enough for a hundredth of a millimetre anywhere on land. */
const STEPS = 6;

export function fromCartesian({ a, b }: Ellipsoid, { x, y, z }: Cartesian) {
  const e2 = 1 - (b * b) / (a * a);
  const across = Math.sqrt(x * x + y * y);
  let phi = Math.atan2(z, across * (1 - e2));
  for (let step = 0; step < STEPS; step += 1) {
    const sin = Math.sin(phi);
    const nu = a / Math.sqrt(1 - e2 * sin * sin);
    phi = Math.atan2(z + e2 * nu * sin, across);
  }
  return { phi, lambda: Math.atan2(y, x) };
}
