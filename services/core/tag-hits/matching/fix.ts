/** How a device found where it was. Only GPS counts; the others are kept, shown, and may support "cannot exclude". */
export type Mechanism = "GPS" | "RF" | "LBS" | "WIFI";

/** One position of one tagged person, on the British National Grid in whole centimetres. */
export type Fix = {
  /** Unix seconds, UTC. */
  readonly at: number;
  readonly eastingCm: number;
  readonly northingCm: number;
  /** Radius of the accuracy circle in metres; null where the device tells none. */
  readonly accuracyM: number | null;
  readonly mechanism: Mechanism;
  /** Which wearing of which device: where it changes, two positions are not joined to a path. */
  readonly activation: string;
  /** As the device reported it. */
  readonly speedKmh?: number | null;
  readonly positionId?: string;
};

/** A span in which the device was not, or cannot be known to have been, on the person and working. */
export type Silence = {
  readonly from: number;
  readonly to: number;
  readonly kind: "strap" | "charge" | "proximity";
};

/**
 * What is known of one person around a crime, in any order. To rule out, it must reach from the last counted fix at or
 * before the window to the first at or after it; two fixes more on either side let a jump of the device be told.
 */
export type Track = {
  readonly fixes: readonly Fix[];
  readonly silences: readonly Silence[];
};
