import { deepStrictEqual } from "node:assert/strict";
import type { Agreement, Grant, LimitRule, Onward, PermitRule, Rule } from "#policies/agreement-document.ts";
import type { Decision } from "#policies/decision.ts";
import { standing } from "#policies/made-up-policies.ts";
import { ACTIVE, HOUSING, held, madeUpRecord, madeUpRequest } from "#policies/made-up-record.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { CRYPTO } from "../crypto.ts";
import type { Check, Engine } from "../engine.ts";

const WORKED: Agreement = readDraft("worked-example.isa.yaml");
const SIGNED = Object.fromEntries(WORKED.parties.map(({ id }) => [id, WORKED.effective.from]));
const BAND: Grant = { form: "generalise:age-band", fields: ["identity.dateOfBirth"] };
const WHOLE: Grant = { form: "full", fields: ["identity.dateOfBirth"] };
const NAMES: Grant = { form: "full", fields: ["identity.firstName", "identity.aliases"] };

/** What one agency lets housing have to find a home for somebody. */
export function permit(id: string, from: string, onward: Onward, grant: Grant): PermitRule {
  return {
    id,
    clause: "4.4",
    kind: "permit",
    from: [from],
    to: [{ party: "solent-housing", roles: ["housingOfficer"] }],
    purposes: ["tenancy-support"],
    gateways: ["cda1998.s115"],
    bases: ["le-statutory", "public-task"],
    grants: [grant],
    onward,
  };
}

function limit(id: string, clause: string): LimitRule {
  return { id, clause, kind: "limit", to: [{ party: "solent-housing" }], purposes: ["*"], grants: [BAND] };
}

/** What housing is answered under the worked example with these rules and no others. */
export function decideUnder(engine: Engine, rules: readonly Rule[], record: PublishedRecord): Decision {
  const agreement = engine.indexAgreement({ ...WORKED, rules }, standing("active", SIGNED));
  const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  return engine.decide(madeUpRequest({ ...HOUSING, purpose: "tenancy-support" }), record, policies);
}

const BORN = madeUpRecord({ "identity.dateOfBirth": [held("hampshire-police", "1989-04-12")] }, ACTIVE);
const FREE = permit("P10", "hampshire-police", "parties-same-purpose", WHOLE);
const STRICT = permit("P11", "hampshire-police", "never", WHOLE);
const STRICT_BAND = permit("P12", "hampshire-police", "never", BAND);
const UNMET: Rule = { ...STRICT, id: "P13", when: { fact: "age-group", is: ["under-18"] } };

type Row = readonly [
  string,
  readonly Rule[],
  { readonly rule: string; readonly limitedBy: string | null; readonly onward: Onward },
];

/** Which rules are named, and whom the recipient may tell. */
const ROWS: readonly Row[] = [
  ["the strictest term of permits of one form", [FREE, STRICT], { rule: "P10", limitedBy: null, onward: "never" }],
  [
    "no term of a permit of a lower form",
    [FREE, STRICT_BAND],
    { rule: "P10", limitedBy: null, onward: "parties-same-purpose" },
  ],
  [
    "its term where a limit brings it in reach",
    [FREE, STRICT_BAND, limit("L10", "5.1")],
    { rule: "P10", limitedBy: "L10", onward: "never" },
  ],
  [
    "no term of a permit that is not true",
    [FREE, UNMET],
    { rule: "P10", limitedBy: null, onward: "parties-same-purpose" },
  ],
  [
    "the first of equal limits",
    [FREE, limit("L11", "5.2"), limit("L10", "5.1")],
    { rule: "P10", limitedBy: "L10", onward: "parties-same-purpose" },
  ],
  [
    "P99 before P100",
    [
      { ...FREE, id: "P100" },
      { ...FREE, id: "P99" },
    ],
    { rule: "P99", limitedBy: null, onward: "parties-same-purpose" },
  ],
];

/** The terms on which something leaves, of a value and of what is shown of several. */
export const TERMS: Check = {
  name: "terms",
  holds: (engine) => {
    for (const [says, rules, expected] of ROWS) {
      const decision = decideUnder(engine, rules, BORN);
      const cell = decision.outcome === "permit" ? decision.fields["identity.dateOfBirth"]?.cells[0] : undefined;
      const { rule, limitedBy, onward } = cell ?? {};
      deepStrictEqual({ rule, limitedBy, onward }, expected, says);
    }
    deepStrictEqual(basesOf(engine), ["health-condition", "health-condition"]);
    deepStrictEqual(onwardOfAnswer(engine), ONWARD);
    deepStrictEqual(isStated(engine, []), true);
    deepStrictEqual(isStated(engine, ["full"]), true);
    deepStrictEqual(isStated(engine, ["mask"]), false);
    deepStrictEqual(isStated(engine, ["full", "mask"]), false);
    deepStrictEqual(isStated(engine, ["mask"], "one value, and which one is not known"), false);
  },
};

/** A special category rests on a basis with a condition, though an ordinary one stands before it. */
function basesOf(engine: Engine): readonly unknown[] {
  const rule = permit("P10", "solent-drug-services", "never", { form: "full", fields: ["treatment.engagement"] });
  const record = madeUpRecord({ "treatment.engagement": [held("solent-drug-services", "engaging")] }, ACTIVE);
  const decision = decideUnder(engine, [{ ...rule, bases: ["public-task", "health-condition"] }], record);
  const cell = decision.outcome === "permit" ? decision.fields["treatment.engagement"]?.cells[0] : undefined;
  return [cell?.sourceBasis, cell?.recipientBasis];
}

const OLDER = { asOf: "2026-10-01T00:00:00Z" };
const PEOPLE = madeUpRecord(
  {
    "identity.firstName": [held("hampshire-police", "Danny", OLDER), held("solent-probation", "Daniel")],
    "identity.aliases": [
      held("hampshire-police", { last: "Ash" }, { itemKey: "1" }),
      held("solent-probation", { last: "Ashton" }, { itemKey: "2" }),
    ],
  },
  ACTIVE,
);

/** A plain field has the term of the value that answers, a list the strictest of its items. */
const ONWARD = {
  default: "with-originator-consent",
  fields: { "identity.firstName": "parties-same-purpose", "identity.aliases": "never" },
};

function onwardOfAnswer(engine: Engine): unknown {
  const rules = [
    permit("P10", "hampshire-police", "never", NAMES),
    permit("P11", "solent-probation", "parties-same-purpose", NAMES),
  ];
  const decision = decideUnder(engine, rules, PEOPLE);
  return decision.outcome === "permit" ? engine.project(PEOPLE, decision, CRYPTO).obligations.onward : decision.code;
}

/** Whether a name is shown that follows from a date of birth which its originator holds to those forms. */
function isStated(engine: Engine, forms: readonly string[], itemKey: string | null = null): boolean {
  const { personId, facts } = BORN;
  const evidence = [
    { personId, field: "identity.dateOfBirth", originator: "hampshire-police", neededForm: "full" },
  ] as const;
  const named = madeUpRecord({ "identity.firstName": [held("hampshire-police", "Dana", { evidence })] });
  const cap = {
    originator: "hampshire-police",
    recipient: "solent-housing",
    field: "identity.dateOfBirth",
    itemKey,
  } as const;
  const record = { ...named, facts, originatorCaps: forms.map((form) => ({ ...cap, form })) };
  const rules = [FREE, permit("P11", "hampshire-police", "never", NAMES)];
  return decideUnder(engine, rules, record).outcome === "permit";
}
