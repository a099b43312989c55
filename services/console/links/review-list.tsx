import type { Exchanges } from "#schemas/generated/types.ts";
import { page } from "../frame/page.tsx";
import { SuccessBanner } from "../govuk/notification.tsx";
import type { Session } from "../session/session.ts";
import { sinceWhen } from "../words/dates.ts";
import { LINK_WORDS as WORDS } from "../words/link-words.ts";

export type Review = Exchanges["link-reviews"]["reviews"][number];

type ListProps = {
  readonly scheme: Parameters<typeof page>[0]["scheme"];
  readonly session: Session;
  readonly reviews: readonly Review[];
  /** What was done on the page before, told once. */
  readonly said: string | null;
  readonly now: Date;
};

/** The records that wait for this officer, oldest first. */
export function reviewList({ scheme, session, reviews, said, now }: ListProps) {
  return page({
    scheme,
    session,
    title: WORDS.title,
    at: "/links",
    children: (
      <>
        {said === null ? null : <SuccessBanner>{said}</SuccessBanner>}
        <h1 class="govuk-heading-l">{WORDS.title}</h1>
        <p class="govuk-body">{reviews.length === 0 ? WORDS.none : WORDS.lead}</p>
        {reviews.length === 0 ? null : <Table reviews={reviews} now={now} />}
      </>
    ),
  });
}

function Table({ reviews, now }: Pick<ListProps, "reviews" | "now">) {
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-visually-hidden">{WORDS.title}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {[WORDS.came, WORDS.fits, WORDS.state, WORDS.decision].map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reviews.map((review) => (
          <Row review={review} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ review, now }: { readonly review: Review; readonly now: Date }) {
  const when = sinceWhen(new Date(review.createdAt), now);
  return (
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header">
        {when}
      </th>
      <td class="govuk-table__cell" data-l={WORDS.fits}>
        {WORDS.people(review.candidates.length)}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.state}>
        {WORDS.states[review.state] ?? review.state}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.decision}>
        <a class="govuk-link" href={`/links/${review.reviewId}`}>
          {WORDS.open}
          <span class="govuk-visually-hidden">{WORDS.hiddenOpen(when)}</span>
        </a>
      </td>
    </tr>
  );
}
