import type { Evidence, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { AgreementInForce, OracleRule } from "./oracle/agreement.ts";
import { ladderOf, lower, ORACLE_CATALOGUE, rung } from "./oracle/catalogue.ts";
import { factValue, truth } from "./oracle/facts.ts";
import { bound, type OracleRefusal, type OracleRequest, passGate } from "./oracle/gate.ts";

/**
 * A second reader of the agreements, written from design/agreements.md alone and deliberately naive: it goes through
 * every rule for every value, shares no code with policies/, and is what the engine is held against.
 */
export type OracleCell = {
  readonly field: string;
  readonly form: string;
  readonly value: HeldValue;
};

export type OracleAnswer =
  | OracleRefusal
  | {
      /** Every cell above `withhold`. */
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
  const cells = [...ORACLE_CATALOGUE.keys()].flatMap((field) =>
    valuesOf(record, field)
      .map((value) => ({ field, form: formOf(decided, field, value), value }))
      .filter(({ form }) => form !== "withhold"),
  );
  return cells.length === 0 ? { refused: "not-found" } : { cells, shown: shownOf(world, cells), forms: formsOf(cells) };
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
  const known = [request.actorEmail, request.actor, request.party].map((name) => name?.toLowerCase());
  const named = (list: readonly string[]) => list.some((entry) => known.includes(entry.toLowerCase()));
  return named(restriction.excluded) || (restriction.restricted.length > 0 && !named(restriction.restricted));
}

function valuesOf(record: PublishedRecord, field: string): readonly HeldValue[] {
  const values: Readonly<Record<string, readonly HeldValue[] | undefined>> = record.values;
  return values[field] ?? [];
}

/** agreements.md 4.4, for one value. */
function formOf(decided: Decided, field: string, value: HeldValue): string {
  const { request } = decided;
  if (value.originator === request.party) {
    return "full";
  }
  let best = "withhold";
  let cap = ladderOf(field).at(-1) ?? "withhold";
  for (const rule of decided.agreement.document.rules) {
    for (const form of formsGranted(decided, rule, field, value)) {
      const holds = truth(rule.when, (fact) => factOf(decided, field, value, fact));
      if (rule.kind === "permit" && holds === "true" && rung(field, form) > rung(field, best)) {
        best = form;
      }
      if (rule.kind === "limit" && holds !== "false") {
        cap = lower(field, cap, form);
      }
    }
  }
  const capped = lower(field, best, cap);
  return hasEvidence(decided, field, value) ? capped : "withhold";
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
  return rule.grants.filter(({ fields }) => fields.includes(field)).map(({ form }) => form);
}

/** agreements.md 4.9: a derived item is shown only with all of its evidence. */
function hasEvidence(decided: Decided, field: string, value: HeldValue): boolean {
  if (ORACLE_CATALOGUE.get(field)?.derived !== true) {
    return true;
  }
  const evidence = value.evidence ?? [];
  return evidence.length > 0 && evidence.every((cell) => isReached(decided, cell));
}

function isReached(decided: Decided, evidence: Evidence): boolean {
  const { field, originator, neededForm, personId } = evidence;
  const held = valuesOf(decided.record, field).filter((value) => value.originator === originator);
  const needed = ladderOf(field).indexOf(neededForm);
  return (
    personId === decided.record.personId &&
    needed >= 0 &&
    held.length > 0 &&
    held.every((value) => rung(field, formOf(decided, field, value)) >= needed)
  );
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
