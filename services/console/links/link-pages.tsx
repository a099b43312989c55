import { type Context, Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import type { FieldError } from "../govuk/error-summary.tsx";
import { attempted, NothingHere, needed } from "../hub/hub-answer.ts";
import { nameIn } from "../people/find-pages.tsx";
import type { Session } from "../session/session.ts";
import { LINK_WORDS as WORDS } from "../words/link-words.ts";
import { PEOPLE_WORDS } from "../words/people-words.ts";
import type { ComparedPerson, Fields } from "./compared-table.tsx";
import type { Typed } from "./decision-form.tsx";
import { type Review, reviewList } from "./review-list.tsx";
import { reviewPage } from "./review-page.tsx";

const REASON = { min: 10, max: 1000 } as const;
const NOTHING: Typed = { choice: "", why: "" };

type Asking = Pick<ConsoleDependencies, "askHub">;

/**
 * Records that wait for a coordinator (design/console 5.10). What came in is shown only by how it compares, in every review alike:
 * who sent it, or what it says, could tell that somebody is in treatment.
 */
export function linkPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { scheme, askHub, clock, desk } = deps;
  const show = async (session: Session, review: Review, typed: Typed, errors: readonly FieldError[]) => {
    const people = await peopleOf(deps, session, review);
    return reviewPage({ scheme, session, review, people, typed, errors, now: clock.now() });
  };
  return new Hono<ConsoleEnv>()
    .get("/links", async (c) => {
      const { session } = c.var;
      const reviews = await waiting(deps, session);
      const said = desk.find<string>(session.id, c.req.query("said") ?? "");
      return c.html(reviewList({ scheme, session, reviews, said, now: clock.now() }));
    })
    .get("/links/:reviewId", async (c) => c.html(await show(c.var.session, await reviewOf(c, deps), NOTHING, [])))
    .post("/links/:reviewId", async (c) => {
      const { session } = c.var;
      const review = await reviewOf(c, deps);
      const typed = readTyped(await c.req.parseBody());
      const errors = faultsIn(typed, review);
      if (errors.length > 0) return c.html(await show(session, review, typed, errors), 422);
      const path = `/v1/links/reviews/${review.reviewId}/decision`;
      const answer = attempted(await askHub(session, "POST", path, { body: decisionIn(typed) }));
      if ("refusal" in answer) return c.html(await show(session, review, typed, [{ text: answer.refusal.says }]), 422);
      return c.redirect(`/links?said=${desk.keep(session.id, WORDS.saved)}`, 303);
    });
}

async function waiting({ askHub }: Asking, session: Session): Promise<readonly Review[]> {
  return needed<Exchanges["link-reviews"]>(await askHub(session, "GET", "/v1/links/reviews")).reviews;
}

/** One that is not waiting for this officer any more is as good as none. */
async function reviewOf(c: Context<ConsoleEnv>, deps: Asking): Promise<Review> {
  const found = (await waiting(deps, c.var.session)).find(({ reviewId }) => reviewId === c.req.param("reviewId"));
  if (found === undefined) throw new NothingHere();
  return found;
}

/** Each person's own values, as far as this officer may see them. */
async function peopleOf(
  { askHub }: Asking,
  session: Session,
  { candidates }: Review,
): Promise<readonly ComparedPerson[]> {
  const answers = await Promise.all(candidates.map(({ personId }) => askHub(session, "GET", `/v1/people/${personId}`)));
  return candidates.map((candidate, at) => {
    const answer = answers[at];
    const fields: Fields = answer?.status === 200 ? (answer.body as Exchanges["person-answer"]).fields : {};
    const name = nameIn(fields);
    return { candidate, fields, name: name === PEOPLE_WORDS.unnamed ? WORDS.person(at) : name };
  });
}

function readTyped(form: Readonly<Record<string, unknown>>): Typed {
  const read = (name: string): string => (typeof form[name] === "string" ? form[name].trim() : "");
  return { choice: read("choice"), why: read("why") };
}

function faultsIn({ choice, why }: Typed, { candidates }: Review): readonly FieldError[] {
  const choices = ["none", "refer", ...candidates.map(({ personId }) => personId)];
  return [
    ...(choices.includes(choice) ? [] : [{ text: WORDS.noChoice, href: "#choice" }]),
    ...(why.length >= REASON.min && why.length <= REASON.max ? [] : [{ text: WORDS.noWhy, href: "#why" }]),
  ];
}

function decisionIn({ choice, why: reason }: Typed): Exchanges["link-decision"] {
  switch (choice) {
    case "none":
      return { decision: "not-link", reason };
    case "refer":
      return { decision: "refer", reason };
    default:
      return { decision: "link", personId: choice, reason };
  }
}
