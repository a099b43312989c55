import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import { heightOf, isField } from "./catalogue.ts";
import { isDecidedOn } from "./decided-record.ts";
import type { FieldDecision, Permit } from "./decision.ts";
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
};

const failures = new WeakMap<Disclosure, readonly FieldPath[]>();

/** Applies a decision to the record it was made on; what is not released leaves no key behind. */
export function project(record: PublishedRecord, permit: Permit, crypto: PseudonymCrypto): Disclosure {
  if (!isDecidedOn(permit, record)) {
    throw new Error("a permit discloses only the record it was decided on");
  }
  const now = new Date(permit.at);
  const fields: Partial<Record<FieldPath, DisclosedField>> = {};
  const failed: FieldPath[] = [];
  for (const [field, decision] of Object.entries(permit.fields)) {
    if (!isField(field) || decision === undefined || decision.form === "withhold") {
      continue;
    }
    const disclosed = discloseField(record.values[field] ?? [], decision, { field, now, crypto });
    if (disclosed === null) {
      failed.push(field);
    } else {
      fields[field] = disclosed;
    }
  }
  const { party, purpose, agreement } = permit;
  const disclosure: Disclosure = { [made]: true, personId: null, party, purpose, agreement, fields };
  failures.set(disclosure, failed);
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
  if (held === undefined) {
    return null;
  }
  const value = inForm(held.value, form, projecting);
  return value === undefined ? null : { value, form, ...provenance([held], form) };
}

/** Items in the order held, those of one form together: some forms are made of all their items at once. */
function discloseList(
  held: readonly HeldValue[],
  { form, cells }: FieldDecision,
  projecting: Projecting,
): DisclosedField | null {
  const released = held.flatMap((value, at) => {
    const itemForm = cells[at]?.form ?? "withhold";
    return itemForm === "withhold" ? [] : [{ value, form: itemForm }];
  });
  const forms = [...new Set(released.map((item) => item.form))];
  const highestFirst = forms.toSorted((a, b) => heightOf(projecting.field, b) - heightOf(projecting.field, a));
  const parts = highestFirst.map((part) => {
    const items = released.filter((item) => item.form === part).map((item) => item.value.value);
    return inForm(items, part, projecting);
  });
  if (parts.includes(undefined)) {
    return null;
  }
  // Items in a lower form would say more of their date than their own form does.
  const highest = released.filter((item) => item.form === form).map((item) => item.value);
  return { value: parts.length === 1 ? parts[0] : parts.flat(), form, ...provenance(highest, form) };
}

/** Whose the value is and of when, as far as the form tells. A mask tells neither. */
function provenance(shown: readonly HeldValue[], form: ReleaseForm): Pick<DisclosedField, "source" | "asOf"> {
  const newest = shown
    .map((value) => value.asOf)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  if (form === "mask" || newest === undefined) {
    return {};
  }
  const sources = [...new Set(shown.map((value) => value.originator))].toSorted();
  return { source: sources.join(","), asOf: cutAsOf(newest, form) };
}
