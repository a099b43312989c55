import { requiredCoverage } from "./checks/coverage-checks.ts";
import { REQUEST_TAG } from "./checks/parameter-checks.ts";
import type { RouteProfile } from "./route-profile.ts";

/** What a 401 tells a caller to send instead (RFC 9110 section 11.6.1, RFC 9421 section 5.1). */
export function challengeHeaders(route: RouteProfile | undefined, origin: string): Readonly<Record<string, string>> {
  const coverage = route === undefined ? ["@method", "@target-uri"] : requiredCoverage(route);
  const list = coverage.map((name) => `"${name}"`).join(" ");
  return {
    "www-authenticate": `Signature realm="${new URL(origin).host}", tag="${REQUEST_TAG}"`,
    "accept-signature": `hub=(${list});created;tag="${REQUEST_TAG}"`,
  };
}
