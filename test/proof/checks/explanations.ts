import { deepStrictEqual } from "node:assert/strict";
import type { Agreement, Condition, Party, PermitRule, Rule } from "#policies/agreement-document.ts";
import type { CellDecision, Permit } from "#policies/decision.ts";
import { standing } from "#policies/made-up-policies.ts";
import { NOW } from "#policies/made-up-record.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { PERSON_FACTS } from "#schemas/vocabulary.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { signedByAll } from "../../leaks/oracle/agreement.ts";
import { exampleRecord } from "../../leaks/oracle/example-record.ts";
import { truth } from "../../leaks/oracle/facts.ts";
import type { Check } from "../engine.ts";

const SHIPPED: readonly Agreement[] = [
  readDraft("agreements/solent-iom.isa.yaml"),
  readDraft("agreements/solent-substance-misuse.isa.yaml"),
];

const OPEN = { "lifecycle-state": "active", "transition-stage": "t2", mappa: "yes", "safeguarding-route": "open" };
const MORE = {
  "sentence-treatment": "in-force",
  "duty-to-refer-consent": "given",
  "handling-code": "p",
  cohort: "free",
};
const PEOPLE = [
  { ...OPEN, ...MORE, "age-group": "adult", "treatment-consent": "given", "condition-category": "treatment" },
  { ...OPEN, ...MORE, "treatment-consent": "given", "condition-category": "residence" },
  { ...OPEN, "age-group": "under-18", "treatment-consent": "withdrawn", "recall-executed": "yes" },
];

/** Every word that a decision says of itself, derived again from the document: who may rely on what, under which terms. */
export const EXPLANATIONS: Check = {
  name: "explanations",
  holds: (engine) => {
    for (const { document, scopes } of ASKED) {
      const { status } = signedByAll(document);
      const agreement = engine.indexAgreement(document, standing("active", status.signed));
      const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
      for (const { asked, heard } of scopes) {
        for (const record of peopleIn(document)) {
          const permit = engine.decide({ ...NOBODY, ...asked }, record, policies);
          if (permit.outcome === "permit") {
            checkPermit({ document, heard, permit });
          }
        }
      }
    }
  },
};

const NOBODY = {
  actor: "a-01",
  actorEmail: null,
  agreementId: null,
  outlet: "x",
  fields: null,
  now: NOW,
  emergency: { openedAt: NOW, secondActor: null },
};

type Asked = Pick<Permit, "party" | "role" | "purpose">;
type HeardScope = { readonly asked: Asked; readonly heard: readonly Rule[] };

const ASKED = SHIPPED.map((document) => ({ document, scopes: scopesOf(document) }));

/** Every party, role and purpose to which some permit speaks; of roles to which the same rules speak the first. */
function scopesOf(document: Agreement): readonly HeardScope[] {
  const scopes = new Map<string, HeardScope>();
  for (const { id: party, roles } of document.parties) {
    for (const role of roles) {
      for (const { id: purpose } of document.purposes) {
        const asked = { party, role, purpose };
        const heard = document.rules.filter((rule) => isHeard(rule, asked));
        const key = [party, purpose, ...heard.map(({ id }) => id)].join(" ");
        if (!scopes.has(key) && heard.some(({ kind }) => kind === "permit")) {
          scopes.set(key, { asked, heard });
        }
      }
    }
  }
  return [...scopes.values()];
}

const people = new Map<Agreement, readonly PublishedRecord[]>();

function peopleIn(document: Agreement): readonly PublishedRecord[] {
  const known = people.get(document) ?? PEOPLE.map((facts) => exampleRecord(document, facts, NOW));
  people.set(document, known);
  return known;
}

type Explained = { readonly document: Agreement; readonly heard: readonly Rule[]; readonly permit: Permit };

function checkPermit(explained: Explained): void {
  const { document, heard, permit } = explained;
  const tested = new Set(heard.flatMap(({ when }) => factsIn(when)));
  deepStrictEqual(Object.keys(permit.facts).toSorted(), PERSON_FACTS.filter((fact) => tested.has(fact)).toSorted());
  const received = new Set<string>();
  for (const [field, decided] of Object.entries(permit.fields)) {
    for (const cell of decided.cells.filter(({ reason }) => reason !== "OWN_DATA")) {
      checkCell(explained, field, cell);
      if (cell.form !== "withhold" && isFieldPath(field)) {
        received.add(CATALOGUE[field].sensitivity);
      }
    }
  }
  const kept = document.retention.filter((term) => received.has(term.class));
  const deleteAfterDays = Object.fromEntries(kept.map((term) => [term.class, term.keepDays]));
  deepStrictEqual(permit.obligations, { deleteAfterDays, marking: document.marking, onward: document.onward.default });
}

function isHeard({ to, purposes }: Rule, { party, role, purpose }: Asked): boolean {
  const named = to.some(({ party: id, roles }) => (id === party || id === "*") && (roles?.includes(role) ?? true));
  return named && (purposes.includes("*") || purposes.includes(purpose));
}

function factsIn(when: Condition | undefined): readonly string[] {
  return [...JSON.stringify(when ?? {}).matchAll(/"fact":"([^"]+)"/g)].map(([, fact = ""]) => fact);
}

function checkCell({ document, heard, permit }: Explained, field: string, cell: CellDecision): void {
  const expectedFacts = isFieldPath(field) ? CATALOGUE[field].cellFacts : [];
  deepStrictEqual(Object.keys(cell.facts).toSorted(), [...expectedFacts].toSorted());
  const { gateways, sourceBasis, recipientBasis, onward, clause } = cell;
  const cited = document.rules.find(({ id }) => id === cell.rule);
  const limit = document.rules.find(({ id }) => id === cell.limitedBy);
  const said = { gateways, sourceBasis, recipientBasis, onward, clause };
  if (cell.form === "withhold" || cited?.kind !== "permit" || !isFieldPath(field)) {
    const none = { gateways: [], sourceBasis: null, recipientBasis: null, onward: null };
    deepStrictEqual(said, { ...none, clause: limit?.clause ?? cited?.clause ?? null });
    return;
  }
  const [from, to] = [partyOf(document, cell.originator), partyOf(document, permit.party)];
  const terms = {
    gateways: cited.gateways.filter((gateway) => covers(gateway, from, to)),
    sourceBasis: basisOf(document, cited, field, from),
    recipientBasis: basisOf(document, cited, field, to),
  };
  const expected = {
    ...terms,
    onward: onwardOf({ document, heard, permit }, field, cell),
    clause: (limit ?? cited).clause,
  };
  deepStrictEqual(said, expected, `${field} for ${permit.party} under ${cell.rule}`);
}

function partyOf(document: Agreement, id: string): Party {
  const party = document.parties.find((candidate) => candidate.id === id);
  if (party === undefined) {
    throw new Error(`${id} gave or received and is no party`);
  }
  return party;
}

function basisOf({ bases }: Agreement, rule: PermitRule, field: FieldPath, { regime }: Party): string | undefined {
  const own = bases.filter((basis) => rule.bases.includes(basis.id) && basis.regime === regime);
  const special = own.filter((basis) => basis.specialCategoryCondition !== undefined);
  return (CATALOGUE[field].special ? (special[0] ?? own[0]) : own[0])?.id;
}

/** The table of design/agreements section 3, check 6, as far as it speaks of standing. */
function covers(gateway: string, from: Party, to: Party): boolean {
  const stands = (party: Party, ...any: readonly string[]) => party.standing.some((standing) => any.includes(standing));
  switch (gateway) {
    case "cda1998.s115":
      return stands(to, "relevantAuthority", "actsForRelevantAuthority");
    case "oma2007.s14":
      return [
        [from, to],
        [to, from],
      ].some(
        ([one, other]) =>
          one !== undefined &&
          other !== undefined &&
          stands(one, "offenderManagement") &&
          stands(other, "offenderManagement", "listedPerson"),
      );
    case "cja2003.s325":
      return stands(from, "mappaBody") && stands(to, "mappaBody");
    case "ha1996.s213B":
      return stands(from, "dutyToReferBody") && from.agencyType !== "police" && stands(to, "housingAuthority");
    default:
      return true;
  }
}

const STRICTEST_FIRST = ["never", "with-originator-consent", "parties-same-purpose"];

/** The strictest term of all true permits that reach the form. */
function onwardOf({ document, heard, permit }: Explained, field: FieldPath, cell: CellDecision): string | undefined {
  const known: Readonly<Record<string, string | undefined>> = { ...permit.facts, ...cell.facts };
  const factOf = (fact: string) => known[fact] ?? "unknown";
  const ladder: readonly string[] = CATALOGUE[field].ladder;
  const reaching = heard.filter(
    (rule): rule is PermitRule =>
      rule.kind === "permit" &&
      rule.from.includes(cell.originator) &&
      truth(rule.when, factOf) === "true" &&
      rule.grants.some(
        ({ form, fields }) => fields.includes(field) && ladder.indexOf(form) >= ladder.indexOf(cell.form),
      ),
  );
  const terms = reaching.map(({ onward }) => onward ?? document.onward.default);
  return STRICTEST_FIRST.find((term) => terms.some((each) => each === term));
}
