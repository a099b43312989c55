import { type Context, Hono } from "hono";
import { formInWords, roleInWords, valueInWords } from "#policies/words/policy-words.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { FACT_VALUES, type Fact, PURPOSES } from "#schemas/vocabulary.ts";
import { type AgreementText, asText, partyLabel } from "../agreements/agreement-text.ts";
import type { Version } from "../agreements/version-view.ts";
import { fieldTitle } from "../changes/change-table.tsx";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { Csrf, page } from "../frame/page.tsx";
import { Button } from "../govuk/button.tsx";
import type { FieldError } from "../govuk/error-summary.tsx";
import { Select } from "../govuk/text-fields.tsx";
import { attempted, NothingHere, needed } from "../hub/hub-answer.ts";
import { atStart } from "../words/labels.ts";
import { SHARED_WORDS } from "../words/shared-words.ts";
import { TRY_WORDS as WORDS } from "../words/try-words.ts";

/** Facts of a person; those of a single value are tried on the value's own page. */
const FACTS: readonly Fact[] = [
  "lifecycle-state",
  "age-group",
  "cohort",
  "treatment-consent",
  "sentence-treatment",
  "mappa",
  "transition-stage",
  "safeguarding-route",
  "duty-to-refer-consent",
];

type Supposing = {
  readonly recipient: string;
  readonly purpose: string;
  readonly facts: Readonly<Record<string, string>>;
};
type Explanation = Exchanges["explanation"];

/** Tries an agreement in force on a person who does not exist. */
export function tryPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get("/try", async (c) => show(c, deps, await inForce(c, deps, c.req.query("agreement")), NOTHING_SUPPOSED, null))
    .post("/try", async (c) => {
      const form = await c.req.parseBody();
      const text = await inForce(c, deps, typeof form["agreement"] === "string" ? form["agreement"] : undefined);
      const supposing = readForm(form);
      const [party = "", role = ""] = supposing.recipient.split("/");
      const { purpose, facts } = supposing;
      const body = { party, role, purpose, facts };
      const path = `/v1/agreements/${text.id}/explanations`;
      const answer = attempted<Explanation>(await deps.askHub(c.var.session, "POST", path, { body }));
      if ("refusal" in answer)
        return show(c, deps, text, supposing, null, [{ text: answer.refusal.says, href: "#recipient" }]);
      return show(c, deps, text, supposing, answer.body);
    });
}

const NOTHING_SUPPOSED: Supposing = { recipient: "", purpose: "", facts: {} };

function readForm(form: Readonly<Record<string, unknown>>): Supposing {
  const recipient = typeof form["recipient"] === "string" ? form["recipient"] : "";
  const facts = FACTS.flatMap((fact) => {
    const value = FACT_VALUES[fact].find((one) => one === form[fact]);
    return value === undefined ? [] : [[fact, value] as const];
  });
  const purpose = PURPOSES.find((one) => one === form["purpose"]) ?? PURPOSES[0];
  return { recipient, purpose, facts: Object.fromEntries(facts) };
}

async function inForce(
  c: Context<ConsoleEnv>,
  { askHub }: ConsoleDependencies,
  wanted: string | undefined,
): Promise<AgreementText> {
  const { session } = c.var;
  const { agreements } = needed<Exchanges["agreements-answer"]>(await askHub(session, "GET", "/v1/agreements"));
  const active = agreements.filter(({ state }) => state === "active");
  const found = active.find(({ id }) => id === wanted) ?? active[0];
  if (found === undefined) throw new NothingHere();
  const path = `/v1/agreements/${found.id}/versions/${found.version}`;
  return asText(needed<Version>(await askHub(session, "GET", path)).document);
}

function show(
  c: Context<ConsoleEnv>,
  { scheme }: ConsoleDependencies,
  text: AgreementText,
  supposing: Supposing,
  explanation: Explanation | null,
  errors: readonly FieldError[] = [],
) {
  const { session } = c.var;
  const body = page({
    scheme,
    session,
    title: WORDS.title,
    at: "/try",
    wide: true,
    errors,
    children: (
      <>
        <h1 class="govuk-heading-l">{WORDS.title}</h1>
        <p class="govuk-body">{WORDS.lead}</p>
        <form method="post" action="/try" class="app-strip" aria-label={WORDS.facts}>
          <Csrf session={session} />
          <input type="hidden" name="agreement" value={text.id} />
          <Select id="recipient" label={WORDS.recipient} options={recipientsOf(text, supposing.recipient)} />
          <Select
            id="purpose"
            label={WORDS.purpose}
            options={text.purposes.map(({ id, label }) => ({
              value: id,
              text: label,
              selected: id === supposing.purpose,
            }))}
          />
          {FACTS.map((fact) => (
            <Select
              id={fact}
              label={SHARED_WORDS.fact(fact)}
              options={[
                { value: "", text: WORDS.notNamed },
                ...FACT_VALUES[fact].map((value) => ({
                  value,
                  text: atStart(valueInWords(fact, value)),
                  selected: supposing.facts[fact] === value,
                })),
              ]}
            />
          ))}
          <Button kind="secondary">{WORDS.show}</Button>
        </form>
        {explanation === null ? null : <Result explanation={explanation} text={text} />}
      </>
    ),
  });
  return c.html(body, errors.length === 0 ? 200 : 422);
}

function recipientsOf(text: AgreementText, chosen: string) {
  return text.parties.flatMap(({ id, label, roles }) =>
    roles
      .filter((role) => role !== "dpo")
      .map((role) => {
        const value = `${id}/${role}`;
        return { value, text: `${atStart(roleInWords(role))}, ${label}`, selected: value === chosen };
      }),
  );
}

function Result({ explanation, text }: { readonly explanation: Explanation; readonly text: AgreementText }) {
  const given = explanation.fields.filter(({ form }) => form !== "withhold");
  return (
    <section>
      <h2 class="govuk-heading-m">{WORDS.result}</h2>
      <p class="govuk-body app-s">{WORDS.limited}</p>
      {given.length === 0 ? (
        <p class="govuk-body">
          {explanation.refusal === null ? WORDS.nothing : WORDS.refused(explanation.refusal.code)}
        </p>
      ) : (
        <table class="govuk-table app-table app-stack">
          <caption class="govuk-visually-hidden">{WORDS.result}</caption>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              {[WORDS.information, WORDS.form, WORDS.from, WORDS.why].map((head) => (
                <th scope="col" class="govuk-table__header">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {given.map(({ field, form, originator, clause, rule }) => (
              <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">
                  {fieldTitle(field)}
                </th>
                <td class="govuk-table__cell" data-l={WORDS.form}>
                  {atStart(formInWords(form))}
                </td>
                <td class="govuk-table__cell" data-l={WORDS.from}>
                  {originator === null ? "" : partyLabel(text, originator)}
                </td>
                <td class="govuk-table__cell" data-l={WORDS.why}>
                  {rule === null ? "" : `${WORDS.clause} ${clause}, ${WORDS.rule} ${rule}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
