import type { Child } from "hono/jsx";

type ButtonProps = {
  readonly children?: Child;
  readonly kind?: "secondary" | "warning";
  readonly name?: string;
  readonly value?: string;
};

export function Button({ children, kind, name, value }: ButtonProps) {
  const classes = kind === undefined ? "govuk-button" : `govuk-button govuk-button--${kind}`;
  return (
    <button type="submit" name={name} value={value} class={classes} data-module="govuk-button">
      {children}
    </button>
  );
}

export function ButtonLink({
  children,
  href,
  kind,
}: Pick<ButtonProps, "children" | "kind"> & { readonly href: string }) {
  const classes = kind === undefined ? "govuk-button" : `govuk-button govuk-button--${kind}`;
  return (
    <a href={href} role="button" draggable={false} class={classes} data-module="govuk-button">
      {children}
    </a>
  );
}

export function StartButton({ children, href }: { readonly children?: Child; readonly href: string }) {
  return (
    <a href={href} role="button" draggable={false} class="govuk-button govuk-button--start" data-module="govuk-button">
      {children}
      <svg
        class="govuk-button__start-icon"
        xmlns="http://www.w3.org/2000/svg"
        width="17.5"
        height="19"
        viewBox="0 0 33 40"
        aria-hidden="true"
        focusable="false"
      >
        <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
      </svg>
    </a>
  );
}
