import { page } from "../frame/page.tsx";
import type { FieldError } from "../govuk/error-summary.tsx";
import type { Session } from "../session/session.ts";
import { sinceWhen } from "../words/dates.ts";
import { LINK_WORDS as WORDS } from "../words/link-words.ts";
import { type ComparedPerson, ComparedTable, mayBeTwins } from "./compared-table.tsx";
import { DecisionForm, type Typed } from "./decision-form.tsx";
import type { Review } from "./review-list.tsx";

type ReviewProps = {
  readonly scheme: Parameters<typeof page>[0]["scheme"];
  readonly session: Session;
  readonly review: Review;
  readonly people: readonly ComparedPerson[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly now: Date;
};

/** One record against each person whom it fits, and the decision. */
export function reviewPage({ scheme, session, review, people, typed, errors, now }: ReviewProps) {
  return page({
    scheme,
    session,
    // No name: a browser keeps titles in its history.
    title: WORDS.whose,
    at: "/links",
    crumbs: [{ text: WORDS.title, href: "/links" }, { text: WORDS.whose }],
    errors,
    children: (
      <>
        <h1 class="govuk-heading-l">{WORDS.whose}</h1>
        <p class="govuk-body">{WORDS.cameIn(sinceWhen(new Date(review.createdAt), now), people.length)}</p>
        {mayBeTwins(people) ? (
          <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">
              !
            </span>
            <strong class="govuk-warning-text__text">{WORDS.twins}</strong>
          </div>
        ) : null}
        <ComparedTable people={people} />
        <p class="govuk-body">
          <strong>{WORDS.blind}</strong> {WORDS.blindMore}
        </p>
        <DecisionForm
          session={session}
          at={`/links/${review.reviewId}`}
          people={people}
          typed={typed}
          errorAt={(id) => errors.find(({ href }) => href === `#${id}`)?.text}
        />
      </>
    ),
  });
}
