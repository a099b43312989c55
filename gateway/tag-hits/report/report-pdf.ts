import PdfDocument from "pdfkit";
import { type HitMap, hitMap, type MapShape } from "./hit-map.ts";
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

type Pdf = InstanceType<typeof PdfDocument>;

const MARGIN = 50;
const MAP_PT = 460;
/** Widths of the columns of positions, in points, to the width of the text. */
const COLUMNS = [26, 118, 52, 56, 44, 40, 36, 90];
const LINE_PT = 13;

/** The report on A4, with the same words, map and tables as the page. */
export function reportPdf(report: ReportedHit): Promise<Buffer> {
  const { hit, name, marking, madeAt } = report;
  const doc = new PdfDocument({
    size: "A4",
    margin: MARGIN,
    bufferPages: true,
    lang: "en-GB",
    info: { Title: `${REPORT_TITLE} ${hit.crimeReference}`, CreationDate: madeAt, ModDate: madeAt },
  });
  const bytes = collected(doc);
  doc
    .font("Helvetica-Bold")
    .fontSize(20)
    .text(`${REPORT_TITLE}${name === null ? "" : `: ${name}`}`);
  heading(doc, "Summary");
  facts(doc, crimeWords(report));
  list(doc, hit.words);
  doc.addPage();
  heading(doc, "Map");
  drawMap(doc, hitMap(hit.figures, hit.positions));
  doc
    .fontSize(9)
    .text(
      `Ring: the zone of ${hit.figures.zoneRadiusM} m. Numbered dots: positions, each with its accuracy circle; hollow dots do not count. Dotted: the track goes on outside the picture. Times on the map are UTC.`,
    );
  doc.addPage();
  heading(doc, "Positions");
  table(doc, [POSITION_HEADS, ...positionRows(report)]);
  doc.addPage();
  heading(doc, "Method");
  list(doc, methodWords(report));
  heading(doc, "What this report does not say");
  list(doc, DISCLAIMER);
  heading(doc, "Digests (SHA-256)");
  facts(doc, digestRows(report));
  markPages(doc, `${marking}   Made ${madeAt.toISOString()}   Hit ${hit.matchId}`);
  doc.end();
  return bytes;
}

function collected(doc: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on("data", (chunk: Buffer) => void chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
}

function heading(doc: Pdf, text: string): void {
  doc.moveDown(0.8).font("Helvetica-Bold").fontSize(14).text(text, MARGIN).moveDown(0.3).font("Helvetica").fontSize(10);
}

function list(doc: Pdf, words: readonly string[]): void {
  doc.moveDown(0.4).font("Helvetica").fontSize(10);
  for (const word of words) {
    doc.text(`•  ${word}`, MARGIN, undefined, { indent: 0 }).moveDown(0.25);
  }
}

function facts(doc: Pdf, rows: readonly (readonly [string, string])[]): void {
  for (const [what, said] of rows) {
    doc.font("Helvetica-Bold").fontSize(9).text(what, MARGIN).font("Helvetica").text(said).moveDown(0.2);
  }
}

function table(doc: Pdf, rows: readonly (readonly string[])[]): void {
  rows.forEach((cells, place) => {
    if (doc.y > doc.page.height - MARGIN - 2 * LINE_PT) {
      doc.addPage();
    }
    const { y } = doc;
    let x = MARGIN;
    doc.font(place === 0 ? "Helvetica-Bold" : "Helvetica").fontSize(8);
    cells.forEach((cell, at) => {
      const width = COLUMNS[at] ?? 40;
      doc.text(cell, x, y, { width, lineBreak: false, ellipsis: true });
      x += width;
    });
    doc.y = y + LINE_PT;
  });
}

function drawMap(doc: Pdf, { sideM, shapes }: HitMap): void {
  const [left, top] = [MARGIN, doc.y];
  const scale = MAP_PT / sideM;
  doc.save().rect(left, top, MAP_PT, MAP_PT).clip();
  for (const shape of shapes) {
    drawShape(doc, shape, { left, bottom: top + MAP_PT, scale });
  }
  doc.restore().lineWidth(0.5).undash().rect(left, top, MAP_PT, MAP_PT).stroke("#b1b4b6");
  doc.fillColor("#0b0c0c");
  doc.y = top + MAP_PT + LINE_PT;
  doc.x = MARGIN;
}

type Drawing = { readonly left: number; readonly bottom: number; readonly scale: number };

const DOT_PT = 2.5;

function drawShape(doc: Pdf, shape: MapShape, { left, bottom, scale }: Drawing): void {
  const across = (x: number) => left + x * scale;
  const down = (y: number) => bottom - y * scale;
  if (shape.kind === "text") {
    doc
      .fillColor("#0b0c0c")
      .fontSize(8)
      .text(shape.text, across(shape.x), down(shape.y) - 7, { lineBreak: false });
    return;
  }
  const { stroke, width, dash, fill } = MAP_LOOKS[shape.look];
  doc.lineWidth(width);
  if (dash === undefined) {
    doc.undash();
  } else {
    doc.dash(dash[0], { space: dash[1] });
  }
  if (shape.kind === "circle") {
    const isDot = shape.look === "fix" || shape.look === "fix-not-counted";
    doc.circle(across(shape.x), down(shape.y), isDot ? DOT_PT : shape.r * scale);
  } else {
    shape.points.forEach(([x, y], at) => {
      if (at === 0) {
        doc.moveTo(across(x), down(y));
      } else {
        doc.lineTo(across(x), down(y));
      }
    });
  }
  if (fill === undefined) {
    doc.stroke(stroke);
  } else {
    doc.fillAndStroke(fill, stroke);
  }
}

/** The marking, and the number of each page of how many, on every page. */
function markPages(doc: Pdf, said: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the margin, where text would otherwise begin a page of its own.
    doc.page.margins.bottom = 0;
    doc.font("Helvetica").fontSize(8).fillColor("#0b0c0c");
    doc.text(`${said}   Page ${page + 1} of ${count}`, MARGIN, doc.page.height - MARGIN / 2 - 8, { lineBreak: false });
  }
}
