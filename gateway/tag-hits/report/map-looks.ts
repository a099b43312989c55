import type { Look } from "./hit-map.ts";

type Drawn = {
  readonly stroke: string;
  /** Millimetres on paper, and pixels on a screen alike. */
  readonly width: number;
  readonly dash?: readonly [number, number];
  readonly fill?: string;
};

/** One drawing for the page and for the paper. */
export const MAP_LOOKS: Readonly<Record<Look, Drawn>> = {
  zone: { stroke: "#0b0c0c", width: 1.5 },
  place: { stroke: "#0b0c0c", width: 0.8, dash: [2, 2] },
  accuracy: { stroke: "#7aa7d0", width: 0.6 },
  fix: { stroke: "#1d70b8", width: 1, fill: "#1d70b8" },
  "fix-not-counted": { stroke: "#626a6e", width: 1, fill: "#ffffff" },
  track: { stroke: "#1d70b8", width: 1.5 },
  "track-leaving": { stroke: "#1d70b8", width: 1, dash: [1.5, 3] },
  scale: { stroke: "#0b0c0c", width: 1.5 },
};
