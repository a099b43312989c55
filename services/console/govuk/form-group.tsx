import type { Child } from "hono/jsx";
import { WORDS } from "../words/words.ts";

export type FieldProps = {
  readonly id: string;
  readonly name?: string;
  readonly label: string;
  readonly labelClass?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
};

/** A label, its hint and its error around one control, as every GOV.UK form field has them. */
export function FormGroup({
  id,
  label,
  labelClass,
  hint,
  error,
  children,
}: FieldProps & { readonly children?: Child }) {
  return (
    <div class={`govuk-form-group${error === undefined ? "" : " govuk-form-group--error"}`}>
      <label class={`govuk-label${labelClass === undefined ? "" : ` ${labelClass}`}`} for={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div id={`${id}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {error === undefined ? null : <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage>}
      {children}
    </div>
  );
}

export function ErrorMessage({ id, children }: { readonly id: string; readonly children?: Child }) {
  return (
    <p id={id} class="govuk-error-message">
      <span class="govuk-visually-hidden">{WORDS.error}</span> {children}
    </p>
  );
}

/** What a control is described by, in the order in which it is read out. */
export function describedBy({ id, hint, error }: Pick<FieldProps, "id" | "hint" | "error">): string | undefined {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return ids.length === 0 ? undefined : ids.join(" ");
}
