import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { ButtonLink } from "../govuk/button.tsx";
import { Tag, type TagColour } from "../govuk/tag.tsx";
import { needed } from "../hub/hub-answer.ts";
import { AGREEMENT_WORDS } from "../words/agreement-words.ts";
import { countOf } from "../words/count.ts";
import { fullDate } from "../words/dates.ts";
import { atStart } from "../words/labels.ts";

type Outline = Exchanges["agreements-answer"]["agreements"][number];

const OVER: ReadonlySet<Outline["state"]> = new Set(["superseded", "expired", "terminated", "deleted"]);
const OPEN: ReadonlySet<Outline["state"]> = new Set(["draft", "proposed", "approved"]);

/** Where each agreement stands: one state, one sentence, one next action; what waits for this officer first. */
export function listPages({ scheme, askHub }: ConsoleDependencies): Hono<ConsoleEnv> {
  const words = AGREEMENT_WORDS.list;
  return new Hono<ConsoleEnv>().get("/agreements", async (c) => {
    const { session } = c.var;
    const answer = await askHub(session, "GET", "/v1/agreements");
    const { agreements } = needed<Exchanges["agreements-answer"]>(answer);
    const newestFirst = agreements.toSorted((one, other) => other.version - one.version);
    const open = newestFirst.filter(({ state }) => OPEN.has(state));
    const over = newestFirst.filter(({ state }) => OVER.has(state));
    const standing = newestFirst.filter(({ state }) => !OPEN.has(state) && !OVER.has(state));
    return c.html(
      page({
        scheme,
        session,
        title: words.title,
        at: "/agreements",
        children: (
          <>
            <div class="app-h1row">
              <div>
                <h1 class="govuk-heading-l">{words.title}</h1>
                <p class="govuk-body govuk-!-margin-bottom-0">{words.lead}</p>
              </div>
            </div>
            <h2 class="govuk-heading-m">{words.open}</h2>
            {open.length === 0 ? <p class="govuk-body">{words.noneOpen}</p> : <Cards outlines={open} />}
            <h2 class="govuk-heading-m">{words.all}</h2>
            {standing.length === 0 ? <p class="govuk-body">{words.noneStanding}</p> : <Cards outlines={standing} />}
            {over.length === 0 ? null : (
              <>
                <h2 class="govuk-heading-m">{words.over}</h2>
                <Cards outlines={over} />
              </>
            )}
          </>
        ),
      }),
    );
  });
}

function Cards({ outlines }: { readonly outlines: readonly Outline[] }) {
  return (
    <ul class="app-agr">
      {outlines.map((outline) => (
        <Card {...outline} />
      ))}
    </ul>
  );
}

const LOOKS: Readonly<Record<Outline["state"], { readonly edge: string; readonly tag: TagColour }>> = {
  draft: { edge: "s-draft", tag: "yellow" },
  proposed: { edge: "s-wait", tag: "blue" },
  approved: { edge: "s-wait", tag: "blue" },
  active: { edge: "s-on", tag: "green" },
  suspended: { edge: "s-stop", tag: "red" },
  expired: { edge: "s-over", tag: "grey" },
  terminated: { edge: "s-over", tag: "grey" },
  superseded: { edge: "s-over", tag: "grey" },
  deleted: { edge: "s-over", tag: "grey" },
};

function Card({ id, version, title, state, nextStep, from, to, parties, purposes }: Outline) {
  const words = AGREEMENT_WORDS.list;
  const { edge, tag } = LOOKS[state];
  const at = `/agreements/${id}/${version}`;
  return (
    <li class={edge}>
      <div>
        <h3 class="app-agr__title">
          <a class="govuk-link" href={at}>
            {title}, {OPEN.has(state) ? words.draftVersion : words.version} {version}
          </a>
        </h3>
        <p>
          <Tag colour={tag}>{atStart(nextStep)}</Tag>
        </p>
        <p>
          {countOf(parties.length, "agency", "agencies")}, {countOf(purposes.length, "purpose")}.
        </p>
        <p class="app-soft">{words.dates(fullDate(new Date(from)), fullDate(new Date(to)))}</p>
      </div>
      <div class="is-next app-s">
        {OPEN.has(state) ? (
          <ButtonLink href={`${at}/changes`}>
            {words.readChanges}
            <span class="govuk-visually-hidden">
              {" "}
              {words.of} {title}
            </span>
          </ButtonLink>
        ) : (
          <Ways at={at} title={title} id={id} />
        )}
      </div>
    </li>
  );
}

function Ways({ at, title, id }: { readonly at: string; readonly title: string; readonly id: string }) {
  const words = AGREEMENT_WORDS.list;
  const ways = [
    { href: `/shared?agreement=${encodeURIComponent(id)}`, text: words.whatIsShared },
    { href: `${at}#rules`, text: words.rules },
    { href: `${at}#history`, text: words.history },
  ];
  return (
    <ul class="app-list-plain">
      {ways.map(({ href, text }) => (
        <li>
          <a class="govuk-link" href={href}>
            {text}
            <span class="govuk-visually-hidden">: {title}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
