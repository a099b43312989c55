import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { valueInLines } from "../people/value-in-words.ts";
import { LINK_WORDS as WORDS } from "../words/link-words.ts";

export type Candidate = Exchanges["link-reviews"]["reviews"][number]["candidates"][number];
export type Fields = Exchanges["person-answer"]["fields"];

/** One person of a review: how the record compares with them, and what this officer may see of their own values. */
export type ComparedPerson = { readonly candidate: Candidate; readonly name: string; readonly fields: Fields };

type Thing = keyof typeof WORDS.rows;
type Word = keyof typeof WORDS.agrees;

/** What of a person's own record stands beside each comparison. */
const SHOWN: Readonly<Record<Thing, readonly FieldPath[]>> = {
  firstName: ["identity.firstName"],
  middleNames: ["identity.middleNames"],
  lastName: ["identity.lastName"],
  dateOfBirth: ["identity.dateOfBirth"],
  sex: ["identity.gender"],
  postcode: ["housing.currentAddress"],
  identifiers: ["police.pncId", "probation.crn"],
};

/** Above it a person is named likely, in bits of evidence; the core orders by them and decides nothing by them. */
const LIKELY_BITS = { strong: 8, fair: 0 } as const;

/** The record against each person, a thing a row: never what the record says, only how it compares. */
export function ComparedTable({ people }: { readonly people: readonly ComparedPerson[] }) {
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-table__caption govuk-table__caption--m">{WORDS.compared}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            {WORDS.thing}
          </th>
          {people.map(({ name }) => (
            <th scope="col" class="govuk-table__header">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(WORDS.rows).map(([thing, title]) => (
          <Row thing={thing as Thing} title={title} people={people} />
        ))}
        <tr class="govuk-table__row">
          <th scope="row" class="govuk-table__header">
            {WORDS.together}
          </th>
          {people.map(({ candidate: { weight }, name }) => (
            <td class="govuk-table__cell" data-l={name}>
              <strong>{likelihood(weight)}</strong>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

type RowProps = { readonly thing: Thing; readonly title: string; readonly people: readonly ComparedPerson[] };

function Row({ thing, title, people }: RowProps) {
  return (
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header">
        {title}
      </th>
      {people.map(({ candidate, fields, name }) => {
        const word = wordIn(candidate.comparison[thing]);
        return (
          <td class="govuk-table__cell" data-l={name}>
            <span class="app-block">{ownValue(thing, fields)}</span>
            <strong class="app-block">{WORDS.agrees[word]}</strong>
            <span class="app-block app-soft">{WORDS.standing[word]}</span>
          </td>
        );
      })}
    </tr>
  );
}

function ownValue(thing: Thing, fields: Fields): string {
  const told = SHOWN[thing].flatMap((field) => {
    const value = fields[field];
    return value === undefined ? [] : valueInLines(partOf(thing, value.value), value.form).map(inWords);
  });
  return told.length === 0 ? WORDS.notShared : told.join(", ");
}

/** Of an address only the part that is compared. */
function partOf(thing: Thing, value: unknown): unknown {
  const isAddress = thing === "postcode" && typeof value === "object" && value !== null && "postcode" in value;
  return isAddress ? value.postcode : value;
}

function inWords(text: string): string {
  return Object.hasOwn(WORDS.sexes, text) ? (WORDS.sexes[text] ?? text) : text;
}

function wordIn(text: string | undefined): Word {
  return text !== undefined && Object.hasOwn(WORDS.agrees, text) ? (text as Word) : "not-given";
}

function likelihood(weight: number): string {
  const { strong, fair, weak } = WORDS.likely;
  return weight >= LIKELY_BITS.strong ? strong : weight >= LIKELY_BITS.fair ? fair : weak;
}

/** Whether two of them share a surname and a day of birth, as far as this officer may see both. */
export function mayBeTwins(people: readonly ComparedPerson[]): boolean {
  const keys = people.flatMap(({ fields }) => {
    const [last, born] = [fields["identity.lastName"], fields["identity.dateOfBirth"]];
    return last?.form === "full" && born?.form === "full"
      ? [`${String(last.value).toLowerCase()} ${String(born.value)}`]
      : [];
  });
  return new Set(keys).size < keys.length;
}
