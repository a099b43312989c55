import type { Exchanges } from "#schemas/generated/types.ts";
import { dayAndTime, fullDate } from "../words/dates.ts";
import { atStart } from "../words/labels.ts";
import { PEOPLE_WORDS as WORDS } from "../words/people-words.ts";

type View = Exchanges["rag-view"];

const SHAPES: Readonly<Record<string, string>> = {
  red: "M8 1 15 15H1z",
  amber: "M8 1 15 8 8 15 1 8z",
  green: "M8 1a7 7 0 1 0 .01 0z",
  blue: "M2 2h12v12H2z",
};

/** What a person decided stands apart from what was worked out: colour, word and shape together, and never one box. */
export function Colours({ view, now }: { readonly view: View; readonly now: Date }) {
  const { assessment, suggestion } = view;
  return (
    <section>
      <h2 class="govuk-heading-m">{WORDS.colour}</h2>
      <div class="app-pair">
        <div>
          <h3>{WORDS.decided}</h3>
          {assessment.colour === undefined ? (
            <p class="govuk-body">{WORDS.notDecided}</p>
          ) : (
            <Rag colour={assessment.colour} />
          )}
          <Dates assessment={assessment} now={now} />
          {assessment.note === undefined ? null : <p class="govuk-body app-s">“{assessment.note}”</p>}
          <Reasons lines={assessment.reasons.map(({ text }) => text)} />
        </div>
        <div>
          <h3>{WORDS.suggested}</h3>
          {suggestion.colour === undefined ? (
            <p class="govuk-body">{WORDS.notSuggested}</p>
          ) : (
            <Rag colour={suggestion.colour} isSuggested />
          )}
          <Reasons lines={suggestion.reasons.map(({ text, suggests }) => `${text} (${WORDS.pointsTo(suggests)})`)} />
          {suggestion.unknown.length === 0 ? null : (
            <>
              <p class="app-xs">{WORDS.unknown}</p>
              <Reasons lines={suggestion.unknown.map(({ text }) => text)} />
            </>
          )}
        </div>
      </div>
    </section>
  );
}

function Dates({ assessment, now }: { readonly assessment: View["assessment"]; readonly now: Date }) {
  const { setAt, reviewDueOn, confirmBy } = assessment;
  const told = [
    ...(setAt === undefined ? [] : [WORDS.on(dayAndTime(new Date(setAt), now))]),
    ...(reviewDueOn === undefined ? [] : [WORDS.review(fullDate(new Date(reviewDueOn)))]),
    ...(confirmBy === undefined ? [] : [WORDS.confirmBy(dayAndTime(new Date(confirmBy), now))]),
  ];
  return told.length === 0 ? null : <p class="app-xs">{told.join(" ")}</p>;
}

function Reasons({ lines }: { readonly lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <ul class="govuk-list govuk-list--bullet app-s">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

function Rag({ colour, isSuggested = false }: { readonly colour: string; readonly isSuggested?: boolean }) {
  return (
    <p class="govuk-body">
      <strong class={`app-rag app-rag--${colour}${isSuggested ? " app-rag--sug" : ""}`}>
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path fill="currentColor" d={SHAPES[colour] ?? ""} />
        </svg>
        {isSuggested ? WORDS.suggestedColour(colour) : atStart(colour)}
      </strong>
    </p>
  );
}
