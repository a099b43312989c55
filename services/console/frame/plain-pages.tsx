import { WORDS } from "../words/words.ts";
import { type FrameProps, page } from "./page.tsx";

type Plain = Pick<FrameProps, "scheme" | "session">;

/** The one page for what does not exist, is not shared, or is not for this role. It says the same in every case. */
export function nothingHere(frame: Plain) {
  return page({
    ...frame,
    title: WORDS.nothing.title,
    children: (
      <>
        <h1 class="govuk-heading-l">{WORDS.nothing.title}</h1>
        <p class="govuk-body">{WORDS.nothing.text}</p>
        <p class="govuk-body">{WORDS.nothing.way}</p>
        <p class="govuk-body">
          <a class="govuk-link" href="/">
            {WORDS.nothing.home}
          </a>
        </p>
      </>
    ),
  });
}

type Message = { readonly title: string; readonly text: string; readonly way: string };

/** Something went wrong, said once and plainly, with the way out. */
export function messagePage(frame: Plain, { title, text, way }: Message) {
  return page({
    ...frame,
    title,
    children: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
        <p class="govuk-body">{way}</p>
      </>
    ),
  });
}

export function whatIsRecorded(frame: Plain) {
  const { title, points } = WORDS.recordedPage;
  return page({
    ...frame,
    title,
    children: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
          {points.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
      </>
    ),
  });
}
