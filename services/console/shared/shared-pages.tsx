import { type Context, Hono } from "hono";
import { circumstancesInWords } from "#policies/words/circumstances-in-words.ts";
import { periodsInWords } from "#policies/words/periods-in-words.ts";
import { formInWords, roleInWords, together } from "#policies/words/policy-words.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { fieldTitle } from "../changes/change-table.tsx";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { NothingHere, needed } from "../hub/hub-answer.ts";
import { atStart, purposeInSentence } from "../words/labels.ts";
import { SHARED_WORDS as WORDS } from "../words/shared-words.ts";
import { factsOf, type ReachCell } from "./matrix.ts";
import { type Asked, MatrixPage } from "./matrix-table.tsx";

/** Who most of the agreement is about; "Any" is one choice away. */
const USUAL: Readonly<Record<string, string>> = { "lifecycle-state": "active", "age-group": "adult" };

type Outline = Exchanges["agreements-answer"]["agreements"][number];

/** The matrix of what may be seen, and behind each cell exactly when. Only what this officer's party gives or gets. */
export function sharedPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { scheme, clock } = deps;
  return new Hono<ConsoleEnv>()
    .get("/shared", async (c) => {
      const { session } = c.var;
      const asked = await readAsked(c, deps);
      return c.html(
        page({
          scheme,
          session,
          title: WORDS.title,
          at: "/shared",
          wide: true,
          children: (
            <>
              <h1 class="govuk-heading-l">{WORDS.title}</h1>
              {asked === null ? (
                <p class="govuk-body">{WORDS.noAgreement}</p>
              ) : (
                <MatrixPage asked={asked} scheme={scheme} session={session} now={clock.now()} />
              )}
            </>
          ),
        }),
      );
    })
    .get("/shared/cell", async (c) => {
      const { session } = c.var;
      const asked = await readAsked(c, deps);
      const { field = "", party = "" } = c.req.query();
      const cells = (asked?.cells ?? []).filter((cell) => cell.field === field && cell.party === party);
      if (asked === null || cells.length === 0) throw new NothingHere();
      const label = asked.outline.parties.find(({ id }) => id === party)?.label ?? party;
      const title = WORDS.cellTitle(fieldTitle(field), label);
      return c.html(
        page({
          scheme,
          session,
          title,
          at: "/shared",
          crumbs: [{ text: WORDS.title, href: asked.here }, { text: title }],
          children: (
            <>
              <h1 class="govuk-heading-l">{title}</h1>
              <p class="govuk-body">{WORDS.cellLead(purposeInSentence(asked.purpose))}</p>
              {cells.map((cell) => (
                <Cell cell={cell} outline={asked.outline} />
              ))}
              <p class="govuk-body">{WORDS.otherwise}</p>
            </>
          ),
        }),
      );
    });
}

/** What the address asks for, with the first of what there is for whatever it leaves out. Null: there is no agreement in force. */
async function readAsked(c: Context<ConsoleEnv>, { askHub }: ConsoleDependencies): Promise<Asked | null> {
  const { session } = c.var;
  const query = c.req.query();
  const reach = needed<Exchanges["agreement-reach"]>(await askHub(session, "GET", "/v1/agreements/reach"));
  const listed = needed<Exchanges["agreements-answer"]>(await askHub(session, "GET", "/v1/agreements"));
  const found = reach.agreements.find(({ id }) => id === query["agreement"]) ?? reach.agreements[0];
  const outline = listed.agreements.find(({ id, version }) => id === found?.id && version === found.version);
  if (found === undefined || outline === undefined) return null;
  const purposes = [...new Set(found.cells.map(({ purpose }) => purpose))];
  const purpose = purposes.find((one) => one === query["purpose"]) ?? purposes[0] ?? "";
  const cells = found.cells.filter((cell) => cell.purpose === purpose);
  const facts = factsOf(cells);
  const supposed = new Map(
    facts.flatMap(({ fact, values }) => {
      const value = values.find((one) => one === (query[fact] ?? USUAL[fact]));
      return value === undefined ? [] : [[fact as string, value] as const];
    }),
  );
  const picked = new URLSearchParams([
    ["agreement", found.id],
    ["purpose", purpose],
    ...facts.map(({ fact }): [string, string] => [fact, supposed.get(fact) ?? ""]),
  ]);
  const here = `/shared?${picked}`;
  const agreements = reach.agreements.flatMap(({ id, version }) =>
    listed.agreements.filter((one) => one.id === id && one.version === version),
  );
  return { agreements, outline, purposes, purpose, cells, facts, supposed, here, picked: picked.toString() };
}

function Cell({ cell, outline }: { readonly cell: ReachCell; readonly outline: Outline }) {
  const labelOf = (party: string) => outline.parties.find(({ id }) => id === party)?.label ?? party;
  return (
    <section class="app-card">
      <h2 class="govuk-heading-s">{atStart(roleInWords(cell.role))}</h2>
      <ul class="govuk-list">
        {cell.steps.map(({ form, originators, when, during, clause, rule, limitedBy }) => {
          const exactly = `${circumstancesInWords(when)}${periodsInWords(during)}`.replace(/^, /, "");
          return (
            <li>
              <strong>{WORDS.step(atStart(formInWords(form)), together(originators.map(labelOf)))}</strong>
              <span class="app-block app-s">{exactly === "" ? WORDS.always : `${atStart(exactly)}.`}</span>
              <span class="app-block app-xs">
                {rule === null ? null : (
                  <a class="govuk-link" href={`/agreements/${outline.id}/${outline.version}/rules/${rule}`}>
                    {WORDS.underRule} {clause}, {WORDS.rule} {rule}
                  </a>
                )}
                {limitedBy === null ? "" : `, ${WORDS.cutBy} ${limitedBy}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
