import { Hono } from "hono";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { NothingHere, needed } from "../hub/hub-answer.ts";
import { ageOf, fullDate } from "../words/dates.ts";
import { PEOPLE_WORDS as WORDS } from "../words/people-words.ts";
import { SHARED_WORDS } from "../words/shared-words.ts";
import { Colours } from "./colours.tsx";
import { nameIn } from "./find-pages.tsx";
import { valueInLines } from "./value-in-words.ts";

type Person = Exchanges["person-answer"];
type Field = Person["fields"][string];

const PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A person as the agreements let this officer see them for this purpose: colour, and each value with its source and age. */
export function personPages({ scheme, askHub, clock }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get("/people/:personId", async (c) => {
    const { session } = c.var;
    const personId = c.req.param("personId");
    if (!PERSON.test(personId)) throw new NothingHere();
    const person = needed<Person>(await askHub(session, "GET", `/v1/people/${personId}`));
    const rag = await askHub(session, "GET", `/v1/people/${personId}/rag`);
    const name = nameIn(person.fields);
    const born = person.fields["identity.dateOfBirth"];
    return c.html(
      page({
        scheme,
        session,
        // A browser keeps titles in its history, and a history is not encrypted.
        title: WORDS.record,
        at: "/find",
        crumbs: [{ text: WORDS.find, href: "/find" }, { text: name }],
        children: (
          <>
            <div class="app-person">
              <div>
                <h1 class="govuk-heading-l">{name}</h1>
                {born === undefined ? null : (
                  <p class="govuk-body app-s">
                    {WORDS.born} {valueInLines(born.value, born.form).join(", ")}
                  </p>
                )}
              </div>
            </div>
            {rag.status === 200 ? <Colours view={rag.body as Exchanges["rag-view"]} now={clock.now()} /> : null}
            <h2 class="govuk-heading-m">{WORDS.record}</h2>
            <p class="govuk-body">{WORDS.recordLead}</p>
            <Record person={person} scheme={scheme} now={clock.now()} />
            <p class="govuk-body app-s">
              {WORDS.onward} {person.obligations.marking}.
            </p>
          </>
        ),
      }),
    );
  });
}

type RecordProps = { readonly person: Person; readonly scheme: ConsoleDependencies["scheme"]; readonly now: Date };

function Record({ person, scheme, now }: RecordProps) {
  const shown = Object.keys(CATALOGUE).flatMap((field) => {
    const value = person.fields[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const groups = [...new Set(shown.map(([field]) => field.split(".")[0] ?? ""))];
  return (
    <table class="govuk-table app-table app-stack">
      <caption class="govuk-visually-hidden">{WORDS.record}</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {[WORDS.what, WORDS.value, WORDS.from, WORDS.asOf].map((head) => (
            <th scope="col" class="govuk-table__header">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody>
          <tr class="app-grp">
            <th colspan={4} scope="colgroup">
              {SHARED_WORDS.group(group)}
            </th>
          </tr>
          {shown
            .filter(([field]) => field.startsWith(`${group}.`))
            .map(([field, value]) => (
              <Row field={field} value={value} scheme={scheme} now={now} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

type RowProps = Pick<RecordProps, "scheme" | "now"> & { readonly field: string; readonly value: Field };

function Row({ field, value, scheme, now }: RowProps) {
  const { source = "", asOf } = value;
  const agency = scheme.agencies.find(({ agencyId, agencyType }) => agencyId === source || agencyType === source);
  return (
    <tr class="govuk-table__row">
      <th scope="row" class="govuk-table__header">
        {isFieldPath(field) ? CATALOGUE[field].title : field}
      </th>
      <td class="govuk-table__cell" data-l={WORDS.value}>
        {valueInLines(value.value, value.form).map((line) => (
          <span class="app-block">{line}</span>
        ))}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.from}>
        {agency?.label ?? source}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.asOf}>
        {asOf === undefined ? "" : `${fullDate(new Date(asOf))}, ${ageOf(new Date(asOf), now)}`}
      </td>
    </tr>
  );
}
