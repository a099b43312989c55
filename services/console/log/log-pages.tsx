import { type Context, Hono } from "hono";
import { formInWords, roleInWords, valueInWords } from "#policies/words/policy-words.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { fieldTitle } from "../changes/change-table.tsx";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { Tag } from "../govuk/tag.tsx";
import { NothingHere, needed } from "../hub/hub-answer.ts";
import { dayAndSecond } from "../words/dates.ts";
import { atStart, purposeInSentence } from "../words/labels.ts";
import { LOG_WORDS as WORDS } from "../words/log-words.ts";
import { SHARED_WORDS } from "../words/shared-words.ts";
import { faultsOf, type LogFilter, NO_FILTER, queryOf, readFilter } from "./log-filter.ts";
import { LogList } from "./log-list.tsx";

type Page = Exchanges["audit-disclosures"];
type Explained = Exchanges["audit-disclosure"];

const PAGE_MAX = 50;
const RECEIPT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who was told what, to and from this officer's agency, and behind each entry why. */
export function logPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { desk, askHub } = deps;
  return new Hono<ConsoleEnv>()
    .get("/log", async (c) => {
      const { session } = c.var;
      const filter = desk.find<LogFilter>(session.id, c.req.query("look") ?? "") ?? NO_FILTER;
      const query = queryOf(filter);
      query.set("limit", String(PAGE_MAX));
      const cursor = desk.find<string>(session.id, c.req.query("from") ?? "");
      if (cursor !== null) query.set("cursor", cursor);
      const found = needed<Page>(await askHub(session, "GET", `/v1/audit/disclosures?${query}`));
      const older = found.cursor === null ? null : olderPage(c, deps, found.cursor);
      return showLog(c, deps, { filter, found, older });
    })
    .post("/log", async (c) => {
      const filter = readFilter(await c.req.parseBody());
      if (faultsOf(filter).length > 0) return showLog(c, deps, { filter, found: null, older: null });
      return c.redirect(`/log?look=${desk.keep(c.var.session.id, filter)}`, 303);
    })
    .get("/log/:receipt", async (c) => {
      const receipt = c.req.param("receipt");
      if (!RECEIPT.test(receipt)) throw new NothingHere();
      return showOne(
        c,
        deps,
        needed<Explained>(await askHub(c.var.session, "GET", `/v1/audit/disclosures/${receipt}`)),
      );
    });
}

function olderPage(c: Context<ConsoleEnv>, { desk }: ConsoleDependencies, cursor: string): string {
  const look = c.req.query("look");
  return `/log?${look === undefined ? "" : `look=${encodeURIComponent(look)}&`}from=${desk.keep(c.var.session.id, cursor)}`;
}

type Showing = { readonly filter: LogFilter; readonly found: Page | null; readonly older: string | null };

function showLog(c: Context<ConsoleEnv>, { scheme, clock }: ConsoleDependencies, { filter, found, older }: Showing) {
  const errors = faultsOf(filter);
  const body = page({
    scheme,
    session: c.var.session,
    title: WORDS.title,
    at: "/log",
    wide: true,
    errors,
    children: (
      <>
        <h1 class="govuk-heading-l">{WORDS.title}</h1>
        <p class="govuk-body">{WORDS.lead}</p>
        <LogList {...{ filter, found, older, errors, scheme }} session={c.var.session} now={clock.now()} />
      </>
    ),
  });
  return c.html(body, errors.length === 0 ? 200 : 422);
}

function showOne(c: Context<ConsoleEnv>, { scheme, clock }: ConsoleDependencies, one: Explained) {
  const labelOf = (party: string) => scheme.agencies.find(({ agencyId }) => agencyId === party)?.label ?? party;
  const { recipient, agreement } = one;
  return c.html(
    page({
      scheme,
      session: c.var.session,
      title: WORDS.whyTitle,
      at: "/log",
      crumbs: [{ text: WORDS.title, href: "/log" }, { text: WORDS.whyTitle }],
      children: (
        <>
          <h1 class="govuk-heading-l">{WORDS.whyTitle}</h1>
          <p class="govuk-body app-soft">
            {dayAndSecond(new Date(one.at), clock.now())} · {WORDS.entry(one.receipt.logIndex)}
          </p>
          <p class="govuk-body">
            <Tag colour="purple">{WORDS.given}</Tag> <strong>{WORDS.reference(one.personId)}</strong>
          </p>
          <p class="govuk-body">
            {WORDS.to} <strong>{labelOf(recipient.party)}</strong> ({roleInWords(recipient.role)}),{" "}
            {WORDS.outlet(one.outlet)}. {WORDS.for(purposeInSentence(one.purpose))}.
          </p>
          <p class="govuk-body">
            {WORDS.agreement}{" "}
            <a class="govuk-link" href={`/agreements/${agreement.id}/${agreement.version}`}>
              {agreement.id}, {WORDS.version} {agreement.version}
            </a>
            .
          </p>
          <h2 class="govuk-heading-m">{WORDS.facts}</h2>
          <Facts facts={one.facts} />
          {one.explained ? <Fields fields={one.fields} labelOf={labelOf} /> : <p class="govuk-body">{WORDS.notKept}</p>}
          <h2 class="govuk-heading-m">{WORDS.proof}</h2>
          <p class="govuk-body">{WORDS.proofText(one.receipt.logIndex)}</p>
        </>
      ),
    }),
  );
}

function Facts({ facts }: Pick<Explained, "facts">) {
  const known = Object.entries(facts);
  if (known.length === 0) return <p class="govuk-body">{WORDS.noFacts}</p>;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {known.map(([fact, value]) => (
        <li>
          {SHARED_WORDS.fact(fact)}: {isFact(fact) ? valueInWords(fact, value) : value}
        </li>
      ))}
    </ul>
  );
}

function isFact(name: string): name is Fact {
  return Object.hasOwn(FACT_VALUES, name);
}

type FieldsProps = Pick<Explained, "fields"> & { readonly labelOf: (party: string) => string };

function Fields({ fields, labelOf }: FieldsProps) {
  const heads = [WORDS.information, WORDS.form, WORDS.gave, WORDS.reasonHead];
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-table__caption govuk-table__caption--m">{WORDS.why}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {heads.map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {fields.map(({ field, form, originator, reason, clause, rule, left }) => (
          <tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">
              {fieldTitle(field)}
            </th>
            <td class="govuk-table__cell" data-l={WORDS.form}>
              {left ? atStart(formInWords(form)) : WORDS.notLeft}
            </td>
            <td class="govuk-table__cell" data-l={WORDS.gave}>
              {originator === null ? "" : labelOf(originator)}
            </td>
            <td class="govuk-table__cell" data-l={WORDS.reasonHead}>
              {WORDS.reason(reason)}
              {clause === null ? "" : ` ${WORDS.clause} ${clause}, ${WORDS.rule} ${rule}.`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
