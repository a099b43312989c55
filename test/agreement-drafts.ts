import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkAgreement } from "#policies/check-agreement.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";

// A test may reach into a parsed document as its author's editor would.
// biome-ignore lint/suspicious/noExplicitAny: the document is broken on purpose, in ways no type allows
export type Draft = any;

export type DraftFault = { readonly check: string; readonly rule: string | null; readonly message: string };

/** An agreement of the folder policies/, parsed anew each time, to be changed at will. */
export function readDraft(path: string): Draft {
  return parse(readFileSync(join(packageRoot(), "policies", path), "utf8"), { version: "1.2" });
}

export function ruleOf(draft: Draft, id: string): Draft {
  return draft.rules.find((candidate: Draft) => candidate.id === id);
}

export function partyOf(draft: Draft, id: string): Draft {
  return draft.parties.find((candidate: Draft) => candidate.id === id);
}

export function faultsOf(draft: Draft): readonly DraftFault[] {
  const checked = checkAgreement(draft);
  return checked.outcome === "sound" ? [] : checked.faults;
}
