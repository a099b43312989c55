import { type HitMap, hitMap, type MapShape, type Point } from "./hit-map.ts";
import { MAP_LOOKS } from "./map-looks.ts";
import {
  crimeWords,
  DISCLAIMER,
  digestRows,
  methodWords,
  POSITION_HEADS,
  positionRows,
  REPORT_TITLE,
} from "./report-words.ts";
import type { ReportedHit } from "./reported-hit.ts";

const MAP_PX = 640;

/** The report as one page that needs nothing else: no script, no font, no picture from anywhere. */
export function reportHtml(report: ReportedHit): string {
  const { hit, name, marking, madeAt } = report;
  const map = hitMap(hit.figures, hit.positions);
  const rows = (all: readonly (readonly string[])[], head: "th" | "td" = "td") =>
    all.map((cells) => `<tr>${cells.map((cell, at) => element(at === 0 ? head : "td", cell)).join("")}</tr>`).join("");
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(REPORT_TITLE)} ${escaped(hit.crimeReference)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<p class="marking">${escaped(marking)}</p>
<h1>${escaped(REPORT_TITLE)}${name === null ? "" : `: ${escaped(name)}`}</h1>
<h2>Summary</h2><table class="facts">${rows(crimeWords(report), "th")}</table>
<ul>${hit.words.map((word) => element("li", word)).join("")}</ul>
<h2>Map</h2>${mapSvg(map)}
<p>Ring: the zone of ${hit.figures.zoneRadiusM} m. Numbered dots: positions, each with its accuracy circle; hollow dots do not count. Dotted: the track goes on outside the picture. Times on the map are UTC.</p>
<h2>Positions</h2><table><thead><tr>${POSITION_HEADS.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead><tbody>${rows(positionRows(report))}</tbody></table>
<h2>Method</h2><ul>${methodWords(report)
    .map((word) => element("li", word))
    .join("")}</ul>
<h2>What this report does not say</h2><ul>${DISCLAIMER.map((word) => element("li", word)).join("")}</ul>
<h2>Digests (SHA-256)</h2><table class="facts">${rows(digestRows(report), "th")}</table>
<p>Made ${escaped(madeAt.toISOString())}. ${escaped(marking)}</p>
</body></html>
`;
}

const STYLE = `body{font:16px/1.4 Arial,sans-serif;color:#0b0c0c;max-width:48rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.8rem}h2{font-size:1.3rem;margin-top:2rem}table{border-collapse:collapse;font-size:.85rem;width:100%}
th,td{border-bottom:1px solid #b1b4b6;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.facts th{width:30%}.marking{font-weight:bold}svg{border:1px solid #b1b4b6;max-width:100%;height:auto}
@media print{body{max-width:none;margin:0}h2{break-after:avoid}svg,tr{break-inside:avoid}}`;

/** The picture in metres, scaled to the page; north is up, so that the y of a page is turned over. */
function mapSvg({ sideM, shapes }: HitMap): string {
  const scale = MAP_PX / sideM;
  const across = (x: number) => round(x * scale);
  const down = (y: number) => round(MAP_PX - y * scale);
  const drawn = shapes.map((shape) => drawShape(shape, { across, down, scale })).join("");
  const label = "Map of the crime's zone and the positions around it; the table below has the same positions.";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${MAP_PX}" height="${MAP_PX}" viewBox="0 0 ${MAP_PX} ${MAP_PX}" role="img" aria-label="${label}"><rect width="${MAP_PX}" height="${MAP_PX}" fill="#ffffff"/>${drawn}</svg>`;
}

type Drawing = {
  readonly across: (x: number) => number;
  readonly down: (y: number) => number;
  readonly scale: number;
};

const DOT_PX = 3;

function drawShape(shape: MapShape, { across, down, scale }: Drawing): string {
  if (shape.kind === "text") {
    return `<text x="${across(shape.x)}" y="${down(shape.y)}" font-size="12" font-family="Arial,sans-serif">${escaped(shape.text)}</text>`;
  }
  const { stroke, width, dash, fill } = MAP_LOOKS[shape.look];
  const line = `stroke="${stroke}" stroke-width="${width}" fill="${fill ?? "none"}"${dash === undefined ? "" : ` stroke-dasharray="${dash.join(" ")}"`}`;
  if (shape.kind === "circle") {
    const isDot = shape.look === "fix" || shape.look === "fix-not-counted";
    const r = isDot ? DOT_PX : round(shape.r * scale);
    return `<circle cx="${across(shape.x)}" cy="${down(shape.y)}" r="${r}" ${line}/>`;
  }
  const points = shape.points.map(([x, y]: Point) => `${across(x)},${down(y)}`).join(" ");
  return `<polyline points="${points}" ${line}/>`;
}

function element(name: string, text: string): string {
  return `<${name}${name === "th" ? ' scope="row"' : ""}>${escaped(text)}</${name}>`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
