import { formInWords, roleInWords } from "#policies/words/policy-words.ts";
import { type AgreementText, partyLabel } from "../agreements/agreement-text.ts";
import { CHANGE_WORDS as WORDS } from "../words/change-words.ts";
import { fieldTitle } from "./change-table.tsx";
import type { Simulation } from "./read-change.ts";

const WIDTH = 760;
const HEIGHT = 34;

type PastProps = { readonly past: Simulation; readonly text: AgreementText };

/** What the past 30 days would have been: figures in a table, and the same figures as a bar. */
export function ThePast({ past, text }: PastProps) {
  const { decisions, changed, changes, cannotTell } = past;
  return (
    <section>
      <h2 class="govuk-heading-m govuk-!-margin-top-7">{WORDS.past}</h2>
      <p class="govuk-body">{WORDS.pastLead(decisions, changed)}</p>
      <Bar past={past} />
      {changes.length + cannotTell.length === 0 ? null : (
        <table class="govuk-table app-table app-stack">
          <caption class="govuk-visually-hidden">{WORDS.pastTable}</caption>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              {[WORDS.result, WORDS.disclosures, WORDS.people, WORDS.givenTo].map((head) => (
                <th scope="col" class="govuk-table__header">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {changes.map((change) => (
              <Row
                {...change}
                text={text}
                result={`${change.direction === "gain" ? WORDS.pastMore : WORDS.pastLess}: ${fieldTitle(change.field)}, ${formInWords(change.to)}`}
              />
            ))}
            {cannotTell.map((unknown) => (
              <Row {...unknown} text={text} result={`${WORDS.cannotTell}: ${fieldTitle(unknown.field)}`} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type RowProps = {
  readonly result: string;
  readonly decisions: number;
  readonly people: number;
  readonly party: string;
  readonly role: string;
  readonly text: AgreementText;
};

function Row({ result, decisions, people, party, role, text }: RowProps) {
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell">{result}</td>
      <td class="govuk-table__cell" data-l={WORDS.disclosures}>
        {decisions}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.people}>
        {people}
      </td>
      <td class="govuk-table__cell" data-l={WORDS.givenTo}>
        {roleInWords(role)}, {partyLabel(text, party)}
      </td>
    </tr>
  );
}

/** Each disclosure once: those that differ, those that cannot be told, and the rest. */
function Bar({ past }: Pick<PastProps, "past">) {
  const { decisions, changed, undecided, changes } = past;
  if (decisions === 0) return null;
  const gained = changes.some(({ direction }) => direction === "gain");
  const parts = [
    { count: changed, fill: gained ? "#54319f" : "#0f7a52" },
    { count: undecided, fill: "#858686" },
    { count: Math.max(0, decisions - changed - undecided), fill: "#e4e7ea" },
  ];
  let x = 0;
  return (
    <svg
      class="app-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={WORDS.bar(changed, undecided, parts[2]?.count ?? 0)}
    >
      {parts.map(({ count, fill }) => {
        const width = (count / decisions) * WIDTH;
        const at = x;
        x += width;
        return <rect x={at.toFixed(1)} y="0" width={width.toFixed(1)} height={String(HEIGHT)} fill={fill} />;
      })}
    </svg>
  );
}
