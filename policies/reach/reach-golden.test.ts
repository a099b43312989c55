import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE } from "../policy-set.ts";
import { type ReachTotals, reachOf } from "../reach.ts";

const FOLDER = new URL("../agreements/", import.meta.url);
const GOLDEN = new URL("reach.golden.json", FOLDER);

const documents = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".isa.yaml"))
  .map((name) => readDraft(`agreements/${name}`));

const { totals } = reachOf(
  documents.map((document) => {
    const parties: readonly { readonly id: string }[] = document.parties;
    const boundFrom = Object.fromEntries(parties.map(({ id }) => [id, document.effective.from]));
    return indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
  }),
);

/** Cells that more is given in than the committed totals say, by form. */
function widenings(committed: ReachTotals, now: ReachTotals): readonly string[] {
  return Object.entries(now).flatMap(([agreement, scopes]) =>
    Object.entries(scopes).flatMap(([scope, forms]) =>
      Object.entries(forms).flatMap(([form, count]) => {
        const before = committed[agreement]?.[scope]?.[form] ?? 0;
        return count > before
          ? [`${agreement}: ${scope}: ${form} in ${count} cells, where ${before} were signed for`]
          : [];
      }),
    ),
  );
}

test("the committed totals are those of the agreements", async () => {
  await expect(`${JSON.stringify(totals, null, 2)}\n`).toMatchFileSnapshot(GOLDEN.pathname);
});

test("nobody reaches more than was committed: if that is meant, see policies/README.md on how to renew it", () => {
  expect(widenings(JSON.parse(readFileSync(GOLDEN, "utf8")), totals)).toEqual([]);
});

test("a widening is told by its scope and form", () => {
  const [agreement = "", scopes = {}] = Object.entries(totals)[0] ?? [];
  const [scope = "", forms = {}] = Object.entries(scopes)[0] ?? [];
  const committed = { ...totals, [agreement]: { ...scopes, [scope]: { ...forms, full: (forms["full"] ?? 0) - 1 } } };

  expect(widenings(committed, totals)).toEqual([expect.stringContaining(`${agreement}: ${scope}: full in`)]);
  expect(widenings(totals, totals)).toEqual([]);
});
