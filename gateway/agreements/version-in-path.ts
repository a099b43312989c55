import { HubError } from "#schemas/problems.ts";

const VERSION = /^[1-9][0-9]{0,5}$/;

/** What is no version number is no version. */
export function versionIn(text: string): number {
  if (!VERSION.test(text)) {
    throw new HubError("not-found", "no such version");
  }
  return Number(text);
}
