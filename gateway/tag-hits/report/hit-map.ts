import type { EvidenceRow, FoundFigures } from "../hit-row.ts";

/** What is drawn, in metres from the south-west corner of the picture; north is up. Whoever draws it scales it. */
export type MapShape =
  | { readonly kind: "circle"; readonly x: number; readonly y: number; readonly r: number; readonly look: Look }
  | { readonly kind: "line"; readonly points: readonly Point[]; readonly look: Look }
  | { readonly kind: "text"; readonly x: number; readonly y: number; readonly text: string };
export type Point = readonly [x: number, y: number];
/** Told apart in grey as well: by width, by dash and by fill. */
export type Look = "zone" | "place" | "accuracy" | "fix" | "fix-not-counted" | "track" | "track-leaving" | "scale";

export type HitMap = { readonly sideM: number; readonly shapes: readonly MapShape[] };

/** The picture is this many times as far across as the zone, at least. */
const SIDE_OF_RADIUS = 6;
const SCALE_STEPS_M = [1_000, 500, 200, 100, 50];

/** The crime's zone and the way through it: tracks, accuracy circles, entry and exit, north and a scale bar. */
export function hitMap({ place, zoneRadiusM, nearest }: FoundFigures, positions: readonly EvidenceRow[]): HitMap {
  const reach = Math.max(zoneRadiusM, nearest?.distanceM ?? 0);
  const sideM = Math.ceil((reach * SIDE_OF_RADIUS) / 100) * 100;
  const at = ({ eastingM, northingM }: { readonly eastingM: number; readonly northingM: number }): Point => [
    eastingM - place.eastingM + sideM / 2,
    northingM - place.northingM + sideM / 2,
  ];
  const isInside = ([x, y]: Point) => x >= 0 && y >= 0 && x <= sideM && y <= sideM;
  const [x, y] = at(place);
  return {
    sideM,
    shapes: [
      { kind: "circle", x, y, r: zoneRadiusM, look: "zone" },
      ...(place.uncertaintyM > 0 ? [{ kind: "circle", x, y, r: place.uncertaintyM, look: "place" } as const] : []),
      ...tracks(positions, at, isInside),
      ...fixes(positions, at, isInside),
      ...passages(positions, at, sideM),
      { kind: "text", x: x + 4, y: y - sideM * 0.02, text: "crime" },
      ...compass(sideM),
    ],
  };
}

type Place = (row: EvidenceRow) => Point;

/** A line between counted positions of one wearing; one that leaves the picture goes on dotted. */
function tracks(
  positions: readonly EvidenceRow[],
  at: Place,
  isInside: (point: Point) => boolean,
): readonly MapShape[] {
  const counted = positions.filter(({ standing }) => standing === "near" || standing === "counted");
  return counted.slice(1).flatMap((row, index): readonly MapShape[] => {
    const before = counted[index];
    if (before === undefined || before.wearing !== row.wearing) {
      return [];
    }
    const points = [at(before), at(row)];
    const inside = points.filter(isInside).length;
    const look = inside === 2 ? "track" : "track-leaving";
    return inside === 0 ? [] : [{ kind: "line", points, look }];
  });
}

function fixes(positions: readonly EvidenceRow[], at: Place, isInside: (point: Point) => boolean): readonly MapShape[] {
  return positions.flatMap((row, index): readonly MapShape[] => {
    const [x, y] = at(row);
    if (!isInside([x, y])) {
      return [];
    }
    const isCounted = row.standing === "near" || row.standing === "counted";
    const circle: readonly MapShape[] =
      row.accuracyM === null ? [] : [{ kind: "circle", x, y, r: row.accuracyM, look: "accuracy" }];
    const look = isCounted ? "fix" : "fix-not-counted";
    return [
      ...circle,
      { kind: "circle", x, y, r: 3, look },
      { kind: "text", x: x + 5, y: y + 5, text: String(index + 1) },
    ];
  });
}

/** Where he came in and went out, as far as positions tell. */
function passages(positions: readonly EvidenceRow[], at: Place, sideM: number): readonly MapShape[] {
  const near = positions.filter(({ standing }) => standing === "near");
  const said = (row: EvidenceRow | undefined, word: string, down: number): readonly MapShape[] => {
    if (row === undefined) {
      return [];
    }
    const [x, y] = at(row);
    return [{ kind: "text", x: x + 12, y: y - sideM * down, text: `${word} ${row.at.slice(11, 16)}Z` }];
  };
  return [...said(near[0], "in", 0.025), ...said(near.length > 1 ? near.at(-1) : undefined, "out", 0.05)];
}

function compass(sideM: number): readonly MapShape[] {
  const step = SCALE_STEPS_M.find((length) => length <= sideM / 4) ?? 50;
  const [x, y] = [sideM * 0.05, sideM * 0.05];
  const north = sideM * 0.9;
  return [
    {
      kind: "line",
      points: [
        [x, y],
        [x + step, y],
      ],
      look: "scale",
    },
    { kind: "text", x, y: y + sideM * 0.015, text: `${step} m` },
    {
      kind: "line",
      points: [
        [x, north],
        [x, north + sideM * 0.06],
      ],
      look: "scale",
    },
    {
      kind: "line",
      points: [
        [x - sideM * 0.012, north + sideM * 0.04],
        [x, north + sideM * 0.06],
        [x + sideM * 0.012, north + sideM * 0.04],
      ],
      look: "scale",
    },
    { kind: "text", x: x + sideM * 0.015, y: north + sideM * 0.03, text: "N" },
  ];
}
