import { formInShort, formInWords, valueInWords } from "#policies/words/policy-words.ts";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { PURPOSES } from "#schemas/vocabulary.ts";
import { fieldTitle } from "../changes/change-table.tsx";
import type { ConsoleDependencies } from "../console-env.ts";
import { Button } from "../govuk/button.tsx";
import { Select } from "../govuk/text-fields.tsx";
import type { Session } from "../session/session.ts";
import { atStart, purposeLabel } from "../words/labels.ts";
import { SHARED_WORDS as WORDS } from "../words/shared-words.ts";
import { cellOf, type factsOf, type MatrixCell, type ReachCell, type Supposed } from "./matrix.ts";

type Outline = Exchanges["agreements-answer"]["agreements"][number];

export type Asked = {
  readonly agreements: readonly Outline[];
  readonly outline: Outline;
  readonly purposes: readonly string[];
  readonly purpose: string;
  /** Of this purpose. */
  readonly cells: readonly ReachCell[];
  readonly facts: ReturnType<typeof factsOf>;
  readonly supposed: Supposed;
  /** The address of this table, and what it asks for. */
  readonly here: string;
  readonly picked: string;
};

type MatrixProps = {
  readonly asked: Asked;
  readonly scheme: ConsoleDependencies["scheme"];
  readonly session: Session;
  readonly now: Date;
};

export function MatrixPage({ asked, scheme, session, now }: MatrixProps) {
  const columns = asked.outline.parties.filter(({ id }) => asked.cells.some(({ party }) => party === id));
  const fields = Object.keys(CATALOGUE).filter((field) => asked.cells.some((cell) => cell.field === field));
  const rows = fields.map((field) => ({
    field,
    cells: columns.map(({ id }) => {
      const own = asked.cells.filter((cell) => cell.party === id && cell.field === field);
      return { party: id, cell: own.length === 0 ? null : cellOf(own, asked.supposed, now) };
    }),
  }));
  const open = rows.flatMap(({ cells }) => cells).filter(({ cell }) => cell !== null && cell.forms.length > 1).length;
  return (
    <>
      <p class="govuk-body">{WORDS.lead(`${asked.outline.title}, version ${asked.outline.version}`)}</p>
      <Pickers asked={asked} />
      <p class="govuk-body app-s">{WORDS.depends(open)}</p>
      <Key />
      {rows.length === 0 ? (
        <p class="govuk-body">{WORDS.empty}</p>
      ) : (
        <>
          <p class="govuk-body">
            <strong>{WORDS.choose}</strong>
          </p>
          <section class="app-scroll" aria-labelledby="matrix" tabindex={0}>
            <table class="govuk-table app-table app-matrix">
              <caption class="govuk-visually-hidden" id="matrix">
                {WORDS.table}
              </caption>
              <thead>
                <tr class="govuk-table__row">
                  <th scope="col" class="govuk-table__header">
                    {WORDS.information}
                  </th>
                  {columns.map(({ label }) => (
                    <th scope="col" class="govuk-table__header">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              {groupsOf(rows).map(({ group, own }) => (
                <tbody>
                  <tr class="app-grp">
                    <th colspan={columns.length + 1} scope="colgroup">
                      {WORDS.group(group)}
                    </th>
                  </tr>
                  {own.map(({ field, cells }) => (
                    <tr class="govuk-table__row">
                      <th scope="row" class="govuk-table__header">
                        {fieldTitle(field)}
                      </th>
                      {cells.map(({ party, cell }) => (
                        <td class="govuk-table__cell">
                          {cell === null || cell.forms.every((form) => form === "withhold") ? (
                            <Nothing field={field} party={party} scheme={scheme} session={session} />
                          ) : (
                            <Told
                              cell={cell}
                              href={`/shared/cell?${asked.picked}&party=${party}&field=${field}`}
                              about={fieldTitle(field)}
                            />
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </section>
        </>
      )}
    </>
  );
}

type Row = {
  readonly field: string;
  readonly cells: readonly { readonly party: string; readonly cell: MatrixCell | null }[];
};

function groupsOf(rows: readonly Row[]): readonly { readonly group: string; readonly own: readonly Row[] }[] {
  const groups = [...new Set(rows.map(({ field }) => field.split(".")[0] ?? ""))];
  return groups.map((group) => ({ group, own: rows.filter(({ field }) => field.startsWith(`${group}.`)) }));
}

function Told({ cell, href, about }: { readonly cell: MatrixCell; readonly href: string; readonly about: string }) {
  const [form = "withhold", ...others] = cell.forms;
  const [look, words] = others.length > 0 ? ["dep", WORDS.dependsWord] : [lookOf(form), atStart(formInShort(form))];
  return (
    <a
      class={`app-cell app-cell--${look}`}
      href={href}
      title={others.length > 0 ? undefined : atStart(formInWords(form))}
    >
      {words}
      <span class="govuk-visually-hidden">: {about}</span>
    </a>
  );
}

function lookOf(form: string): string {
  if (form === "full") return "full";
  return form === "mask" ? "mask" : "part";
}

type NothingProps = Pick<MatrixProps, "scheme" | "session"> & { readonly field: string; readonly party: string };

/** Of another agency's column the officer sees what their own gives; more is not theirs to see, shared or not. */
function Nothing({ field, party, scheme, session }: NothingProps) {
  const type = scheme.agencies.find(({ agencyId }) => agencyId === party)?.agencyType;
  if (isFieldPath(field) && CATALOGUE[field].owner === type) return <span class="app-soft">{WORDS.own}</span>;
  if (party !== session.agency) return <span class="app-soft">{WORDS.nothingOfYours}</span>;
  return <span class="app-cell app-cell--none">{WORDS.none}</span>;
}

function Pickers({ asked }: { readonly asked: Asked }) {
  const { agreements, outline, purposes, purpose, facts, supposed } = asked;
  return (
    <form class="app-strip" method="get" action="/shared" aria-label={WORDS.pickers}>
      <Select
        id="agreement"
        label={WORDS.agreement}
        options={agreements.map(({ id, title }) => ({ value: id, text: title, selected: id === outline.id }))}
      />
      <Select
        id="purpose"
        label={WORDS.purpose}
        options={purposes.map((one) => ({ value: one, text: labelOf(one), selected: one === purpose }))}
      />
      {facts.map(({ fact, values }) => (
        <Select
          id={fact}
          label={WORDS.fact(fact)}
          options={[
            { value: "", text: WORDS.any, selected: !supposed.has(fact) },
            ...values.map((value) => ({
              value,
              text: value === "unknown" ? WORDS.notKnown : atStart(valueInWords(fact, value)),
              selected: supposed.get(fact) === value,
            })),
          ]}
        />
      ))}
      <Button kind="secondary">{WORDS.show}</Button>
    </form>
  );
}

function labelOf(purpose: string): string {
  const known = PURPOSES.find((one) => one === purpose);
  return known === undefined ? purpose : purposeLabel(known);
}

function Key() {
  const keys = [
    ["full", WORDS.full, WORDS.fullMeans],
    ["part", WORDS.band, WORDS.bandMeans],
    ["mask", WORDS.exists, WORDS.existsMeans],
    ["dep", WORDS.dependsWord, WORDS.dependsMeans],
    ["none", WORDS.none, ""],
  ] as const;
  return (
    <ul class="app-key">
      {keys.map(([look, words, means]) => (
        <li>
          <span class={`app-cell app-cell--${look}`}>{words}</span> {means}
        </li>
      ))}
    </ul>
  );
}
