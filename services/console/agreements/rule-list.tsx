import { RULE_WORDS } from "../words/rule-words.ts";
import type { AgreementText, RuleText } from "./agreement-text.ts";
import { sentenceOf } from "./rule-sentence.ts";

type RuleProps = {
  readonly rule: RuleText;
  readonly text: AgreementText;
  readonly heading: string;
  readonly href?: string;
};

/** One rule as a sentence with its unknown cases. */
export function RuleAsSentence({ rule, text, heading, href }: RuleProps) {
  const { opening, grants, from, unknown, onward } = sentenceOf(rule, text);
  return (
    <li class="app-rule" id={`rule-${rule.id}`}>
      <h3>
        {href === undefined ? (
          heading
        ) : (
          <a class="govuk-link" href={href}>
            {heading}
          </a>
        )}
      </h3>
      <p class="app-s">{opening}</p>
      <ul class="govuk-list govuk-list--bullet app-s">
        {grants.map(({ fields, form }) => (
          <li>
            {fields}: <strong>{form}</strong>
          </li>
        ))}
      </ul>
      {from === null ? null : (
        <p class="app-xs">
          {RULE_WORDS.from} {from}. {onward}
        </p>
      )}
      {unknown.length === 0 ? null : (
        <ul class="govuk-list app-xs">
          {unknown.map((words) => (
            <li>{words}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

export function headingOf(rule: RuleText, { clauses }: AgreementText): string {
  const clause = clauses.find(({ id }) => id === rule.clause);
  return `${RULE_WORDS.clause} ${rule.clause}, ${RULE_WORDS.rule} ${rule.id}${clause === undefined ? "" : `: ${clause.text}`}`;
}
