/** Least and greatest easting and northing, metres, with some kilometres to spare. */
export type ForceArea = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

type Force = {
  /** Begins the force's batch ids (handbook 4.1). */
  readonly code: string;
  readonly area: ForceArea;
};

function force(code: string, westKm: number, southKm: number, eastKm: number, northKm: number): Force {
  return { code, area: { west: westKm * 1000, south: southKm * 1000, east: eastKm * 1000, north: northKm * 1000 } };
}

/**
 * Forces that take part in crime mapping. The areas are boxes, drawn wide: they tell a pair that was swapped, and warn of
 * a place that is likely to be somewhere else; they never refuse one.
 */
export const FORCES: Readonly<Record<string, Force>> = {
  AvonSomerset: force("AVS", 275, 110, 390, 200),
  Bedfordshire: force("BFD", 485, 205, 535, 275),
  Cheshire: force("CHS", 320, 330, 410, 405),
  CoLP: force("CoLP", 527, 177, 537, 185),
  Cumbria: force("CMB", 285, 460, 390, 595),
  Derbyshire: force("DBY", 390, 300, 465, 420),
  Durham: force("DUR", 370, 490, 465, 570),
  Essex: force("ESX", 525, 165, 635, 257),
  Gloucestershire: force("GLC", 340, 180, 435, 250),
  Gwent: force("GWP", 305, 175, 367, 243),
  Hampshire: force("HAM", 400, 67, 505, 173),
  Hertfordshire: force("HRT", 487, 183, 555, 257),
  Humberside: force("HMB", 455, 385, 565, 490),
  Kent: force("KNT", 530, 105, 650, 187),
  Metropolitan: force("MPS", 493, 148, 570, 210),
  NorthWales: force("NWL", 200, 313, 355, 410),
  Nottinghamshire: force("NOT", 433, 313, 497, 405),
  Sussex: force("SXP", 467, 83, 613, 150),
  WestMidlands: force("WMP", 367, 263, 445, 323),
};

/** The force of that identifier; identifiers are compared exactly. */
export function forceOf(identifier: string): Force | null {
  return Object.hasOwn(FORCES, identifier) ? (FORCES[identifier] ?? null) : null;
}

export function isWithin({ west, south, east, north }: ForceArea, easting: number, northing: number): boolean {
  return easting >= west && easting <= east && northing >= south && northing <= north;
}
