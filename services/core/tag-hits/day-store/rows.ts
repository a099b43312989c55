/** Fixes of one person in order of time, each moment once, in columns; only the first `count` are meant. */
export type Rows = {
  count: number;
  time: Uint32Array;
  east: Int32Array;
  north: Int32Array;
  /** See quality.ts. */
  quality: Uint16Array;
  /** The number of the activation in the day's list. */
  activation: Uint32Array;
};

export function roomForRows(size: number): Rows {
  return {
    count: 0,
    time: new Uint32Array(size),
    east: new Int32Array(size),
    north: new Int32Array(size),
    quality: new Uint16Array(size),
    activation: new Uint32Array(size),
  };
}

/** Makes room for so many rows, keeping those that are there. */
export function reserveRows(rows: Rows, size: number): void {
  if (size <= rows.time.length) {
    return;
  }
  const grown = roomForRows(2 ** Math.ceil(Math.log2(size)));
  grown.time.set(rows.time);
  grown.east.set(rows.east);
  grown.north.set(rows.north);
  grown.quality.set(rows.quality);
  grown.activation.set(rows.activation);
  Object.assign(rows, { ...grown, count: rows.count });
}
