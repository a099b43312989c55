import { deepStrictEqual } from "node:assert/strict";
import { heightOf, isField } from "#policies/catalogue.ts";
import { standing } from "#policies/made-up-policies.ts";
import { NOW } from "#policies/made-up-record.ts";
import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { readAgreement, signedByAll } from "../../leaks/oracle/agreement.ts";
import { exampleRecord } from "../../leaks/oracle/example-record.ts";
import { WORKED_EXAMPLE } from "../../leaks/worked-example.ts";
import type { Check, Engine } from "../engine.ts";

const SHIPPED = ["agreements/solent-iom.isa.yaml", "agreements/solent-substance-misuse.isa.yaml"].map(readDraft);

/** The table of design/agreements section 2, and the examples that the shipped agreements carry. */
export const EXAMPLES: Check = {
  name: "examples",
  holds: (engine) => {
    for (const { asked, facts, expected } of WORKED_EXAMPLE) {
      deepStrictEqual(formsOfOthers(engine, asked, facts), expected);
    }
    for (const document of SHIPPED) {
      deepStrictEqual(engine.checkAgreement(document).outcome, "sound");
    }
  },
};

const worked = readAgreement(new URL("../../leaks/worked-example.isa.yaml", import.meta.url));
const DOCUMENT = readDraft("worked-example.isa.yaml");

/** Forms above `withhold` of what others gave, by both ways to ask. */
function formsOfOthers(engine: Engine, asked: (typeof WORKED_EXAMPLE)[number]["asked"], facts: object) {
  const agreement = engine.indexAgreement(DOCUMENT, standing("active", signedByAll(worked).status.signed));
  const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  const nobody = { actor: "a-01", actorEmail: null, agreementId: null, outlet: "people.read", fields: null };
  const request = { ...nobody, ...asked, now: NOW, emergency: { openedAt: NOW, secondActor: null } };
  const decision = engine.decide(request, exampleRecord(worked, { ...facts }, NOW), policies);
  const forms = Object.entries(decision.outcome === "refused" ? {} : decision.fields).flatMap(([field, { cells }]) => {
    const others = cells.filter(({ form, originator }) => form !== "withhold" && originator !== asked.party);
    const [highest] = others.toSorted((a, b) =>
      isField(field) ? heightOf(field, b.form) - heightOf(field, a.form) : 0,
    );
    return highest === undefined ? [] : [[field, highest.form]];
  });
  const chosen = engine.passGate(request, policies);
  if (chosen.outcome === "chosen") {
    const explained = engine.explainScope(chosen, facts, NOW.getTime());
    const given = FIELD_PATHS.filter((field) => !["withhold"].includes(explained[field].form));
    const reasons = given.filter((field) => explained[field].reason !== "OWN_DATA");
    deepStrictEqual(
      Object.fromEntries(reasons.map((field) => [field, explained[field].form])),
      Object.fromEntries(forms),
    );
  }
  return Object.fromEntries(forms);
}
