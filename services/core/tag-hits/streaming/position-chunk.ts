/**
 * Some positions in columns, in the order in which they arrived: person's number, Unix seconds, centimetres on the
 * National Grid, accuracy in metres. All are GPS; those of another mechanism are not counted and left out beforehand.
 */
export type PositionChunk = {
  readonly count: number;
  readonly person: Uint32Array;
  readonly time: Uint32Array;
  readonly easting: Int32Array;
  readonly northing: Int32Array;
  readonly accuracy: Uint8Array;
};
