/** A test that shows a feature of the handbook, by the number in its name. */
export type FeatureTest = { readonly feature: string; readonly file: string; readonly says: string };

const NAMED = /\btest(?:\.\w+)*\(\s*"(F-\d\d): ([^"]+)"/g;

/** The tests of one file that carry an F-number. A group that does shows nothing by itself. */
export function featureTests(file: string, text: string): readonly FeatureTest[] {
  return [...text.matchAll(NAMED)].map(([, feature = "", says = ""]) => ({ feature, file, says }));
}

/** The table of a page of the documentation: a row for each feature, with every test that shows it. */
export function featureTable(tests: readonly FeatureTest[]): string {
  const features = [...new Set(tests.map(({ feature }) => feature))].sort();
  const rows = features.map((feature) => {
    const shown = tests.filter((one) => one.feature === feature);
    return `| ${feature} | ${shown.map(({ file, says }) => `${says} (\`${file}\`)`).join("<br>")} |`;
  });
  return ["| feature | test |", "| --- | --- |", ...rows].join("\n");
}

const BEGIN = "<!-- features: made by `npm run features` -->";
const END = "<!-- end of features -->";

/** The page with the table in its place; null for a page that has no place for it. */
export function withTable(page: string, table: string): string | null {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  return before === undefined || after === undefined ? null : `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
