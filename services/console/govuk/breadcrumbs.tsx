export type Crumb = { readonly text: string; readonly href?: string };

export function Breadcrumbs({ items }: { readonly items: readonly Crumb[] }) {
  return (
    <nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
      <ol class="govuk-breadcrumbs__list">
        {items.map(({ text, href }) =>
          href === undefined ? (
            <li class="govuk-breadcrumbs__list-item" aria-current="page">
              {text}
            </li>
          ) : (
            <li class="govuk-breadcrumbs__list-item">
              <a class="govuk-breadcrumbs__link" href={href}>
                {text}
              </a>
            </li>
          ),
        )}
      </ol>
    </nav>
  );
}
