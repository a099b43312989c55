import { formInWords, roleInWords } from "#policies/words/policy-words.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { fieldTitle } from "../changes/change-table.tsx";
import type { ConsoleDependencies } from "../console-env.ts";
import { Csrf } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import type { FieldError } from "../govuk/error-summary.tsx";
import { Tag } from "../govuk/tag.tsx";
import { Input, Select } from "../govuk/text-fields.tsx";
import type { Session } from "../session/session.ts";
import { dayAndSecond } from "../words/dates.ts";
import { purposeInSentence } from "../words/labels.ts";
import { LOG_WORDS as WORDS } from "../words/log-words.ts";
import type { LogFilter } from "./log-filter.ts";

type Found = Exchanges["audit-disclosures"];
type Entry = Found["disclosures"][number];

type LogListProps = {
  readonly filter: LogFilter;
  readonly found: Found | null;
  readonly older: string | null;
  readonly errors: readonly FieldError[];
  readonly scheme: ConsoleDependencies["scheme"];
  readonly session: Session;
  readonly now: Date;
};

export function LogList(props: LogListProps) {
  const { found, older, scheme, now } = props;
  const entries = found?.disclosures ?? [];
  return (
    <div class="app-two app-two--side">
      <Filter {...props} />
      {found === null ? (
        <div />
      ) : (
        <div>
          <h2 class="govuk-heading-m">{WORDS.entries(entries.length, older !== null)}</h2>
          {entries.length === 0 ? <p class="govuk-body">{WORDS.none}</p> : null}
          <ol class="app-log">
            {entries.map((entry) => (
              <OneEntry entry={entry} scheme={scheme} now={now} />
            ))}
          </ol>
          {older === null ? null : (
            <p class="govuk-body">
              <a class="govuk-link" href={older}>
                {WORDS.older}
              </a>
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Filter({ filter, errors, scheme, session }: LogListProps) {
  const errorAt = (id: string) => errors.find(({ href }) => href === `#${id}`)?.text;
  return (
    <form class="app-filter" action="/log" method="post" aria-labelledby="filter">
      <Csrf session={session} />
      <h2 class="govuk-heading-s" id="filter">
        {WORDS.filter}
      </h2>
      <Input
        id="person"
        label={WORDS.person}
        hint={WORDS.personHint}
        value={filter.person}
        autocomplete="off"
        error={errorAt("person")}
      />
      <Select
        id="recipient"
        label={WORDS.recipient}
        options={[
          { value: "", text: WORDS.anyone },
          ...scheme.agencies.map(({ agencyId, label }) => ({
            value: agencyId,
            text: label,
            selected: agencyId === filter.recipient,
          })),
        ]}
      />
      <Select
        id="field"
        label={WORDS.field}
        options={[
          { value: "", text: WORDS.anything },
          ...Object.entries(CATALOGUE).map(([field, { title }]) => ({
            value: field,
            text: title,
            selected: field === filter.field,
          })),
        ]}
      />
      <Input id="since" label={WORDS.since} hint={WORDS.dayHint} value={filter.since} error={errorAt("since")} />
      <Input id="until" label={WORDS.until} value={filter.until} error={errorAt("until")} />
      <Button>{WORDS.show}</Button>
      <p class="app-s">
        <a class="govuk-link" href="/log">
          {WORDS.clear}
        </a>
      </p>
    </form>
  );
}

type EntryProps = Pick<LogListProps, "scheme" | "now"> & { readonly entry: Entry };

function OneEntry({ entry, scheme, now }: EntryProps) {
  const { receipt, at, personId, recipient, purpose, outlet, fields } = entry;
  const party = scheme.agencies.find(({ agencyId }) => agencyId === recipient.party)?.label ?? recipient.party;
  const forms = [...new Set(fields.map(({ form }) => form ?? ""))];
  return (
    <li>
      <p class="app-soft">
        {dayAndSecond(new Date(at), now)} · {WORDS.entry(receipt.logIndex)}
      </p>
      <h3>
        <Tag colour="purple">{WORDS.given}</Tag> {WORDS.reference(personId)}
      </h3>
      <p>
        {WORDS.to} <strong>{party}</strong> ({roleInWords(recipient.role)}), {WORDS.outlet(outlet)}.{" "}
        {WORDS.for(purposeInSentence(purpose))}
      </p>
      {forms.map((form) => (
        <p>
          {titlesOf(fields.filter((field) => (field.form ?? "") === form))}
          {form === "" ? "" : `: ${formInWords(form)}`}
        </p>
      ))}
      <p>
        <a class="govuk-link" href={`/log/${receipt.id}`}>
          {WORDS.why}
          <span class="govuk-visually-hidden">, {WORDS.entry(receipt.logIndex)}</span>
        </a>
      </p>
    </li>
  );
}

function titlesOf(fields: Entry["fields"]): string {
  return [...new Set(fields.map(({ field }) => fieldTitle(field)))].join(", ");
}
