import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Permit } from "#policies/decision.ts";
import type { Disclosure } from "#policies/project.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { type CanaryField, canaryFields } from "../../leaks/canaries/canary-value.ts";
import { showsLeaf } from "../../leaks/canaries/shown-leaves.ts";
import { askOracle, type Case, policySet } from "../../leaks/differential/compare.ts";
import type { OracleCell } from "../../leaks/oracle.ts";
import { CRYPTO } from "../crypto.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check, Engine } from "../engine.ts";

/** No transform can make anything of this, so it may be seen in full and in no other form. */
const UNMAKEABLE = "a value of no known shape";

const SERIALS: readonly ReadonlyMap<string, CanaryField>[] = [...Array(6).keys()].map((at) => canaryFields(at + 1));

type Token = { readonly token: string; readonly leaf: string };

/** By field, every text by which one of its planted leaves would be known again. */
const TOKENS: ReadonlyMap<string, readonly Token[]> = tokensByField();

function tokensByField(): ReadonlyMap<string, readonly Token[]> {
  const all = SERIALS.flatMap((fields) => [...fields].flatMap(([, { canaries }]) => canaries));
  const tokens = all.flatMap(({ field, leaf, token }) => (token === null ? [] : [{ field, leaf, token }]));
  return groupByField(tokens);
}

type PlantedCase = {
  readonly drawn: Case & { readonly record: PublishedRecord };
  readonly shown: readonly OracleCell[];
};

let planted: readonly PlantedCase[] | null = null;

/** Cases in which the oracle shows something, each value a canary of its own. */
function plantedCases(): readonly PlantedCase[] {
  planted ??= drawnCases(2_000).flatMap((drawn) => {
    if (drawn.record === null) {
      return [];
    }
    const record = plant(drawn.record);
    const answer = askOracle({ ...drawn, record });
    return "refused" in answer ? [] : [{ drawn: { ...drawn, record }, shown: answer.shown }];
  });
  return planted;
}

function plant(record: PublishedRecord): PublishedRecord {
  const values = Object.entries(record.values).map(([field, held], place) => [
    field,
    held.map((value, at): HeldValue => {
      const serial = (place + 2 * at) % SERIALS.length;
      const broken = (place + at) % 7 === 6;
      return { ...value, value: broken ? UNMAKEABLE : SERIALS[serial]?.get(field)?.value };
    }),
  ]);
  return { ...record, values: Object.fromEntries(values) };
}

/** Every field leaves in the form the oracle says, showing of each value no more than that form tells. */
export const PROJECTION: Check = {
  name: "projection",
  holds: (engine) =>
    eachCase(plantedCases(), ({ drawn, shown }) => {
      const policies = policySet(drawn.agreements, engine.indexAgreement);
      const decision = engine.decide(drawn.request, drawn.record, policies);
      ok(decision.outcome === "permit");
      const disclosure = engine.project(drawn.record, decision, CRYPTO);
      checkDisclosure(disclosure, shown, engine.transformFailures(disclosure));
      throws(() => engine.project({ ...drawn.record }, decision, CRYPTO), "another record was disclosed");
      checkTerms(disclosure, decision);
      checkSearches(engine, drawn, disclosure, shown);
    }),
};

const STRICTEST_FIRST: readonly string[] = ["never", "with-originator-consent", "parties-same-purpose"];

/** What is disclosed goes with its terms; of a list the strictest of the items that are shown. */
function checkTerms({ obligations, fields }: Disclosure, permit: Permit): void {
  const usual = permit.obligations.onward;
  const terms = Object.keys(fields).flatMap((field) => {
    const decided = isFieldPath(field) ? permit.fields[field] : undefined;
    const shown = (decided?.cells ?? []).filter((_, at) => decided?.chosen === undefined || decided.chosen === at);
    const given = shown.flatMap(({ form, onward }) => (form === "withhold" || onward === null ? [] : [onward]));
    const strictest = STRICTEST_FIRST.find((term) => given.some((each) => each === term));
    return strictest === undefined || strictest === usual ? [] : [[field, strictest] as const];
  });
  const onward = { default: usual, fields: Object.fromEntries(terms) };
  deepStrictEqual(obligations, { ...permit.obligations, onward });
}

/** A search by a value finds it where the caller sees it in full, and nothing else; a mask is found by nothing. */
function checkSearches(
  engine: Engine,
  drawn: PlantedCase["drawn"],
  disclosure: Disclosure,
  shown: readonly OracleCell[],
) {
  const policies = policySet(drawn.agreements, engine.indexAgreement);
  for (const [field, held] of Object.entries(drawn.record.values)) {
    const cells = shown.filter((cell) => cell.field === field);
    for (const wanted of [...held.map(({ value }) => value), "nobody's value"].filter(
      (value) => typeof value === "string",
    )) {
      const plan = engine.queryPlan(drawn.request, { [field]: wanted, "identity.shoeSize": "9" }, policies);
      deepStrictEqual(plan, {
        outcome: "field-not-queryable",
        field: plan.outcome === "field-not-queryable" ? plan.field : "",
      });
      const alone = engine.queryPlan(drawn.request, { [field]: wanted }, policies);
      const inFull = cells.filter(({ form, value }) => form === "full" && value.value === wanted);
      const seen = inFull.length > 0;
      // Whether one's own values may be searched is for rules to say, so that only those of others must be.
      const others = inFull.some(({ reason }) => reason !== "OWN_DATA");
      if (alone.outcome === "plan") {
        deepStrictEqual(engine.matches(disclosure, alone), seen && field in disclosure.fields, `search by ${field}`);
      } else {
        ok(!others, `${field} is seen in full and cannot be searched`);
      }
    }
    const masked = engine.queryPlan(drawn.request, { [`${field}.present`]: true }, policies);
    const isMasked = cells.every(({ form }) => form === "mask");
    ok(!isMasked || masked.outcome !== "plan" || !engine.matches(disclosure, masked), `a mask of ${field} was found`);
  }
}

function checkDisclosure(disclosure: Disclosure, shown: readonly OracleCell[], failed: readonly string[]): void {
  const byField = groupByField(shown);
  const due = [...byField.keys()].filter((field) => !failed.includes(field));
  deepStrictEqual(Object.keys(disclosure.fields).toSorted(), due.toSorted());
  for (const field of failed) {
    ok(
      byField.get(field)?.some(({ form }) => form !== "full" && form !== "mask"),
      `${field} cannot fail`,
    );
  }
  for (const [field, disclosed] of Object.entries(disclosure.fields)) {
    const cells = byField.get(field) ?? [];
    const form = highest(field, cells);
    const top = cells.filter((cell) => cell.form === form).map(({ value }) => value);
    deepStrictEqual({ ...disclosed, value: null }, { value: null, form, ...provenance(form, top) }, field);
    checkValue(field, disclosed.value, cells);
  }
  const { fields: _, ...rest } = disclosure;
  deepStrictEqual(Object.keys(rest).toSorted(), ["agreement", "obligations", "party", "personId", "purpose"]);
  deepStrictEqual(disclosure.personId, null);
}

function highest(field: string, cells: readonly OracleCell[]): string {
  const ladder: readonly string[] = isFieldPath(field) ? CATALOGUE[field].ladder : [];
  const height = (form: string) => (form === "full" ? ladder.length : ladder.indexOf(form));
  return cells.map(({ form }) => form).toSorted((a, b) => height(b) - height(a))[0] ?? "withhold";
}

/** Forms that sum up a time, and would be told apart again by the day they were last changed. */
const BY_MONTH = ["age-band", "band", "category-and-band", "count", "month", "substance-group", "substitute-yes-no"]
  .concat("engaging-or-not", "positive-or-not", "planned-or-not", "need-yes-no")
  .map((name) => `generalise:${name}`);

function provenance(form: string, top: readonly HeldValue[]): object {
  if (form === "mask") {
    return {};
  }
  const [newest = ""] = top.map(({ asOf }) => asOf).toSorted((a, b) => Date.parse(b) - Date.parse(a));
  const length = form === "full" ? newest.length : BY_MONTH.includes(form) ? 7 : 10;
  const sources = [...new Set(top.map(({ originator }) => originator))].toSorted();
  return { source: sources.join(","), asOf: newest.slice(0, length) };
}

function checkValue(field: string, value: unknown, cells: readonly OracleCell[]): void {
  const forms = new Set(cells.map(({ form }) => form));
  const [form = ""] = forms.size === 1 ? forms : [];
  const raw = cells.map((cell) => cell.value.value);
  const isList = isFieldPath(field) && CATALOGUE[field].list;
  if (form === "mask") {
    deepStrictEqual(value, { present: true });
  } else if (form === "full") {
    deepStrictEqual(value, isList ? raw : raw[0]);
  } else if (form === "pseudonymise" && typeof raw[0] === "string") {
    const digest = createHmac("sha256", CRYPTO.pseudonymKey).update(`${field}\n${raw[0]}`).digest("hex");
    deepStrictEqual(value, digest.slice(0, 32));
  }
  const written = JSON.stringify(value);
  for (const { token, leaf } of TOKENS.get(field) ?? []) {
    const allowed = cells.some(
      (cell) =>
        (cell.form === "full" || showsLeaf(field, cell.form, leaf)) && JSON.stringify(cell.value.value).includes(token),
    );
    ok(allowed || !written.includes(token), `${field}${leaf} leaked`);
  }
  const inFull = cells.some((cell) => cell.form === "full" && cell.value.value === UNMAKEABLE);
  ok(inFull || !written.includes(UNMAKEABLE), `${field} was shown raw`);
}

function groupByField<T extends { readonly field: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    groups.set(one.field, [...(groups.get(one.field) ?? []), one]);
  }
  return groups;
}
