import { formInWords, roleInWords, together } from "#policies/words/policy-words.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import { type AgreementText, partyLabel } from "../agreements/agreement-text.ts";
import { Tag } from "../govuk/tag.tsx";
import { CHANGE_WORDS as WORDS } from "../words/change-words.ts";
import { atStart } from "../words/labels.ts";
import type { Gain, ReadChange } from "./read-change.ts";

type ChangeProps = Pick<ReadChange, "check" | "gains" | "losses"> & { readonly text: AgreementText };

/** What would change, more before less, the most harmful first. */
export function WhatChanges({ check, gains, losses, text }: ChangeProps) {
  const terms = check.change?.terms ?? [];
  return (
    <section>
      <h2 class="govuk-heading-m">{WORDS.what}</h2>
      {gains.length + losses.length === 0 ? (
        <p class="govuk-body">{WORDS.nothing}</p>
      ) : (
        <>
          <Table gains={gains} losses={losses} text={text} />
          <p class="govuk-body app-s">{WORDS.nothingElse}</p>
        </>
      )}
      {terms.length === 0 ? null : (
        <>
          <h3 class="govuk-heading-s">{WORDS.terms}</h3>
          <ul class="govuk-list govuk-list--bullet app-s">
            {terms.map(({ sentence }) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Table({ gains, losses, text }: Pick<ChangeProps, "gains" | "losses" | "text">) {
  const heads = [WORDS.who, WORDS.information, WORDS.now, WORDS.after];
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-visually-hidden">{WORDS.what}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            <span class="govuk-visually-hidden">{WORDS.moreOrLess}</span>
          </th>
          {heads.map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {gains.map((gain) => (
          <Row change={gain} text={text} isGain />
        ))}
        {losses.map((loss) => (
          <Row change={loss} text={text} isGain={false} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = { readonly change: Gain; readonly text: AgreementText; readonly isGain: boolean };

function Row({ change, text, isGain }: RowProps) {
  const { party, roles, from, to, isSpecial, concernsUnder18s } = change;
  const marks = [...(isSpecial ? [WORDS.special] : []), ...(concernsUnder18s ? [WORDS.under18] : [])];
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell">
        <Tag colour={isGain ? "purple" : "green"}>{isGain ? WORDS.more : WORDS.less}</Tag>
        {marks.map((mark) => (
          <span class="app-xs app-block">{mark}</span>
        ))}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.who}>
        {partyLabel(text, party)}
        <span class="app-xs app-block">{together(roles.map(roleInWords))}</span>
      </td>
      <td class="govuk-table__cell" data-l={WORDS.information}>
        {fieldTitle(change.field)}
        <span class="app-xs app-block">{circumstanceIn(change)}</span>
      </td>
      <td class="govuk-table__cell" data-l={WORDS.now}>
        {atStart(formInWords(from))}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.after}>
        <strong>{atStart(formInWords(to))}</strong>
      </td>
    </tr>
  );
}

/** The hub says exactly when in the sentence of a change, after the forms. */
function circumstanceIn({ sentence }: Gain): string {
  const at = sentence.search(/, (where|from) /);
  return at < 0 ? "" : sentence.slice(at + 2);
}

export function fieldTitle(field: string): string {
  return isFieldPath(field) ? CATALOGUE[field].title : field;
}
