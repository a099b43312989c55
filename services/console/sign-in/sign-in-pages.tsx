import type { ConsoleDependencies, MadeUpSignIn } from "../console-env.ts";
import { type FrameProps, page } from "../frame/page.tsx";
import { StartButton } from "../govuk/button.tsx";
import { WORDS } from "../words/words.ts";

type Plain = Pick<FrameProps, "scheme" | "session">;

const { signIn } = WORDS;

export function signInPage(scheme: ConsoleDependencies["scheme"], madeUp: readonly MadeUpSignIn[], then: string) {
  const way = then === "/" ? "" : `then=${encodeURIComponent(then)}`;
  return page({
    scheme,
    session: null,
    title: signIn.title,
    children: (
      <>
        <div class="app-signin">
          <h1 class="govuk-heading-xl">{signIn.title}</h1>
          <p class="govuk-body-l">{signIn.lead(scheme.title)}</p>
          <StartButton href={way === "" ? "/sign-in/start" : `/sign-in/start?${way}`}>{signIn.button}</StartButton>
          <h2 class="govuk-heading-s">{signIn.next}</h2>
          <ul class="govuk-list govuk-list--bullet app-s">
            {signIn.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ul>
        </div>
        {madeUp.length === 0 ? null : <MadeUp madeUp={madeUp} way={way} />}
      </>
    ),
  });
}

function MadeUp({ madeUp, way }: { readonly madeUp: readonly MadeUpSignIn[]; readonly way: string }) {
  return (
    <div class="app-card app-card--wash govuk-!-margin-top-6">
      <h2 class="govuk-heading-m">{signIn.madeUp}</h2>
      <p class="govuk-body app-s">{signIn.madeUpText}</p>
      <ul class="app-signlist">
        {madeUp.map(({ sub, label, agency }) => (
          <li>
            <a class="govuk-link" href={`/sign-in/start?as=${encodeURIComponent(sub)}${way === "" ? "" : `&${way}`}`}>
              {label}
              <span class="govuk-visually-hidden">, {agency}</span>
            </a>
            <span class="app-soft" aria-hidden="true">
              {agency}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function signedOutPage(frame: Plain) {
  return message(frame, { title: signIn.out, text: signIn.outText });
}

type Message = { readonly title: string; readonly text: string; readonly way?: string };

export function refusedPage(
  frame: Plain,
  said: Message = { title: signIn.refused, text: signIn.refusedText, way: signIn.refusedWay },
) {
  return message(frame, said);
}

function message(frame: Plain, { title, text, way }: Message) {
  return page({
    ...frame,
    title,
    children: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
        {way === undefined ? null : <p class="govuk-body">{way}</p>}
        <p class="govuk-body">
          <a class="govuk-link" href="/sign-in">
            {signIn.again}
          </a>
        </p>
      </>
    ),
  });
}
