import { deepStrictEqual } from "node:assert/strict";
import type { Agreement } from "#policies/agreement-document.ts";
import type { Decision } from "#policies/decision.ts";
import { standing } from "#policies/made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest, TEAM } from "#policies/made-up-record.ts";
import type { AccessRestriction, Evidence, PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "../../agreement-drafts.ts";
import type { Check, Engine } from "../engine.ts";

const IOM: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const SIGNED = Object.fromEntries(IOM.parties.map(({ id }) => [id, IOM.effective.from]));
const FACTS = { "lifecycle-state": "active", "age-group": "adult", "sentence-treatment": "in-force" } as const;
const PERSON_ID = madeUpRecord({}).personId;
const NAME = { "identity.lastName": [held("hampshire-police", "Ashdown")] };

type Decide = (record: PublishedRecord, actorEmail?: string | null) => Decision;

/** As a practitioner of probation asks under the demonstration's agreement. */
function decider(engine: Engine): Decide {
  const agreement = engine.indexAgreement(IOM, standing("active", SIGNED));
  const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  return (record, actorEmail = MARSH) => engine.decide(madeUpRequest({ actorEmail }), record, policies);
}

function codeOf(decision: Decision): string {
  return decision.outcome === "refused" ? decision.code : "permit";
}

type Restricted = readonly [AccessRestriction | "unreadable", string | null, "permit" | "LIMITED_ACCESS"];

const only = (...restricted: readonly string[]): AccessRestriction => ({ excluded: [], restricted });
const not = (...excluded: readonly string[]): AccessRestriction => ({ excluded, restricted: [] });
const MARSH = "j.marsh@probation.example";

/** A practitioner of probation, known by work e-mail or not, and whom a restriction names. */
const RESTRICTED: readonly Restricted[] = [
  ["unreadable", MARSH, "LIMITED_ACCESS"],
  [not(), MARSH, "permit"],
  [not(MARSH), " J.MARSH@probation.example ", "LIMITED_ACCESS"],
  [not("Solent-Probation"), MARSH, "LIMITED_ACCESS"],
  [not("solent-housing", "a.lee@police.example"), MARSH, "permit"],
  [not("a.lee@police.example"), null, "LIMITED_ACCESS"],
  [not("solent-housing"), null, "permit"],
  [only("solent-housing"), MARSH, "LIMITED_ACCESS"],
  [only("solent-housing", MARSH), MARSH, "permit"],
  [{ excluded: [MARSH], restricted: ["solent-probation"] }, MARSH, "LIMITED_ACCESS"],
];

/** The end of what stands before any field, and of what withholds a field after its rules have spoken. */
export const EDGES: Check = {
  name: "edges",
  holds: (engine) => {
    const decide = decider(engine);
    for (const [accessRestriction, email, code] of RESTRICTED) {
      const said = JSON.stringify(accessRestriction);
      deepStrictEqual(codeOf(decide(madeUpRecord(NAME, FACTS, { accessRestriction }), email)), code, said);
    }
    deepStrictEqual(codeOf(decide(madeUpRecord(NAME, FACTS, { hubStop: "sealed" }))), "HUB_STOP");
    const hubState = { "identity.accessRestriction": [held("solent-probation", not())] };
    deepStrictEqual(codeOf(decide(madeUpRecord(hubState, FACTS))), "NOTHING_TO_SHARE");
    for (const [says, evidence, code] of RESTING) {
      deepStrictEqual(codeOf(decide(resting(evidence))), code, says);
    }
    deepStrictEqual(codeOf(decide(named([]))), "NOTHING_TO_SHARE", "a name that rests on nothing");
    deepStrictEqual(codeOf(decide(named([OWN]))), "permit", "a name that rests on what is one's own");
    deepStrictEqual(teamSees(engine, new Map([["iom-team", "hampshire-police"]])), "permit");
    deepStrictEqual(teamSees(engine, new Map()), "NOTHING_TO_SHARE");
    deepStrictEqual(mayAskOn(engine, "police.associates"), "plan", "one's own, which is never shared");
    deepStrictEqual(mayAskOn(engine, "housing.householdMembers"), "field-not-queryable", "another's");
    const record = madeUpRecord({ ...NAME, ...resting([]).values }, FACTS);
    const decision = decide(record);
    const cell = decision.outcome === "permit" ? decision.fields["iom.ragReasons"]?.cells[0] : undefined;
    deepStrictEqual({ ...cell, rule: null, clause: null }, WITHHELD);
  },
};

/** What rests on nothing is withheld, and says nothing of the terms on which the rules would have released it. */
const WITHHELD = {
  originator: "iom-team",
  itemKey: "1",
  form: "withhold",
  reason: "LIMITED_BY_EVIDENCE",
  rule: null,
  limitedBy: null,
  clause: null,
  gateways: [],
  sourceBasis: null,
  recipientBasis: null,
  onward: null,
  facts: {},
};

/** Whether consent to the police covers the team that they host. */
function teamSees(engine: Engine, hostOf: ReadonlyMap<string, string>): string {
  const agreement = engine.indexAgreement(IOM, standing("active", SIGNED));
  const policies = { agreements: [agreement], hostOf, precedence: [], leaseUntilMs: null };
  const field = "treatment.engagement";
  const consent = { consentId: "CN-1", takenBy: "solent-drug-services", state: "given", fields: [field] } as const;
  const given = { recipients: ["hampshire-police"], purposes: ["iom-case-management"], validFrom: IOM.effective.from };
  const consents = [{ ...consent, ...given, expiresAt: null, withdrawnAt: null }];
  const record = madeUpRecord({ [field]: [held("solent-drug-services", "engaging")] }, FACTS, { consents });
  return codeOf(engine.decide(madeUpRequest(TEAM), record, policies));
}

/** Whether the police may search by a field. */
function mayAskOn(engine: Engine, field: string): string {
  const agreement = engine.indexAgreement(IOM, standing("active", SIGNED));
  const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  const request = madeUpRequest({ party: "hampshire-police", role: "leadOfficer" });
  return engine.queryPlan(request, { [field]: "x" }, policies).outcome;
}

const OWN: Evidence = {
  personId: PERSON_ID,
  field: "treatment.drugTest",
  originator: "solent-probation",
  neededForm: "full",
};
const ARREST: Evidence = { ...OWN, field: "police.currentArrest", originator: "hampshire-police" };
const UNSEEN: Evidence = {
  ...OWN,
  field: "housing.hclicSupportNeeds",
  originator: "solent-housing",
  neededForm: "mask",
};
const IN_MONTHS: Evidence = { ...OWN, field: "police.vehicleRegs", originator: "hampshire-police", neededForm: "full" };

/** What a reason rests on, and whether probation may then read it. */
const RESTING: readonly (readonly [string, readonly Evidence[] | undefined, string])[] = [
  ["nothing said", undefined, "NOTHING_TO_SHARE"],
  ["nothing", [], "NOTHING_TO_SHARE"],
  ["what is one's own", [OWN], "permit"],
  ["what one sees", [ARREST], "permit"],
  ["what one does not see", [UNSEEN], "NOTHING_TO_SHARE"],
  ["one thing seen and one not", [ARREST, UNSEEN], "NOTHING_TO_SHARE"],
  ["one thing not seen and one seen", [UNSEEN, ARREST], "NOTHING_TO_SHARE"],
  ["what one sees in a lower form", [IN_MONTHS], "NOTHING_TO_SHARE"],
  ["what one sees in just that form", [{ ...IN_MONTHS, neededForm: "generalise:count" }], "permit"],
  ["somebody else", [{ ...OWN, personId: "somebody-else" }], "NOTHING_TO_SHARE"],
  ["no form at all", [{ ...OWN, neededForm: "withhold" }], "NOTHING_TO_SHARE"],
  ["a form that there is not", [{ ...OWN, neededForm: "generalise:month" }], "NOTHING_TO_SHARE"],
  ["what itself rests on something", [{ ...OWN, field: "iom.ragReasons", originator: "iom-team" }], "NOTHING_TO_SHARE"],
];

function resting(evidence: readonly Evidence[] | undefined): PublishedRecord {
  const reason = held("iom-team", "Arrested.", { itemKey: "1", ...(evidence === undefined ? {} : { evidence }) });
  return madeUpRecord({ "iom.ragReasons": [reason] }, FACTS);
}

function named(evidence: readonly Evidence[]): PublishedRecord {
  return madeUpRecord({ "identity.lastName": [held("hampshire-police", "Ashdown", { evidence })] }, FACTS);
}
