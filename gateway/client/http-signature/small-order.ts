/**
 * The encodings of Ed25519 points of small order, sign bit cleared. Under such a "key" a fixed signature verifies for
 * any message, so whoever enrolled it could later deny every call (and anybody could make one).
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

/** True for a public coordinate (base64url) that no honest key generator makes. */
export function hasSmallOrder(x: string): boolean {
  const bytes = Buffer.from(x, "base64url");
  const last = bytes.at(-1);
  return last !== undefined && SMALL_ORDER.has(Buffer.of(...bytes.subarray(0, -1), last & 0x7f).toString("hex"));
}
