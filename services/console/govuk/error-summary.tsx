import { WORDS } from "../words/words.ts";

export type FieldError = { readonly text: string; readonly href?: string };

/** Says at the top of the page what is wrong, each fault leading to where it is put right. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }) {
  return (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{WORDS.problem}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map(({ text, href }) => (
              <li>{href === undefined ? text : <a href={href}>{text}</a>}</li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}
