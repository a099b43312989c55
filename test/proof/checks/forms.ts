import { deepStrictEqual } from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Rule } from "#policies/agreement-document.ts";
import { ACTIVE, held, madeUpRecord } from "#policies/made-up-record.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { CRYPTO } from "../crypto.ts";
import type { Check, Engine } from "../engine.ts";
import { decideUnder, permit } from "./terms.ts";

const WHOLE = permit("P10", "solent-probation", "never", { form: "full", fields: ["identity.aliases"] });
const TENANCY = permit("P11", "hampshire-police", "never", {
  form: "generalise:tenancy-names",
  fields: ["identity.aliases"],
});
const BAND = permit("P12", "hampshire-police", "never", {
  form: "generalise:category-and-band",
  fields: ["police.offendingHistory"],
});

const COUNTED = permit("P15", "hampshire-police", "never", { form: "pseudonymise", fields: ["police.pncId"] });
const PNC = held("hampshire-police", "2007/9001234F");

const CONDITIONS = [
  permit("P13", "solent-probation", "never", { form: "full", fields: ["probation.licenceConditions"] }),
  permit("P14", "hampshire-police", "never", { form: "generalise:category", fields: ["probation.licenceConditions"] }),
];

/** What no connector sends, and over which a transform throws. */
const TRIPPING = {
  get category(): string {
    throw new Error("nobody can read this");
  },
};

const ALIASES = {
  "identity.aliases": [
    held("hampshire-police", { first: "Danny", last: "Ash", usedForTenancy: true }, { itemKey: "1" }),
    held("solent-probation", { first: "Daniel", last: "Ashton", dob: "1989-04-12" }, { itemKey: "2" }),
    held("solent-yot", { first: "Dan", last: "Ashby" }, { itemKey: "3" }),
  ],
};
const BROKEN = held("hampshire-police", { hoCode: "28E" }, { itemKey: "1" });

/** Each item of a list is shown in its own form; of what cannot be made nothing is shown; a pseudonym is of field and key. */
export const FORMS: Check = {
  name: "forms",
  holds: (engine) => {
    const mixed = disclosed(engine, [WHOLE, TENANCY], madeUpRecord(ALIASES, ACTIVE));
    deepStrictEqual(mixed, {
      "identity.aliases": {
        value: [
          { first: "Daniel", last: "Ashton", dob: "1989-04-12" },
          { first: "Danny", last: "Ash" },
        ],
        form: "full",
        source: "solent-probation",
        asOf: "2026-11-21T07:00:00Z",
      },
    });
    const broken = madeUpRecord({ ...ALIASES, "police.offendingHistory": [BROKEN] }, ACTIVE);
    deepStrictEqual(Object.keys(disclosed(engine, [WHOLE, BAND], broken)), ["identity.aliases"]);
    const pseudonyms = disclosed(engine, [COUNTED], madeUpRecord({ "police.pncId": [PNC] }, ACTIVE));
    const value = createHmac("sha256", CRYPTO.pseudonymKey).update(`police.pncId\n${PNC.value}`).digest("hex");
    const cut = { form: "pseudonymise", source: "hampshire-police", asOf: "2026-11-21" };
    deepStrictEqual(pseudonyms, { "police.pncId": { value: value.slice(0, 32), ...cut } });
    for (const item of [{ text: "no category" }, TRIPPING]) {
      const first = held("hampshire-police", item, { itemKey: "1" });
      const alone = madeUpRecord({ "probation.licenceConditions": [first] }, ACTIVE);
      const partly = madeUpRecord({ "probation.licenceConditions": [first, held("solent-probation", {})] }, ACTIVE);
      deepStrictEqual(disclosed(engine, CONDITIONS, alone), {});
      deepStrictEqual(disclosed(engine, CONDITIONS, partly), {});
    }
  },
};

function disclosed(engine: Engine, rules: readonly Rule[], record: PublishedRecord): object {
  const decision = decideUnder(engine, rules, record);
  return decision.outcome === "permit" ? engine.project(record, decision, CRYPTO).fields : {};
}
