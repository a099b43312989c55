export type NavigationItem = { readonly href: string; readonly text: string; readonly current: boolean };

type ServiceNavigationProps = { readonly serviceName: string; readonly items: readonly NavigationItem[] };

/** All items are always shown, on a phone one below the other: it needs no script. */
export function ServiceNavigation({ serviceName, items }: ServiceNavigationProps) {
  return (
    <div class="govuk-service-navigation" data-module="govuk-service-navigation">
      <div class="govuk-width-container">
        <div class="govuk-service-navigation__container">
          <span class="govuk-service-navigation__service-name">
            <span class="govuk-service-navigation__text">{serviceName}</span>
          </span>
          <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
            <ul class="govuk-service-navigation__list" id="navigation">
              {items.map((item) => (
                <Item {...item} />
              ))}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  );
}

function Item({ href, text, current }: NavigationItem) {
  return current ? (
    <li class="govuk-service-navigation__item govuk-service-navigation__item--active">
      <a class="govuk-service-navigation__link" href={href} aria-current="true">
        <strong class="govuk-service-navigation__active-fallback">{text}</strong>
      </a>
    </li>
  ) : (
    <li class="govuk-service-navigation__item">
      <a class="govuk-service-navigation__link" href={href}>
        {text}
      </a>
    </li>
  );
}
