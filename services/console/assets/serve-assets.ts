import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { packageRoot } from "#services/platform/environment/package-root.ts";

export const ASSETS = {
  styles: "/assets/console.css",
  script: "/assets/console.js",
  icon: "/assets/icon.svg",
} as const;

type Asset = { readonly type: string; readonly text: string; readonly packed: Buffer; readonly etag: string };

const FRESH_S = 300;
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#1a3d5c" d="M0 0h16v16H0z"/><path fill="none" stroke="#fff" stroke-width="2" d="M11 5a4 4 0 1 0 0 6"/></svg>';

/** The stylesheet and the one script, read once at the start from the source tree: the compiler does not carry them to dist/. */
export async function assetRoutes(): Promise<Hono> {
  const folder = join(packageRoot(), "services/console/assets");
  const own = await readFile(join(folder, "console.css"), "utf8");
  const assets = new Map<string, Asset>([
    [ASSETS.styles, asset("text/css; charset=utf-8", withoutTransport(await readGovukStyles()) + own)],
    [ASSETS.icon, asset("image/svg+xml", ICON)],
    [ASSETS.script, asset("text/javascript; charset=utf-8", await readFile(join(folder, "console.mjs"), "utf8"))],
  ]);
  return new Hono().get("/assets/:name", (c) => {
    const found = assets.get(`/assets/${c.req.param("name")}`);
    if (found === undefined) return c.notFound();
    const headers = {
      "content-type": found.type,
      "cache-control": `private, max-age=${FRESH_S}`,
      etag: found.etag,
      vary: "accept-encoding",
    };
    if (c.req.header("if-none-match") === found.etag) return c.body(null, 304, headers);
    const isPacked = c.req.header("accept-encoding")?.includes("gzip") ?? false;
    return isPacked
      ? c.body(new Uint8Array(found.packed), 200, { ...headers, "content-encoding": "gzip" })
      : c.body(found.text, 200, headers);
  });
}

function asset(type: string, text: string): Asset {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return { type, text, packed: gzipSync(text, { level: 9 }), etag };
}

function readGovukStyles(): Promise<string> {
  const require = createRequire(import.meta.url);
  return readFile(require.resolve("govuk-frontend/dist/govuk/govuk-frontend.min.css"), "utf8");
}

/**
 * The typeface of GOV.UK may be used on gov.uk alone and the crest is not ours, so neither is sent: the fonts' declarations and
 * the rules that ask for the crest go, and every family is Arial.
 */
export function withoutTransport(styles: string): string {
  return styles
    .replaceAll(/@font-face\{[^}]*\}/g, "")
    .replaceAll("font-family:GDS Transport,arial,sans-serif", "font-family:Arial,Helvetica,sans-serif")
    .replaceAll(
      /(?:background|background-image|mask|-webkit-mask|mask-image|-webkit-mask-image):url\(\/assets\/[^;}]*;?/g,
      "",
    )
    .replaceAll(/\/\*#.*?\*\//g, "");
}
