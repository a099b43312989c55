import { Csrf } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import { Radios } from "../govuk/choices.tsx";
import { Textarea } from "../govuk/text-fields.tsx";
import type { Session } from "../session/session.ts";
import { LINK_WORDS as WORDS } from "../words/link-words.ts";
import type { ComparedPerson } from "./compared-table.tsx";

/** `choice`: whose it is, by this agency's id; `none` of them; or `refer`. */
export type Typed = { readonly choice: string; readonly why: string };

type DecisionProps = {
  readonly session: Session;
  readonly at: string;
  readonly people: readonly ComparedPerson[];
  readonly typed: Typed;
  readonly errorAt: (id: string) => string | undefined;
};

export function DecisionForm({ session, at, people, typed, errorAt }: DecisionProps) {
  const choices = [
    ...people.map(({ candidate, name }) => ({ value: candidate.personId, text: WORDS.it(name) })),
    { value: "none", text: WORDS.neither(people.length) },
    { value: "refer", text: WORDS.sendOn },
  ];
  return (
    <form method="post" action={at} class="app-noprint">
      <Csrf session={session} />
      <Radios
        name="choice"
        legend={WORDS.decision}
        legendClass="govuk-fieldset__legend--m"
        error={errorAt("choice")}
        items={choices.map((choice) => ({ ...choice, checked: choice.value === typed.choice }))}
      />
      <Textarea id="why" label={WORDS.why} hint={WORDS.whyHint} rows={3} value={typed.why} error={errorAt("why")} />
      <Button>{WORDS.save}</Button>
    </form>
  );
}
