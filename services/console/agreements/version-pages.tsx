import { Hono } from "hono";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { ButtonLink } from "../govuk/button.tsx";
import { SuccessBanner } from "../govuk/notification.tsx";
import { Tag } from "../govuk/tag.tsx";
import { fullDate } from "../words/dates.ts";
import { atStart } from "../words/labels.ts";
import { VERSION_WORDS as WORDS } from "../words/version-words.ts";
import { History } from "./history.tsx";
import { headingOf, RuleAsSentence } from "./rule-list.tsx";
import { StopForm } from "./stop-form.tsx";
import { crumbsTo, nameOf, readVersion, VERSION_PATH, type VersionView } from "./version-view.ts";

/** One version: where it stands, its limits and rules as sentences, who signed, and what happened to it. */
export function versionPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { scheme, clock, desk } = deps;
  return new Hono<ConsoleEnv>()
    .get(VERSION_PATH, async (c) => {
      const { session } = c.var;
      const view = await readVersion(c, deps);
      const said = desk.take<string>(session.id, c.req.query("said") ?? "");
      return c.html(
        page({
          scheme,
          session,
          title: nameOf(view),
          at: "/agreements",
          crumbs: crumbsTo(view),
          children: (
            <>
              {said === null ? null : <SuccessBanner>{said}</SuccessBanner>}
              <h1 class="govuk-heading-l">{nameOf(view)}</h1>
              <Standing {...view} />
              <Limits {...view} />
              <Rules {...view} />
              <History {...view} now={clock.now()} session={session} />
              <StopForm {...view} session={session} />
            </>
          ),
        }),
      );
    })
    .get(`${VERSION_PATH}/schedule`, async (c) => {
      const view = await readVersion(c, deps);
      return c.html(
        page({
          scheme,
          session: c.var.session,
          title: `${WORDS.schedule}: ${nameOf(view)}`,
          at: "/agreements",
          crumbs: crumbsTo(view, WORDS.schedule),
          children: (
            <>
              <h1 class="govuk-heading-l">{WORDS.schedule}</h1>
              <p class="govuk-body">{nameOf(view)}</p>
              <p class="govuk-body app-digest">
                {WORDS.digest}: {view.version.digest}
              </p>
              <Parties {...view} />
              <Limits {...view} />
              <Rules {...view} />
            </>
          ),
        }),
      );
    });
}

function Standing({ version, text, at }: VersionView) {
  const isOpen = ["draft", "proposed", "approved"].includes(version.state);
  return (
    <>
      <p class="govuk-body">
        <Tag>{atStart(version.nextStep)}</Tag>
      </p>
      <p class="govuk-body">
        {WORDS.dates(
          fullDate(new Date(text.effective.from)),
          fullDate(new Date(text.effective.to)),
          fullDate(new Date(text.effective.reviewBy)),
        )}
      </p>
      {isOpen ? <ButtonLink href={`${at}/changes`}>{WORDS.readChanges}</ButtonLink> : null}
      <ul class="govuk-list app-s">
        <li>
          <a class="govuk-link" href={`/shared?agreement=${version.id}`}>
            {WORDS.whatIsShared}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`/try?agreement=${version.id}`}>
            {WORDS.tryIt}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`${at}/schedule`}>
            {WORDS.printSchedule}
          </a>
        </li>
      </ul>
      {version.suspensions.map(({ party, reason, fields }) => (
        <p class="govuk-inset-text">
          {WORDS.suspendedBy(labelOf(text, party), reason, fields === null ? null : fields.length)}
        </p>
      ))}
    </>
  );
}

function Limits({ text }: VersionView) {
  const limits = text.rules.filter(({ kind }) => kind === "limit");
  return limits.length === 0 ? null : (
    <section>
      <h2 class="govuk-heading-m">{WORDS.limits}</h2>
      <p class="govuk-body">{WORDS.limitsLead}</p>
      <ul class="app-list-plain">
        {limits.map((rule) => (
          <RuleAsSentence rule={rule} text={text} heading={headingOf(rule, text)} />
        ))}
      </ul>
    </section>
  );
}

function Rules({ text, at }: VersionView) {
  return (
    <section id="rules">
      <h2 class="govuk-heading-m">{WORDS.rules}</h2>
      <p class="govuk-body">{WORDS.rulesLead}</p>
      <ul class="app-list-plain">
        {text.rules
          .filter(({ kind }) => kind === "permit")
          .map((rule) => (
            <RuleAsSentence rule={rule} text={text} heading={headingOf(rule, text)} href={`${at}/rules/${rule.id}`} />
          ))}
      </ul>
    </section>
  );
}

function Parties({ text, version }: VersionView) {
  return (
    <table class="govuk-table app-table">
      <caption class="govuk-table__caption govuk-table__caption--m">{WORDS.parties}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">
            {WORDS.party}
          </th>
          <th scope="col" class="govuk-table__header">
            {WORDS.bound}
          </th>
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {text.parties.map(({ id, label }) => {
          const from = version.boundFrom[id];
          return (
            <tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header">
                {label}
              </th>
              <td class="govuk-table__cell">{from === undefined ? WORDS.notBound : fullDate(new Date(from))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function labelOf({ parties }: VersionView["text"], party: string): string {
  return parties.find(({ id }) => id === party)?.label ?? party;
}
