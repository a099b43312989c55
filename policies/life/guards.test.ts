import { expect, test } from "vitest";
import { agreementLife } from "./agreement-life.ts";
import { whyNotActivate } from "./approval-moves.ts";
import { nextVersion, whyNotDraft, whyNotPropose } from "./draft-moves.ts";
import type { StatusEvent } from "./status-event.ts";

const AT = "2026-04-01T08:00:00Z";
const NOW = new Date("2026-04-02T08:00:00Z");
const by = { party: "solent-yot", actor: "dpo-yot" };
const one = { version: 1, digest: "sha256:1", at: AT };

const drafted = (version: number): StatusEvent => ({
  ...by,
  version,
  digest: `sha256:${version}`,
  at: AT,
  kind: "drafted",
  detail: { replaces: null, again: null },
});
const required = { every: ["solent-housing"], oneOf: [] };
const APPROVED: readonly StatusEvent[] = [
  drafted(1),
  { ...one, ...by, kind: "proposed", detail: { required, base: null } },
  { ...one, party: "solent-housing", actor: "dpo-housing", kind: "approved", detail: { gains: [], note: "Read" } },
];

const activating = {
  version: 1,
  digest: "sha256:1",
  at: NOW,
  effective: { from: "2026-04-01T00:00:00Z", to: "2027-04-01T00:00:00Z" },
  isSound: true,
  unboundRules: [],
};

test.each([
  [{}, null],
  [{ isSound: false }, "checks-pass"],
  [{ unboundRules: ["P04"] }, "rules-have-bound-parties"],
  [{ digest: "sha256:2" }, "digest-is-current"],
] as const)("an activation with %j is refused by %s", (change, guard) => {
  expect(whyNotActivate(agreementLife(APPROVED), { ...activating, ...change }, NOW)).toBe(guard);
});

const proposing = { version: 1, digest: "sha256:1", previous: null, isSound: true, canBeSigned: true };

test.each([
  [{}, null],
  [{ isSound: false }, "checks-pass"],
  [{ canBeSigned: false }, "every-party-can-sign"],
  [{ previous: "sha256:0" }, "base-is-current"],
] as const)("a proposal with %j is refused by %s", (change, guard) => {
  expect(whyNotPropose(agreementLife([drafted(1)]), { ...proposing, ...change }, by)).toBe(guard);
});

test("twenty versions may be open at once, and no more", () => {
  const open = agreementLife(Array.from({ length: 19 }, (_, at) => drafted(at + 1)));
  expect(whyNotDraft(open, nextVersion(open))).toBeNull();
  const full = agreementLife(Array.from({ length: 20 }, (_, at) => drafted(at + 1)));
  expect(whyNotDraft(full, nextVersion(full))).toBe("drafts-have-room");
});
