import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { assetRoutes, withoutTransport } from "./serve-assets.ts";

const govuk = readFileSync(
  createRequire(import.meta.url).resolve("govuk-frontend/dist/govuk/govuk-frontend.min.css"),
  "utf8",
);

test("the typeface of GOV.UK and the crest, which are not ours to use, are not sent", () => {
  expect(govuk).toMatch(/Transport/);
  expect(govuk).toMatch(/crest/);
  const styles = withoutTransport(govuk);

  expect(styles).not.toMatch(/Transport|crest|url\(|@font-face/);
  expect(styles.length).toBeGreaterThan(govuk.length * 0.9);
});

test("the stylesheet and the script are small, packed, and not sent twice", async () => {
  const app = await assetRoutes();
  const headers = { "accept-encoding": "gzip" };
  const styles = await app.request("/assets/console.css", { headers });
  const script = await app.request("/assets/console.js", { headers });
  const again = await app.request("/assets/console.css", {
    headers: { "if-none-match": styles.headers.get("etag") ?? "" },
  });

  expect((await styles.arrayBuffer()).byteLength).toBeLessThan(22_000);
  expect((await script.arrayBuffer()).byteLength).toBeLessThan(15_000);
  expect(again.status).toBe(304);
  expect((await app.request("/assets/..%2Fconsole.mjs")).status).toBe(404);
});
