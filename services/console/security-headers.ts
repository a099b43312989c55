import type { MiddlewareHandler } from "hono";
import type { IdentityProvider } from "./sign-in/identity-provider.ts";

/**
 * No page may load, frame or send anything but to and from here; signing and signing out lead on to the agency's provider
 * (design/console section 8). Nothing is kept by a browser or told to another site.
 */
export function securityHeaders(provider: Pick<IdentityProvider, "origin">, isSecure: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const providerOrigin = provider.origin();
    const formTo = providerOrigin === null ? "'self'" : `'self' ${providerOrigin}`;
    const policy =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
      `form-action ${formTo}; frame-ancestors 'none'; base-uri 'none'`;
    const headers = c.res.headers;
    headers.set("content-security-policy", policy);
    headers.set("referrer-policy", "no-referrer");
    headers.set("x-content-type-options", "nosniff");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if (isSecure) headers.set("strict-transport-security", "max-age=63072000");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };
}
