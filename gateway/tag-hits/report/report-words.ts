import type { ReportedHit } from "./reported-hit.ts";

export const REPORT_TITLE = "Tag hit report";

const CRIME_TYPES: Readonly<Record<string, string>> = {
  RB: "Robbery",
  BIAD: "Burglary in a dwelling",
  AB: "Aggravated burglary",
  BOTD: "Burglary in a building other than a dwelling",
  TOMV: "Theft of motor vehicle",
  TFP: "Theft from the person",
  TFMV: "Theft from vehicle",
};

export const DISCLAIMER: readonly string[] = [
  "This report does not prove that the wearer of the tag committed the crime, saw it, or was there for any reason connected with it.",
  "It does not rule out anybody else, tagged or not. Only people with a tag under the scheme, who may lawfully be compared, were compared.",
  "A tag that was off, without charge, open or out of reach of satellites tells nothing of where its wearer was.",
  "Positions are as uncertain as their circles show; a path between two positions is taken as straight.",
];

/** How the hit was found, for somebody who has to explain it. */
export function methodWords({ hit }: ReportedHit): readonly string[] {
  const { figures, method } = hit;
  const { radiusM, accuracyMaxM, legMaxS } = method.parameters as Readonly<Record<string, number | undefined>>;
  const { uncertaintyM } = figures.place;
  return [
    `A position counts if it is from satellites and accurate to ${accuracyMaxM ?? "?"} m. Two that follow one another within ${(legMaxS ?? 0) / 60} minutes, on one tag, make a leg: a straight line at constant speed.`,
    `The zone is a circle of ${figures.zoneRadiusM} m round the place of the crime: ${radiusM ?? "?"} m, and ${uncertaintyM} m for how well that place is known.`,
    "Recorded: a position that counts lay in the zone during the window. Passed: none did, but a leg came into it; the time is clipped to the window first.",
    "Positions are converted from WGS84 to the British National Grid with seven parameters, which may be up to 5 m out; that is part of the uncertainty of a place given on the grid.",
    "Windows are in UTC and include both their ends. Times in sentences are those of clocks in London; times in tables are UTC.",
    `Algorithm ${method.algorithmVersion}; compared at ${method.comparedAt}.`,
  ];
}

export function crimeWords({ crime, hit }: ReportedHit): readonly (readonly [string, string])[] {
  return [
    ["Crime", `${crime.crimeReference}, ${CRIME_TYPES[crime.crimeTypeId] ?? crime.crimeTypeId}, ${crime.policeForce}`],
    ["Version of the crime", String(hit.crimeVersion)],
    ["Window (UTC)", `${crime.from} to ${crime.to}`],
    ["Hit", hit.matchId],
    ["State", hit.superseded === undefined ? hit.state : `${hit.state}; superseded ${hit.superseded.at}`],
    ["Decided", hit.decided?.at ?? "not yet"],
  ];
}

export const POSITION_HEADS = ["No", "Time (UTC)", "Easting", "Northing", "± m", "How", "km/h", "Counted as"] as const;

export function positionRows({ hit }: ReportedHit): readonly (readonly string[])[] {
  return hit.positions.map((row, index) => [
    String(index + 1),
    row.at,
    String(Math.round(row.eastingM)),
    String(Math.round(row.northingM)),
    row.accuracyM === null ? "not told" : String(row.accuracyM),
    row.mechanism,
    row.speedKmh === null ? "" : String(row.speedKmh),
    row.standing,
  ]);
}

export function digestRows({ hit }: ReportedHit): readonly (readonly [string, string])[] {
  const { digests } = hit;
  return [
    ["Place, time and positions of this hit", digests.hit],
    ["All positions compared", digests.positions],
    ["Crime as it was sent", digests.crime],
  ];
}
