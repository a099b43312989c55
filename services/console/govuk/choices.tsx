import { describedBy, ErrorMessage, type FieldProps } from "./form-group.tsx";

type Choice = { readonly value: string; readonly text: string; readonly checked?: boolean };

type ChoicesProps = Omit<FieldProps, "id" | "name" | "label" | "labelClass"> & {
  readonly name: string;
  readonly legend: string;
  readonly legendClass?: string;
  readonly items: readonly Choice[];
};

export function Radios(props: ChoicesProps) {
  return <Choices {...props} kind="radios" type="radio" />;
}

export function Checkboxes(props: ChoicesProps) {
  return <Choices {...props} kind="checkboxes" type="checkbox" />;
}

type Kind = { readonly kind: "radios" | "checkboxes"; readonly type: "radio" | "checkbox" };

/** The first item has the name as its id, so that an error leads to it. */
function Choices({ name, legend, legendClass, hint, error, items, kind, type }: ChoicesProps & Kind) {
  return (
    <div class={`govuk-form-group${error === undefined ? "" : " govuk-form-group--error"}`}>
      <fieldset
        class="govuk-fieldset"
        aria-describedby={describedBy({ id: name, ...(hint === undefined ? {} : { hint }), error })}
      >
        <legend class={`govuk-fieldset__legend${legendClass === undefined ? "" : ` ${legendClass}`}`}>{legend}</legend>
        {hint === undefined ? null : (
          <div id={`${name}-hint`} class="govuk-hint">
            {hint}
          </div>
        )}
        {error === undefined ? null : <ErrorMessage id={`${name}-error`}>{error}</ErrorMessage>}
        <div class={`govuk-${kind}`} data-module={`govuk-${kind}`}>
          {items.map(({ value, text, checked = false }, at) => {
            const id = at === 0 ? name : `${name}-${at + 1}`;
            return (
              <div class={`govuk-${kind}__item`}>
                <input class={`govuk-${kind}__input`} id={id} name={name} type={type} value={value} checked={checked} />
                <label class={`govuk-label govuk-${kind}__label`} for={id}>
                  {text}
                </label>
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
