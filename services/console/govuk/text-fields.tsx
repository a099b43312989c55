import { describedBy, type FieldProps, FormGroup } from "./form-group.tsx";

type InputProps = FieldProps & { readonly value?: string; readonly autocomplete?: string };

export function Input({ value, autocomplete, ...field }: InputProps) {
  const classes = field.error === undefined ? "govuk-input" : "govuk-input govuk-input--error";
  return (
    <FormGroup {...field}>
      <input
        class={classes}
        id={field.id}
        name={field.name ?? field.id}
        type="text"
        aria-describedby={describedBy(field)}
        value={value}
        autocomplete={autocomplete}
      />
    </FormGroup>
  );
}

type TextareaProps = FieldProps & { readonly value?: string; readonly rows?: number };

export function Textarea({ value = "", rows = 5, ...field }: TextareaProps) {
  const classes = field.error === undefined ? "govuk-textarea" : "govuk-textarea govuk-textarea--error";
  return (
    <FormGroup {...field}>
      <textarea
        class={classes}
        id={field.id}
        name={field.name ?? field.id}
        rows={rows}
        aria-describedby={describedBy(field)}
      >
        {value}
      </textarea>
    </FormGroup>
  );
}

export type Option = { readonly value: string; readonly text: string; readonly selected?: boolean };

export function Select({ options, ...field }: FieldProps & { readonly options: readonly Option[] }) {
  const classes = field.error === undefined ? "govuk-select" : "govuk-select govuk-select--error";
  return (
    <FormGroup {...field}>
      <select class={classes} id={field.id} name={field.name ?? field.id} aria-describedby={describedBy(field)}>
        {options.map(({ value, text, selected = false }) => (
          <option value={value} selected={selected}>
            {text}
          </option>
        ))}
      </select>
    </FormGroup>
  );
}
