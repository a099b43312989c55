import type { Evidence, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { AgreementInForce, OracleRule } from "./oracle/agreement.ts";
import { ladderOf, ORACLE_CATALOGUE, rung } from "./oracle/catalogue.ts";
import { factValue, truth } from "./oracle/facts.ts";
import { bound, type OracleRefusal, type OracleRequest, passGate } from "./oracle/gate.ts";

/**
 * A second reader of the agreements, written from design/agreements.md alone and deliberately naive: it goes through
 * every rule for every value, shares no code with policies/, and is what the engine is held against.
 */
export type OracleCell = {
  readonly field: string;
  readonly form: string;
  /** Of agreements.md 4.4, with the rule cited and the limit that lowered it. */
  readonly reason: string;
  readonly rule: string | null;
  readonly limitedBy: string | null;
  readonly value: HeldValue;
};

export type OracleAnswer =
  | OracleRefusal
  | {
      /** Every cell held of the fields asked for, withheld ones too. */
      readonly cells: readonly OracleCell[];
      /** The cells that an answer shows: one of a plain field, every one of a list. */
      readonly shown: readonly OracleCell[];
      readonly forms: Readonly<Record<string, string>>;
    };

export type OracleWorld = {
  readonly agreements: readonly AgreementInForce[];
  /** agencyType by agency, and agencyTypes in order of precedence. */
  readonly agencyTypes: Readonly<Record<string, string>>;
  readonly precedence: readonly string[];
  /** The police force that hosts a team, by the team's agencyId. */
  readonly hostOf: Readonly<Record<string, string>>;
};

/** Who may see what: the whole answer of the design for one request about one record. */
export function oracle(world: OracleWorld, request: OracleRequest, record: PublishedRecord | null): OracleAnswer {
  const gate = passGate(request, world.agreements);
  if ("refused" in gate) {
    return gate;
  }
  if (record === null || isRestricted(record, request) || record.hubStop !== null) {
    return { refused: "not-found" };
  }
  const decided: Decided = { world, request, record, agreement: gate.agreement, role: gate.role };
  const asked = [...ORACLE_CATALOGUE.keys()].filter((field) => request.fields?.includes(field) ?? true);
  const cells = asked.flatMap((field) =>
    valuesOf(record, field).map((value) => ({ field, ...verdict(decided, field, value), value })),
  );
  const given = cells.filter(({ form }) => form !== "withhold");
  return given.length === 0 ? { refused: "not-found" } : { cells, shown: shownOf(world, given), forms: formsOf(given) };
}

type Decided = {
  readonly world: OracleWorld;
  readonly request: OracleRequest;
  readonly record: PublishedRecord;
  readonly agreement: AgreementInForce;
  readonly role: string;
};

/** agreements.md 4.3: before any field, under every agreement. */
function isRestricted(record: PublishedRecord, request: OracleRequest): boolean {
  const restriction = record.accessRestriction;
  if (restriction === "unreadable" || restriction === null) {
    return restriction === "unreadable";
  }
  const known = [request.actorEmail, request.party].map((name) => name?.toLowerCase());
  const named = (list: readonly string[]) => list.some((entry) => known.includes(entry.toLowerCase()));
  // An actor whose address nobody knows may be the one whom the list names by address.
  const unsure = request.actorEmail === null && restriction.excluded.some((entry) => entry.includes("@"));
  const { excluded, restricted } = restriction;
  return unsure || named(excluded) || (restricted.length > 0 && !named(restricted));
}

function valuesOf(record: PublishedRecord, field: string): readonly HeldValue[] {
  const values: Readonly<Record<string, readonly HeldValue[] | undefined>> = record.values;
  return values[field] ?? [];
}

type Verdict = Omit<OracleCell, "field" | "value">;

/** agreements.md 4.4, for one value, and then 4.9. */
function verdict(decided: Decided, field: string, value: HeldValue): Verdict {
  const byRules = ruled(decided, field, value);
  if (byRules.form === "withhold" || hasEvidence(decided, field, value)) {
    return byRules;
  }
  return { ...byRules, form: "withhold", reason: "LIMITED_BY_EVIDENCE", limitedBy: null };
}

function ruled(decided: Decided, field: string, value: HeldValue): Verdict {
  // agreements.md 4.3: the restriction itself is the hub's state, released to nobody.
  if (field === "identity.accessRestriction") {
    return { form: "withhold", reason: "NO_RULE", rule: null, limitedBy: null };
  }
  if (value.originator === decided.request.party) {
    return { form: "full", reason: "OWN_DATA", rule: null, limitedBy: null };
  }
  const heard = decided.agreement.document.rules
    .toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)))
    .flatMap((rule) => formsGranted(decided, rule, field, value).map((form) => ({ rule, form })))
    .map(({ rule, form }) => ({ rule, form, holds: truth(rule.when, (fact) => factOf(decided, field, value, fact)) }));
  const permits = heard.filter(({ rule }) => rule.kind === "permit");
  const open = permits.filter(({ holds }) => holds === "true").toSorted(by(field, -1));
  const caps = heard.filter(({ rule, holds }) => rule.kind === "limit" && holds !== "false").toSorted(by(field, 1));
  const [best] = open;
  const [cap] = caps;
  if (best === undefined) {
    const unknown = permits.some(({ holds }) => holds === "unknown");
    const reason = unknown ? "FACT_UNKNOWN" : permits.length > 0 ? "CONDITION_NOT_MET" : "NO_RULE";
    return { form: "withhold", reason, rule: null, limitedBy: null };
  }
  const rule = best.rule.id;
  const capped = cap !== undefined && rung(field, cap.form) < rung(field, best.form);
  const byRule = capped
    ? { form: cap.form, reason: "LIMITED_BY_RULE", rule, limitedBy: cap.rule.id }
    : { form: best.form, reason: "PERMITTED", rule, limitedBy: null };
  const [lowest] = rungsHeldTo(decided, field, value).toSorted((one, other) => one - other);
  return lowest !== undefined && lowest < rung(field, byRule.form)
    ? { form: ladderOf(field)[lowest] ?? "withhold", reason: "LIMITED_BY_ORIGINATOR", rule, limitedBy: null }
    : byRule;
}

/** agreements.md 4.7: what the value's originator lets this recipient have of it, per cap; an item not known may be any. */
function rungsHeldTo({ record, request }: Decided, field: string, value: HeldValue): readonly number[] {
  return (record.originatorCaps ?? [])
    .filter((cap) => cap.originator === value.originator && cap.recipient === request.party)
    .filter((cap) => cap.field === null || cap.field === field)
    .filter((cap) => cap.itemKey === null || value.itemKey === undefined || cap.itemKey === value.itemKey)
    .map((cap) => rung(field, cap.form));
}

/** Sorting keeps equals in their order, which is that of their ids: the lowest is cited. */
function by(field: string, direction: 1 | -1) {
  return (one: { readonly form: string }, other: { readonly form: string }) =>
    direction * (rung(field, one.form) - rung(field, other.form));
}

function factOf({ world, request, record }: Decided, field: string, value: HeldValue, fact: string): string {
  const { now, party, purpose } = request;
  return factValue(fact, { now, party, host: world.hostOf[party] ?? null, purpose, field, record, value });
}

/** The forms that a rule grants to this recipient of this value, whatever its condition. */
function formsGranted(decided: Decided, rule: OracleRule, field: string, value: HeldValue): readonly string[] {
  const { request, agreement, role } = decided;
  const now = request.now.getTime();
  const toUs = rule.to.some(
    ({ party, roles }) => (party === request.party || party === "*") && (roles === undefined || roles.includes(role)),
  );
  const purpose = rule.purposes.includes(request.purpose) || rule.purposes.includes("*");
  const from = rule.from === undefined ? rule.kind === "limit" : rule.from.includes(value.originator);
  const begun = rule.starts === undefined || Date.parse(rule.starts) <= now;
  const over = rule.ends !== undefined && Date.parse(rule.ends) <= now;
  const bothBound = bound(agreement, value.originator, request.now) && bound(agreement, request.party, request.now);
  if (!toUs || !purpose || !from || !begun || over || (rule.kind === "permit" && !bothBound)) {
    return [];
  }
  if (rule.kind === "permit" && isSuspended(agreement, value.originator, field)) {
    return [];
  }
  return rule.grants.filter(({ fields }) => fields.includes(field)).map(({ form }) => form);
}

/** agreements.md 4.6: a suspension that names fields stops what that party gives of them, and nothing else. */
function isSuspended({ status }: AgreementInForce, originator: string, field: string): boolean {
  return status.withheld.some(({ party, fields }) => party === originator && fields.includes(field));
}

/** agreements.md 4.9: a derived item is shown only with all of its evidence, to its own author too. */
function hasEvidence(decided: Decided, field: string, value: HeldValue): boolean {
  if (ORACLE_CATALOGUE.get(field)?.derived !== true && value.evidence === undefined) {
    return true;
  }
  const evidence = value.evidence ?? [];
  return evidence.length > 0 && evidence.every((cell) => isReached(decided, cell));
}

/** Decided as a value of that originator about which nothing else is known. */
function isReached(decided: Decided, { field, originator, neededForm, personId }: Evidence): boolean {
  const needed = ladderOf(field).indexOf(neededForm);
  const seen = verdict(decided, field, { originator, value: null, asOf: "1970-01-01T00:00:00Z" });
  return personId === decided.record.personId && needed > 0 && rung(field, seen.form) >= needed;
}

function formsOf(cells: readonly OracleCell[]): Readonly<Record<string, string>> {
  const forms: Record<string, string> = {};
  for (const { field, form } of cells) {
    const before = forms[field];
    forms[field] = before === undefined || rung(field, form) > rung(field, before) ? form : before;
  }
  return forms;
}

/** Of a plain field the highest form, ties by precedence, then the newest; of a list every item. */
function shownOf(world: OracleWorld, cells: readonly OracleCell[]): readonly OracleCell[] {
  const place = ({ value }: OracleCell) => {
    const at = world.precedence.indexOf(world.agencyTypes[value.originator] ?? "");
    return at < 0 ? world.precedence.length : at;
  };
  return [...ORACLE_CATALOGUE.values()].flatMap(({ path, list }) => {
    const mine = cells.filter(({ field }) => field === path);
    const ranked = mine.toSorted(
      (one, other) =>
        rung(path, other.form) - rung(path, one.form) ||
        place(one) - place(other) ||
        Date.parse(other.value.asOf) - Date.parse(one.value.asOf),
    );
    return list ? mine : ranked.slice(0, 1);
  });
}
