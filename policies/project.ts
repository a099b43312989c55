import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement, Onward } from "./agreement-document.ts";
import { heightOf } from "./catalogue.ts";
import { decidedOn } from "./decided-record.ts";
import type { CellDecision, FieldDecision, Permit } from "./decision.ts";
import { onwardOf } from "./obligations.ts";
import { cutAsOf, inForm, type Projecting } from "./transforms/in-form.ts";
import type { PseudonymCrypto } from "./transforms/pseudonymise.ts";

const made: unique symbol = Symbol("made by project");

/** One field as its recipient sees it. */
export type DisclosedField = {
  readonly value: unknown;
  readonly form: ReleaseForm;
  /** agencyId it came from; of a list with items of several agencies all of them, separated by commas. */
  readonly source?: string;
  /** Cut to what the form tells: a day or a month of a generalised value. */
  readonly asOf?: string;
};

/**
 * What may leave the hub. Only `project` makes one, and every way out accepts nothing else. The person is not named:
 * the gateway adds the id by which this recipient knows them.
 */
export type Disclosure = {
  readonly [made]: true;
  readonly personId: null;
  readonly party: string;
  readonly purpose: Purpose;
  readonly agreement: { readonly id: string; readonly version: number };
  readonly fields: Readonly<Partial<Record<FieldPath, DisclosedField>>>;
  readonly obligations: Obligations;
};

/** Terms that travel with the data and bind whoever receives it (design/agreements 4.7, section 5). */
export type Obligations = {
  readonly marking: Agreement["marking"];
  /** Days after which data of a class must be deleted. */
  readonly deleteAfterDays: Readonly<Record<string, number>>;
  /** Whom it may be passed on to: what holds of everything disclosed, and the fields of which something else does. */
  readonly onward: { readonly default: Onward; readonly fields: Readonly<Partial<Record<FieldPath, Onward>>> };
};

const failures = new WeakMap<Disclosure, readonly FieldPath[]>();

/** Applies a decision to the record it was made on; what is not released leaves no key behind. */
export function project(record: PublishedRecord, permit: Permit, crypto: PseudonymCrypto): Disclosure {
  const on = decidedOn(permit);
  if (on?.record !== record) {
    throw new Error("a permit discloses only the record it was decided on");
  }
  const now = new Date(permit.at);
  const fields: Partial<Record<FieldPath, DisclosedField>> = {};
  const onward: Partial<Record<FieldPath, Onward>> = {};
  const failed: FieldPath[] = [];
  for (const { field, held, decision } of on.shared) {
    const disclosed = discloseField(held, decision, { field, now, crypto });
    if (disclosed === null) {
      failed.push(field);
      continue;
    }
    fields[field] = disclosed;
    const term = onwardOf(decision, permit.obligations.onward);
    if (term !== null) {
      onward[field] = term;
    }
  }
  const { party, purpose, agreement } = permit;
  const obligations = { ...permit.obligations, onward: { default: permit.obligations.onward, fields: onward } };
  const disclosure: Disclosure = { [made]: true, personId: null, party, purpose, agreement, fields, obligations };
  if (failed.length > 0) {
    failures.set(disclosure, failed);
  }
  return Object.freeze(disclosure);
}

/** Fields withheld because their form could not be made (`TRANSFORM_FAILED`): for the log and an alarm, never for the recipient. */
export function transformFailures(disclosure: Disclosure): readonly FieldPath[] {
  return failures.get(disclosure) ?? [];
}

/** True when nothing is left to share: the answer is then that of a person unknown (`NOTHING_TO_SHARE`). */
export function isEmpty(disclosure: Disclosure): boolean {
  return Object.keys(disclosure.fields).length === 0;
}

function discloseField(
  held: readonly HeldValue[],
  decision: FieldDecision,
  projecting: Projecting,
): DisclosedField | null {
  return decision.chosen === undefined
    ? discloseList(held, decision, projecting)
    : discloseOne(held[decision.chosen], decision.form, projecting);
}

function discloseOne(held: HeldValue | undefined, form: ReleaseForm, projecting: Projecting): DisclosedField | null {
  return held === undefined ? null : shown(inForm(held.value, form, projecting), form, held.originator, held.asOf);
}

/** Whose the value is and of when is told as far as the form tells. A mask tells neither. */
function shown(value: unknown, form: ReleaseForm, source: string, asOf: string): DisclosedField | null {
  if (value === undefined) {
    return null;
  }
  return form === "mask" ? { value, form } : { value, form, source, asOf: cutAsOf(asOf, form) };
}

function discloseList(
  held: readonly HeldValue[],
  { form, cells }: FieldDecision,
  projecting: Projecting,
): DisclosedField | null {
  // Items in a lower form would say more of their date than their own form does.
  const highest = held.filter((_, at) => cells[at]?.form === form);
  const isOfOneForm = cells.every((cell) => cell.form === form || cell.form === "withhold");
  const value = isOfOneForm ? inForm(valuesOf(highest), form, projecting) : inEachForm(held, cells, projecting);
  return shown(value, form, sourcesOf(highest), newestOf(highest));
}

/** Items in the order held, those of one form together: some forms are made of all their items at once. */
function inEachForm(held: readonly HeldValue[], cells: readonly CellDecision[], projecting: Projecting): unknown {
  const { field } = projecting;
  const forms = new Set(cells.map(({ form }) => form));
  forms.delete("withhold");
  const highestFirst = [...forms].toSorted((a, b) => heightOf(field, b) - heightOf(field, a));
  const parts = highestFirst.map((form) => {
    const ofForm = held.filter((_, at) => cells[at]?.form === form);
    return inForm(valuesOf(ofForm), form, projecting);
  });
  return parts.includes(undefined) ? undefined : parts.flat();
}

function valuesOf(held: readonly HeldValue[]): readonly unknown[] {
  return held.map(({ value }) => value);
}

/** All of them where several agencies gave items. */
function sourcesOf(held: readonly HeldValue[]): string {
  const [first] = held;
  return first !== undefined && held.every(({ originator }) => originator === first.originator)
    ? first.originator
    : [...new Set(held.map(({ originator }) => originator))].toSorted().join(",");
}

function newestOf(held: readonly HeldValue[]): string {
  let newest = held[0]?.asOf ?? "";
  for (const { asOf } of held) {
    // Most items have the instant of their file, and to compare text is cheaper than to read dates.
    if (asOf !== newest && Date.parse(asOf) >= Date.parse(newest)) {
      newest = asOf;
    }
  }
  return newest;
}
