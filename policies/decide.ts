import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { bestCell, highestForm } from "./best-cell.ts";
import { CATALOGUE, isField } from "./catalogue.ts";
import { cellFactsOf } from "./cell-facts.ts";
import type { KnownFacts } from "./condition.ts";
import { decideCell } from "./decide-cell.ts";
import { rememberNothing, rememberRecord, type SharedField } from "./decided-record.ts";
import type { CellDecision, Decision, FieldDecision, Permit, PolicyRequest, Refusal } from "./decision.ts";
import { type EvidenceScope, limitByEvidence } from "./evidence.ts";
import { type ChosenScope, passGate } from "./gate.ts";
import { isKeptOut } from "./limited-access.ts";
import { isReceived, obligationsOf } from "./obligations.ts";
import { capsFor, originatorCap } from "./originator-cap.ts";
import { personFactsAt } from "./person-facts.ts";
import { type Plan, type PlannedCell, planFor, plannedCell } from "./plan.ts";
import type { PolicySet } from "./policy-set.ts";
import { refuse } from "./refuse.ts";

/** Steps 1 to 5 of design/agreements 4.2. They look at no person, so the answer is the same for every person. */
export function decideGate(request: PolicyRequest, policies: PolicySet): Refusal | ChosenScope {
  return passGate(request, policies);
}

/**
 * Decides what this caller may see of this person, now and for this purpose, naming rule, clause and reason for
 * every field held. A function of its arguments alone; a null record is a person the hub does not know.
 */
export function decide(request: PolicyRequest, record: PublishedRecord | null, policies: PolicySet): Decision {
  const chosen = passGate(request, policies);
  if (chosen.outcome === "refused") {
    return chosen;
  }
  if (record === null) {
    return refuse("PERSON_UNKNOWN", "not-found", chosen.agreement);
  }
  return refuseRestricted(request, record, chosen) ?? decideFields(request, record, chosen, policies);
}

/** Comes before any field, so that nothing about a restricted person is even computed. */
function refuseRestricted(request: PolicyRequest, record: PublishedRecord, { agreement }: ChosenScope): Refusal | null {
  if (isKeptOut(record.accessRestriction, request)) {
    return refuse("LIMITED_ACCESS", "not-found", agreement);
  }
  return record.hubStop === null ? null : refuse("HUB_STOP", "not-found", agreement);
}

function decideFields(
  request: PolicyRequest,
  record: PublishedRecord,
  chosen: ChosenScope,
  policies: PolicySet,
): Decision {
  const { agreement, party, role, purpose, scope } = chosen;
  const person = personFactsAt(record.facts, scope.personFacts, request.now);
  const deciding = decidingOf(request, record, chosen, policies, person.values);
  const fields: Partial<Record<FieldPath, FieldDecision>> = {};
  const shared: SharedField[] = [];
  for (const field of fieldsAsked(request, record)) {
    const held = record.values[field];
    if (held === undefined || held.length === 0) {
      continue;
    }
    const decision = decideField(field, held, deciding);
    fields[field] = decision;
    if (decision.form !== "withhold") {
      shared.push({ field, held, decision });
    }
  }
  const permit: Permit = {
    outcome: "permit",
    at: request.now.toISOString(),
    agreement: { id: agreement.document.id, version: agreement.document.version },
    party,
    role,
    purpose,
    outlet: request.outlet,
    facts: person.values,
    factsAsOf: person.asOf,
    fields,
    obligations: obligationsOf(agreement.document, fieldsReceived(shared)),
  };
  rememberRecord(permit, { record, host: deciding.facts.host, shared });
  return shared.length > 0 ? permit : rememberNothing(refuse("NOTHING_TO_SHARE", "not-found", agreement), permit);
}

function fieldsReceived(shared: readonly SharedField[]): readonly FieldPath[] {
  return shared.filter(({ decision }) => isReceived(decision)).map(({ field }) => field);
}

type Deciding = EvidenceScope & {
  readonly plan: Plan;
  readonly precedenceOf: (originator: string) => number;
};

function decidingOf(
  { now }: PolicyRequest,
  record: PublishedRecord,
  chosen: ChosenScope,
  { hostOf, precedence }: PolicySet,
  personFacts: KnownFacts,
): Deciding {
  const { agreement, party, purpose, scope } = chosen;
  const nowMs = now.getTime();
  return {
    plan: planFor(chosen, personFacts, nowMs),
    cells: { agreement, scope, party, nowMs },
    facts: { party, host: hostOf.get(party) ?? null, purpose, nowMs, consents: record.consents },
    personFacts,
    personId: record.personId,
    caps: capsFor(record, party),
    precedenceOf: (originator) => {
      const type = agreement.parties.get(originator)?.agencyType;
      const place = type === undefined ? -1 : precedence.indexOf(type);
      return place === -1 ? precedence.length : place;
    },
  };
}

/** A name that is not in the catalogue is not decided, so it is not shared. */
function fieldsAsked({ fields }: PolicyRequest, { values }: PublishedRecord): readonly FieldPath[] {
  const held = Object.keys(values).filter(isField);
  return fields === null ? held : held.filter((field) => fields.includes(field));
}

function decideField(field: FieldPath, held: readonly HeldValue[], deciding: Deciding): FieldDecision {
  const { list } = CATALOGUE[field];
  const [first] = held;
  if (!list && first !== undefined && held.length === 1) {
    return decideOnly(field, first, deciding);
  }
  const cells = held.map((value) => decided(field, plannedFor(field, value, deciding).cell, value, deciding));
  if (list) {
    return { form: highestForm(field, cells), cells };
  }
  const chosen = bestCell(field, held, cells, deciding.precedenceOf);
  return { form: cells[chosen]?.form ?? "withhold", cells, chosen };
}

/** Most fields have one value, whose decision is in the plan as it stands. */
function decideOnly(field: FieldPath, value: HeldValue, deciding: Deciding): FieldDecision {
  const planned = plannedFor(field, value, deciding);
  const cell = decided(field, planned.cell, value, deciding);
  return cell === planned.cell ? planned.alone : { form: cell.form, cells: [cell], chosen: 0 };
}

/** The plan's own answer unless this very value asks for another: what it rests on, or which item it is. */
function decided(field: FieldPath, cell: CellDecision, value: HeldValue, deciding: Deciding): CellDecision {
  const held = heldBack(field, cell, value, deciding);
  const needsEvidence = CATALOGUE[field].derived || value.evidence !== undefined;
  const limited = needsEvidence ? limitByEvidence(held, value, deciding) : held;
  return value.itemKey === undefined ? limited : ofItem(limited, value.itemKey);
}

/** Written out, since copying by spread would be most of the time of a decision. */
function ofItem(cell: CellDecision, itemKey: string): CellDecision {
  return {
    originator: cell.originator,
    itemKey,
    form: cell.form,
    reason: cell.reason,
    rule: cell.rule,
    limitedBy: cell.limitedBy,
    clause: cell.clause,
    gateways: cell.gateways,
    sourceBasis: cell.sourceBasis,
    recipientBasis: cell.recipientBasis,
    onward: cell.onward,
    facts: cell.facts,
  };
}

/** Decided anew where its originator caps this very value: the plan holds what rules give. */
function heldBack(field: FieldPath, cell: CellDecision, value: HeldValue, deciding: Deciding): CellDecision {
  const { caps, cells, facts, personFacts } = deciding;
  const { originator, itemKey } = value;
  const atMost = caps.length === 0 ? null : originatorCap(caps, field, { originator, itemKey });
  if (atMost === null) {
    return cell;
  }
  const known = { ...personFacts, ...cellFactsOf(field, value, facts) };
  return { ...decideCell(cells, { field, originator, facts: known, atMost }), itemKey: null };
}

function plannedFor(field: FieldPath, value: HeldValue, { plan, facts }: Deciding): PlannedCell {
  return plannedCell(plan, field, value.originator, cellFactsOf(field, value, facts));
}
