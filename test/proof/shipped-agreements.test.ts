import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { equalsReference } from "./checks/compiled.ts";
import { compileSamples, NOW, SAMPLES } from "./compiled-samples.ts";
import { ENGINE } from "./engine.ts";
import { countDecisions, type DecisionTotals } from "./enumeration/count-decisions.ts";
import { bestCodes } from "./release-matrix/best-forms.ts";
import { DEPARTURES } from "./release-matrix/departures.ts";
import matrix from "./release-matrix/handbook-matrix.json" with { type: "json" };

const compiled = compileSamples();

/** Whom the columns of the handbook stand for. */
const PARTIES: Readonly<Record<string, readonly string[]>> = {
  PO: ["hampshire-police", "iom-team"],
  PR: ["solent-probation"],
  YO: ["solent-yot"],
  HO: ["solent-housing"],
  DR: ["solent-drug-services"],
};

/** Where the change is meant. */
const RENEWAL = "PROOF_RENEW=totals npx vitest run --project journeys test/proof/shipped-agreements.test.ts";

describe.each(compiled)("every decision of $agreement.document.id", (one) => {
  const { id } = one.agreement.document;

  test("is in advance what the reference decides", () => {
    const scopes = [...one.scopes.values()];
    const compared = scopes.map((scope) => equalsReference(ENGINE, one.agreement, scope, NOW.getTime()));
    expect(compared.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10_000);
  });

  test("is counted, and the count has not changed", async () => {
    const totals = countDecisions(one);
    if (process.env["PROOF_RENEW"] === "totals") {
      await renew(id, totals);
    }
    expect(totals, `renew with ${RENEWAL}`).toEqual((await readTotals())[id]);
  });
});

const TOTALS = new URL("./enumeration/golden-totals.json", import.meta.url);

async function readTotals(): Promise<Readonly<Record<string, DecisionTotals>>> {
  return JSON.parse(await readFile(TOTALS, "utf8"));
}

async function renew(id: string, totals: DecisionTotals): Promise<void> {
  await writeFile(TOTALS, `${JSON.stringify({ ...(await readTotals()), [id]: totals }, null, 2)}\n`);
}

describe("the release matrix of the handbook", () => {
  const best = new Map(
    Object.values(PARTIES).flatMap((ids) => ids.map((id) => [id, bestCodes(compiled, id)] as const)),
  );
  const departures = new Map(
    DEPARTURES.flatMap(({ cells, gives }) => {
      const [field = "", ...recipients] = cells.split(" ");
      return recipients.map((recipient) => [`${field} ${recipient}`, gives] as const);
    }),
  );
  const cells = Object.entries(matrix.cells).flatMap(([field, codes]) =>
    codes.split(" ").map((code, at) => ({ field, recipient: matrix.recipients[at] ?? "", code })),
  );

  test("speaks of every field of the record", () => {
    expect(Object.keys(matrix.cells).toSorted()).toEqual(FIELD_PATHS.toSorted());
  });

  test.each(cells)("$field for $recipient is $code", ({ field, recipient, code }) => {
    const path = FIELD_PATHS.find((known) => known === field) ?? "identity.firstName";
    if (code === "S") {
      expect(ownersTypes(path)).toContain(recipient);
      return;
    }
    const written = { "*": "F*", M: "E", "N*": "N" }[code] ?? code;
    const expected = departures.get(`${field} ${recipient}`) ?? written;
    const given = (PARTIES[recipient] ?? []).map((party) => best.get(party)?.get(path));
    expect(given).toEqual(given.map(() => expected));
  });

  test("departs from the samples where it is said to, and nowhere else", () => {
    const known = new Map(cells.map(({ field, recipient, code }) => [`${field} ${recipient}`, code]));
    expect([...departures].filter(([cell, gives]) => known.get(cell) === gives || !known.has(cell))).toEqual([]);
  });

  /** Whose the field is: for its owner it needs no rule. */
  function ownersTypes(field: keyof typeof CATALOGUE): readonly string[] {
    const { owner } = CATALOGUE[field];
    return Object.entries(PARTIES)
      .filter(([, ids]) => ids.some((id) => owner === "any" || typeOf(id) === owner))
      .map(([recipient]) => recipient);
  }

  function typeOf(id: string): string | undefined {
    return SAMPLES[0]?.parties.find((party) => party.id === id)?.agencyType;
  }
});
