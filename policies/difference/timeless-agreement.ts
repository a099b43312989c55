import type { Agreement } from "../agreement-document.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE, type FieldRule, type LoadedAgreement, type Scope } from "../policy-set.ts";

/**
 * An agreement as its words alone have it: signed by everybody, and every rule without dates of its own in force for
 * ever. Two versions are then compared rule for rule; that one of them runs longer is a term and is told as one.
 */
export function timelessAgreement(document: Agreement): LoadedAgreement {
  const loaded = indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom: {}, withheld: [] });
  const opened = new Map<FieldRule, FieldRule>();
  return {
    ...loaded,
    boundMs: new Map(document.parties.map(({ id }) => [id, Number.NEGATIVE_INFINITY])),
    scopes: new Map([...loaded.scopes].map(([key, scope]) => [key, openScope(scope, loaded, opened)])),
  };
}

function openScope(scope: Scope, loaded: LoadedAgreement, opened: Map<FieldRule, FieldRule>): Scope {
  const fields = [...scope.fields].map(([field, { permits, limits }]) => {
    const open = (rules: readonly FieldRule[]) => rules.map((rule) => openOnce(rule, loaded, opened));
    return [field, { permits: open(permits), limits: open(limits) }] as const;
  });
  return { ...scope, fields: new Map(fields) };
}

/** Rules are shared between the roles and purposes they are for, and stay so. */
function openOnce(rule: FieldRule, { fromMs, toMs }: LoadedAgreement, opened: Map<FieldRule, FieldRule>): FieldRule {
  const before = opened.get(rule);
  if (before !== undefined) {
    return before;
  }
  const open = {
    ...rule,
    startsMs: rule.startsMs <= fromMs ? Number.NEGATIVE_INFINITY : rule.startsMs,
    endsMs: rule.endsMs >= toMs ? Number.POSITIVE_INFINITY : rule.endsMs,
  };
  opened.set(rule, open);
  return open;
}
