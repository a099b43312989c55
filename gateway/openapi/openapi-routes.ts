import { Hono } from "hono";
import type { RouteProfile } from "../caller/route-profile.ts";
import { docsPage } from "./docs-page.ts";
import { openApiDocument } from "./openapi-document.ts";

export type OpenApiDependencies = { readonly origin: string; readonly profiles: readonly RouteProfile[] };

/** The reference, for machines and for people. Both are made once. */
export function openApiRoutes({ origin, profiles }: OpenApiDependencies): Hono {
  const document = openApiDocument(origin, profiles);
  const page = docsPage(profiles);
  return new Hono()
    .get("/openapi.json", (c) => c.json(document))
    .get("/docs", (c) => {
      c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
      return c.html(page);
    });
}
