import { decide } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import type { LoadedAgreement, PolicySet, Scope } from "#policies/policy-set.ts";
import type { HeldValue, OriginatorCap, PublishedRecord } from "#schemas/published-record.ts";
import { NOW } from "./arbitrary-rule.ts";
import type { Engine } from "./compare.ts";

/** Engines with one fault each; a comparison that lets one of them pass proves nothing about the real one. */
export const MUTANTS: Readonly<Record<string, Engine>> = {
  "gives one form too many": (request, record, policies) => {
    const decision = decide(request, record, policies);
    if (decision.outcome === "refused") {
      return decision;
    }
    const raised = Object.entries(decision.fields).map(([field, { cells, ...rest }]) => [
      field,
      { ...rest, cells: cells.map((cell) => (cell.form === "mask" ? { ...cell, form: "full" as const } : cell)) },
    ]);
    return { ...decision, fields: Object.fromEntries(raised) };
  },
  "forgets limits": withScopes(({ permits }) => ({ permits, limits: [] })),
  "lets limits pass whose facts are unknown": withScopes(({ permits, limits }) => ({
    permits,
    limits: limits.filter(({ when }) => when === undefined),
  })),
  "forgets that a rule has a window": withScopes(({ permits, limits }) => ({
    permits: permits.map((rule) => ({ ...rule, startsMs: 0, endsMs: Number.POSITIVE_INFINITY })),
    limits,
  })),
  "releases what anybody gave": withScopes(({ permits, limits }) => ({
    permits: permits.map((rule) => ({ ...rule, from: null })),
    limits,
  })),
  "takes the last of equals": withScopes(({ permits, limits }) => ({ permits: permits.toReversed(), limits })),
  "counts the unsigned as bound": withAgreements((agreement) => ({
    ...agreement,
    boundMs: new Map([...agreement.parties.keys()].map((party) => [party, 0])),
  })),
  "goes on after the end": withAgreements((agreement) => ({ ...agreement, toMs: Number.POSITIVE_INFINITY })),
  "goes on while suspended": withAgreements((agreement) => ({
    ...agreement,
    steps: [{ fromMs: Number.NEGATIVE_INFINITY, state: "active" }],
  })),
  "forgets what is still to come": withAgreements((agreement) => ({
    ...agreement,
    steps: agreement.steps.slice(0, 1),
  })),
  "takes what is to come for what is": withAgreements((agreement) => ({
    ...agreement,
    steps: agreement.steps.slice(-1).map((step) => ({ ...step, fromMs: Number.NEGATIVE_INFINITY })),
  })),
  "goes on giving what a party has suspended": withAgreements((agreement) => ({ ...agreement, withheld: new Map() })),
  "keeps to the first version": (request, record, policies) => {
    const firsts = policies.agreements.filter(({ document }) => document.version === 1);
    return decide(request, record, { ...policies, agreements: firsts });
  },
  "forgets the host": (request, record, policies) => decide(request, record, { ...policies, hostOf: new Map() }),
  "forgets precedence": (request, record, policies) => decide(request, record, { ...policies, precedence: [] }),
  "believes stale facts": withRecord((record) => ({
    ...record,
    facts: Object.fromEntries(
      Object.entries(record.facts).map(([fact, timeline]) => [fact, { ...timeline, readAt: NOW.toISOString() }]),
    ),
  })),
  "forgets withdrawals": withConsents({ withdrawnAt: null }),
  "forgets that consent ends": withConsents({ expiresAt: null }),
  "forgets restrictions": withRecord((record) => ({ ...record, accessRestriction: null })),
  "forgets hub stops": withRecord((record) => ({ ...record, hubStop: null })),
  "forgets what originators hold back": withCaps(() => []),
  "holds back a whole field for one value": withCaps((cap) => [{ ...cap, itemKey: null }]),
  "holds back a whole person for one field": withCaps((cap) => [{ ...cap, field: null, itemKey: null }]),
  "holds back from everybody": withCaps((cap, { party }) => [{ ...cap, recipient: party }]),
  "holds back what others gave": withCaps((cap) =>
    ["hampshire-police", "solent-probation", "solent-housing", "solent-drug-services"].map((originator) => ({
      ...cap,
      originator,
    })),
  ),
  "lets pass what is held to a form it does not know": withCaps((cap) => (cap.form.includes("nothing") ? [] : [cap])),
  "forgets item facts": withValues(({ itemFacts: _, ...value }) => value),
  "forgets who an action is for": withValues(({ itemOwner: _, ...value }) => value),
  "needs no evidence of its own": withValues((value) => ({
    ...value,
    ...(value.evidence === undefined ? {} : { evidence: value.evidence.slice(0, 1) }),
  })),
  "ignores the fields asked for": (request, record, policies) => decide({ ...request, fields: null }, record, policies),
};

type Rules = Scope["fields"] extends ReadonlyMap<infer _, infer R> ? R : never;

function withScopes(change: (rules: Rules) => Rules): Engine {
  return withAgreements((agreement) => ({
    ...agreement,
    scopes: new Map(
      [...agreement.scopes].map(([key, scope]) => [
        key,
        { ...scope, fields: new Map([...scope.fields].map(([field, rules]) => [field, change(rules)])) },
      ]),
    ),
  }));
}

function withAgreements(change: (agreement: LoadedAgreement) => LoadedAgreement): Engine {
  const changed = (policies: PolicySet) => ({ ...policies, agreements: policies.agreements.map(change) });
  return (request, record, policies) => decide(request, record, changed(policies));
}

function withRecord(change: (record: PublishedRecord) => PublishedRecord): Engine {
  return (request, record, policies) => decide(request, record === null ? null : change(record), policies);
}

function withCaps(change: (cap: OriginatorCap, request: PolicyRequest) => readonly OriginatorCap[]): Engine {
  return (request, record, policies) => {
    const originatorCaps = record?.originatorCaps?.flatMap((cap) => change(cap, request)) ?? [];
    return decide(request, record === null ? null : { ...record, originatorCaps }, policies);
  };
}

function withConsents(change: Partial<Exclude<PublishedRecord["consents"], "unreadable">[number]>): Engine {
  return withRecord((record) => ({
    ...record,
    consents:
      record.consents === "unreadable" ? "unreadable" : record.consents.map((consent) => ({ ...consent, ...change })),
  }));
}

function withValues(change: (value: HeldValue) => HeldValue): Engine {
  return withRecord((record) => ({
    ...record,
    values: Object.fromEntries(Object.entries(record.values).map(([field, held]) => [field, held.map(change)])),
  }));
}
