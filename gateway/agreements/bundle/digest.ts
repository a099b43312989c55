import { createHash } from "node:crypto";
import { canonicalJson } from "#policies/canonical-json.ts";
import { CATALOGUE } from "#policies/catalogue.ts";

/** SHA-256 of a text, written as agreements are named by. */
export function digestOfText(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** The fields, owners and ladders that this build decides by. */
export const CATALOGUE_DIGEST = digestOfText(canonicalJson(CATALOGUE));
