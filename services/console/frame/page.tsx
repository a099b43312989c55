import { html } from "hono/html";
import type { Child } from "hono/jsx";
import { roleInWords } from "#policies/words/policy-words.ts";
import { ASSETS } from "../assets/serve-assets.ts";
import type { ConsoleDependencies } from "../console-env.ts";
import { Breadcrumbs, type Crumb } from "../govuk/breadcrumbs.tsx";
import { ErrorSummary, type FieldError } from "../govuk/error-summary.tsx";
import { ServiceNavigation } from "../govuk/service-navigation.tsx";
import { IDLE_SECONDS } from "../session/idle.ts";
import type { Session } from "../session/session.ts";
import { atStart, purposeLabel } from "../words/labels.ts";
import { WORDS } from "../words/words.ts";
import { menuOf } from "./menu.ts";

export type FrameProps = {
  readonly scheme: ConsoleDependencies["scheme"];
  readonly session: Session | null;
  readonly title: string;
  /** Which item of the menu the page belongs to. */
  readonly at?: string;
  readonly crumbs?: readonly Crumb[];
  /** Lists, tables and the log take more room than reading pages. */
  readonly wide?: boolean;
  readonly errors?: readonly FieldError[];
  readonly children?: Child;
};

/** The frame of every page: marking, menu of the role, who is signed in and for what, and that it is recorded. */
export function page(props: FrameProps) {
  const { session, title, crumbs = [], wide = false, errors = [], children } = props;
  const width = wide ? "app-wide" : "govuk-width-container";
  const before = errors.length === 0 ? "" : "Error: ";
  return html`<!DOCTYPE html>${(
    <html lang="en-GB" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>
          {before}
          {title} - {WORDS.product}
        </title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#1a3d5c" />
        <link rel="icon" type="image/svg+xml" href={ASSETS.icon} />
        <link rel="stylesheet" href={ASSETS.styles} />
        <script src={ASSETS.script} defer />
      </head>
      <body class="govuk-template__body">
        <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
          {WORDS.skip}
        </a>
        <Header {...props} />
        <div class={width}>
          {crumbs.length === 0 ? null : <Breadcrumbs items={crumbs} />}
          <main class="govuk-main-wrapper app-main" id="main-content">
            {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
            {children}
          </main>
        </div>
        <Footer session={session} />
      </body>
    </html>
  )}`;
}

function Header({ scheme, session, at }: FrameProps) {
  return (
    <header class="govuk-template__header">
      <div class="govuk-generic-header">
        <div class="govuk-width-container app-head">
          <div class="govuk-generic-header__logo">
            <a href="/" class="govuk-generic-header__homepage-link">
              {WORDS.product}
            </a>
          </div>
          <div class="app-marking">{session === null ? "OFFICIAL" : "OFFICIAL-SENSITIVE"}</div>
        </div>
      </div>
      {session === null ? null : (
        <>
          <ServiceNavigation
            serviceName={shortTitle(scheme.title)}
            items={menuOf(session.role).map((item) => ({ ...item, current: item.href === at }))}
          />
          <Identity scheme={scheme} session={session} />
        </>
      )}
    </header>
  );
}

function Identity({ scheme, session }: { readonly scheme: FrameProps["scheme"]; readonly session: Session }) {
  const agency = scheme.agencies.find(({ agencyId }) => agencyId === session.agency)?.label ?? session.agency;
  return (
    <div class="app-who">
      <div class="govuk-width-container app-who__in">
        <p>
          <span class="app-soft">{WORDS.signedInAs}</span> {atStart(roleInWords(session.role))} {session.actor},{" "}
          {agency}
        </p>
        <p>
          <span class="app-soft">{WORDS.purpose}</span> <strong>{purposeLabel(session.purpose)}</strong>{" "}
          <a class="govuk-link" href="/purpose">
            {WORDS.change}
            <span class="govuk-visually-hidden">{WORDS.changePurposeHidden}</span>
          </a>
        </p>
        <form method="post" action="/sign-out">
          <Csrf session={session} />
          <button type="submit" class="app-link-button">
            {WORDS.signOut}
          </button>
        </form>
      </div>
    </div>
  );
}

/** Proves that a form came from a page of this session. */
export function Csrf({ session }: { readonly session: Session }) {
  return <input type="hidden" name="csrf" value={session.csrf} />;
}

function Footer({ session }: Pick<FrameProps, "session">) {
  return (
    <footer class="app-foot">
      <div class="govuk-width-container">
        <p>
          {session === null ? WORDS.onlyPartners : WORDS.recorded}{" "}
          <a class="govuk-link" href="/what-is-recorded">
            {WORDS.whatIsRecorded}
          </a>
        </p>
      </div>
      {session === null ? null : <IdleWarning />}
    </footer>
  );
}

/** Shown by the script shortly before the session ends; without script the next page asks to sign in and leads back. */
function IdleWarning() {
  return (
    <div
      id="idle"
      class="app-idle"
      data-end={String(IDLE_SECONDS.end)}
      data-warn={String(IDLE_SECONDS.warnBefore)}
      data-warning={WORDS.idle.warning}
      data-over={WORDS.idle.over}
    >
      <p role="status" />
      <button type="button" class="govuk-button govuk-button--secondary" hidden>
        {WORDS.idle.stay}
      </button>
    </div>
  );
}

/** "Solent Integrated Offender Management (demonstration)" is too long for a menu. */
function shortTitle(title: string): string {
  return title.replace("Integrated Offender Management", "IOM").replace(/ \(.*\)$/, "");
}
