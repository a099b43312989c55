import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { Csrf, page } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import type { FieldError } from "../govuk/error-summary.tsx";
import { Input } from "../govuk/text-fields.tsx";
import { attempted } from "../hub/hub-answer.ts";
import type { Session } from "../session/session.ts";
import { PEOPLE_WORDS as WORDS } from "../words/people-words.ts";

type Hit = Exchanges["search-answer"]["people"][number];
type Typed = { readonly firstName: string; readonly lastName: string; readonly born: string };
type Finding = { readonly typed: Typed; readonly hits: readonly Hit[] };

const NOTHING: Typed = { firstName: "", lastName: "", born: "" };
const HITS_MAX = 50;

/** Finding somebody by a form; who was found lies on the officer's desk, and the address says nothing of them. */
export function findPages({ scheme, askHub, desk }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get("/find", (c) => {
      const finding = desk.find<Finding>(c.var.session.id, c.req.query("found") ?? "");
      return c.html(show(c.var.session, finding?.typed ?? NOTHING, finding?.hits ?? null, []));
    })
    .post("/find", async (c) => {
      const { session } = c.var;
      const typed = readTyped(await c.req.parseBody());
      const match = matchOf(typed);
      if ("errors" in match) return c.html(show(session, typed, null, match.errors), 422);
      const body = { match: match.match, limit: HITS_MAX };
      const answer = attempted<Exchanges["search-answer"]>(await askHub(session, "POST", "/v1/searches", { body }));
      if ("refusal" in answer) return c.html(show(session, typed, null, [{ text: answer.refusal.says }]), 422);
      const finding: Finding = { typed, hits: answer.body.people };
      return c.redirect(`/find?found=${desk.keep(session.id, finding)}`, 303);
    });

  function show(session: Session, typed: Typed, hits: readonly Hit[] | null, errors: readonly FieldError[]) {
    const errorAt = (id: string) => errors.find(({ href }) => href === `#${id}`)?.text;
    return page({
      scheme,
      session,
      title: WORDS.find,
      at: "/find",
      errors,
      children: (
        <>
          <h1 class="govuk-heading-l">{WORDS.find}</h1>
          <p class="govuk-body">{WORDS.findLead}</p>
          <form method="post" action="/find">
            <Csrf session={session} />
            <Input
              id="firstName"
              label={WORDS.firstName}
              value={typed.firstName}
              autocomplete="off"
              error={errorAt("firstName")}
            />
            <Input id="lastName" label={WORDS.lastName} value={typed.lastName} autocomplete="off" />
            <Input
              id="born"
              label={WORDS.born}
              hint={WORDS.bornHint}
              value={typed.born}
              autocomplete="off"
              error={errorAt("born")}
            />
            <Button>{WORDS.search}</Button>
          </form>
          {hits === null ? null : <Hits hits={hits} />}
        </>
      ),
    });
  }
}

function Hits({ hits }: { readonly hits: readonly Hit[] }) {
  return (
    <section>
      <h2 class="govuk-heading-m">
        {WORDS.results}: {WORDS.found(hits.length)}
      </h2>
      {hits.length === 0 ? <p class="govuk-body">{WORDS.none}</p> : null}
      <ul class="govuk-list">
        {hits.map(({ personId, fields }) => (
          <li>
            <a class="govuk-link" href={`/people/${personId}`}>
              {nameIn(fields)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** As far as the name is shared. */
export function nameIn(fields: Hit["fields"]): string {
  const told = ["identity.firstName", "identity.lastName"].flatMap((field) => {
    const value = fields[field]?.value;
    return typeof value === "string" ? [value] : [];
  });
  return told.length === 0 ? WORDS.unnamed : told.join(" ");
}

function readTyped(form: Readonly<Record<string, unknown>>): Typed {
  const read = (name: keyof Typed): string => (typeof form[name] === "string" ? form[name].trim().slice(0, 200) : "");
  return { firstName: read("firstName"), lastName: read("lastName"), born: read("born") };
}

function matchOf({
  firstName,
  lastName,
  born,
}: Typed): { readonly match: Readonly<Record<string, string>> } | { readonly errors: readonly FieldError[] } {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(born) ?? [];
  if (born !== "" && day === "") return { errors: [{ text: WORDS.wrongDay, href: "#born" }] };
  const match = {
    ...(firstName === "" ? {} : { "identity.firstName": firstName }),
    ...(lastName === "" ? {} : { "identity.lastName": lastName }),
    ...(born === "" ? {} : { "identity.dateOfBirth": `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` }),
  };
  return Object.keys(match).length === 0 ? { errors: [{ text: WORDS.nothingTyped, href: "#firstName" }] } : { match };
}
