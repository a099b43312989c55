import { type Context, Hono } from "hono";
import { formInWords } from "#policies/words/policy-words.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { Csrf, page } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import { Select } from "../govuk/text-fields.tsx";
import { attempted, NothingHere, needed } from "../hub/hub-answer.ts";
import type { Session } from "../session/session.ts";
import { atStart } from "../words/labels.ts";
import { MOVE_WORDS } from "../words/move-words.ts";
import { RULE_PAGE_WORDS as WORDS } from "../words/rule-page-words.ts";
import type { AgreementText, RuleText } from "./agreement-text.ts";
import { type ChosenForms, formsOf, withForms } from "./edit-rule.ts";
import { refused, saidOn } from "./move-pages.tsx";
import { sentenceOf } from "./rule-sentence.ts";
import { crumbsTo, nameOf, readVersion, VERSION_PATH, type VersionView } from "./version-view.ts";

const RULE_PATH = `${VERSION_PATH}/rules/:rule{[A-Z][0-9]{1,4}}`;

/** One rule: its sentence, what happens when something is not known, its clause, and how much of each kind it gives. */
export function rulePages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(RULE_PATH, async (c) => {
      const view = await readVersion(c, deps);
      const rule = ruleIn(view.text, c);
      return c.html(
        page({
          scheme: deps.scheme,
          session: c.var.session,
          title: WORDS.title(rule.id),
          at: "/agreements",
          crumbs: crumbsTo(view, WORDS.title(rule.id)),
          children: <Rule rule={rule} {...view} session={c.var.session} />,
        }),
      );
    })
    .post(RULE_PATH, async (c) => {
      const view = await readVersion(c, deps);
      const rule = ruleIn(view.text, c);
      const form = await c.req.parseBody();
      const chosen: ChosenForms = new Map(
        [...formsOf(rule)].map(([field, form_]) => {
          // Only what is on the field's ladder can be chosen; anything else leaves it as it is.
          const wanted = CATALOGUE[field].ladder.find((one) => one === form[field]);
          return [field, wanted ?? form_];
        }),
      );
      const { body, path } = await draftOf(deps, c.var.session, view, withForms(view.text, rule.id, chosen));
      const answer = attempted<Exchanges["agreement-moved"]>(await deps.askHub(c.var.session, "POST", path, { body }));
      if ("refusal" in answer) return refused(c, deps, view, answer.refusal);
      const at = `/agreements/${view.version.id}/${answer.body.version}/changes`;
      return saidOn(c, deps, at, MOVE_WORDS.drafted);
    });
}

/** A draft is written over; from any other version a new draft begins, one above the last there is. */
async function draftOf(
  { askHub }: ConsoleDependencies,
  session: Session,
  { version }: VersionView,
  text: AgreementText,
): Promise<{ readonly path: string; readonly body: object }> {
  const path = `/v1/agreements/${version.id}/drafts`;
  if (version.state === "draft") return { path, body: { document: text, replaces: version.digest } };
  const { agreements } = needed<Exchanges["agreements-answer"]>(await askHub(session, "GET", "/v1/agreements"));
  const own = agreements.filter(({ id }) => id === version.id);
  const last = Math.max(...own.map((one) => one.version));
  const inForce = own.find(({ state }) => state === "active" || state === "suspended");
  return { path, body: { document: { ...text, version: last + 1, previous: inForce?.digest ?? null } } };
}

function ruleIn({ rules }: AgreementText, c: Context<ConsoleEnv>): RuleText {
  const rule = rules.find(({ id }) => id === c.req.param("rule"));
  if (rule === undefined) throw new NothingHere();
  return rule;
}

function Rule({
  rule,
  text,
  version,
  at,
  session,
}: VersionView & { readonly rule: RuleText; readonly session: Session }) {
  const { opening, from, unknown, onward } = sentenceOf(rule, text);
  const clause = text.clauses.find(({ id }) => id === rule.clause);
  const canDraft = ["active", "suspended", "draft"].includes(version.state);
  return (
    <>
      <span class="govuk-caption-l">{nameOf({ version, text })}</span>
      <h1 class="govuk-heading-l">{WORDS.title(rule.id)}</h1>
      <form method="post" action={`${at}/rules/${rule.id}`}>
        <Csrf session={session} />
        <div class="app-sentence">
          <h2 class="govuk-heading-m">{WORDS.sentence}</h2>
          <p class="govuk-body">{opening}</p>
          <div class="app-picks">
            {[...formsOf(rule)].map(([field, form]) => (
              <Select
                id={field}
                label={CATALOGUE[field].title}
                options={CATALOGUE[field].ladder.map((step) => ({
                  value: step,
                  text: atStart(formInWords(step)),
                  selected: step === form,
                }))}
              />
            ))}
          </div>
          {from === null ? null : (
            <p class="govuk-body">
              {WORDS.from} {from}. {onward}
            </p>
          )}
          {canDraft ? <Button>{version.state === "draft" ? WORDS.save : WORDS.begin}</Button> : null}
        </div>
      </form>
      {unknown.length === 0 ? null : (
        <section class="app-unknown">
          <h2 class="govuk-heading-m">{WORDS.unknown}</h2>
          <ul class="govuk-list govuk-list--bullet">
            {unknown.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </section>
      )}
      <h2 class="govuk-heading-m">{WORDS.clause(rule.clause)}</h2>
      <blockquote class="app-clause">
        <p class="govuk-body">{clause?.text ?? ""}</p>
      </blockquote>
      {rule.note === undefined ? null : <p class="govuk-body app-s">{rule.note}</p>}
    </>
  );
}
