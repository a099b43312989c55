import { type Context, Hono } from "hono";
import { isReason, refused, saidOn, textIn } from "../agreements/move-pages.tsx";
import type { Signed, ToSign } from "../agreements/sign-kept.ts";
import { crumbsTo, nameOf, readVersion, VERSION_PATH, type VersionView } from "../agreements/version-view.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import type { FieldError } from "../govuk/error-summary.tsx";
import { SuccessBanner } from "../govuk/notification.tsx";
import { attempted } from "../hub/hub-answer.ts";
import { keepAttempt } from "../sign-in/attempt-cookie.ts";
import { CHANGE_WORDS as WORDS } from "../words/change-words.ts";
import { MOVE_WORDS } from "../words/move-words.ts";
import { WhatChanges } from "./change-table.tsx";
import { ThePast } from "./past-table.tsx";
import { readChange } from "./read-change.ts";
import { NextStep, NO_WORDS, type SignWords } from "./sign-form.tsx";

/** What a version would change for this officer's agency, what it would have changed, and the signature under it. */
export function changePages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { desk, provider, askHub } = deps;
  return new Hono<ConsoleEnv>()
    .get(`${VERSION_PATH}/changes`, async (c) => {
      const ending = desk.take<Signed | string>(c.var.session.id, c.req.query("said") ?? "");
      return showChanges(c, deps, await readVersion(c, deps), NO_WORDS, ending);
    })
    .post(`${VERSION_PATH}/signature`, async (c) => {
      const view = await readVersion(c, deps);
      const { session } = c.var;
      const form = await c.req.parseBody({ all: true });
      const note = textIn(form["note"]);
      const given = form["gains"];
      const ticked = (Array.isArray(given) ? given : [given]).filter((one) => typeof one === "string");
      const { mustTick } = await readChange(deps, session, view.version);
      const errors = {
        ...(mustTick.every(({ key }) => ticked.includes(key)) ? {} : { ticks: WORDS.tickMissing }),
        ...(isReason(note) ? {} : { note: WORDS.whyMissing }),
      };
      if (Object.keys(errors).length > 0) return showChanges(c, deps, view, { ...NO_WORDS, ticked, note, errors });
      // What was read is what is signed: the digest is the one that the page showed.
      const digest = textIn(form["digest"]);
      const { id: agreement, version } = view.version;
      const kept: ToSign = { agreement, version, digest, gains: ticked, note };
      const { url, attempt } = await provider.begin({ again: true, hint: session.sub });
      await keepAttempt(c, deps, { ...attempt, next: view.at, signing: desk.keep(session.id, kept) });
      return c.redirect(url.href, 303);
    })
    .post(`${VERSION_PATH}/return`, async (c) => {
      const view = await readVersion(c, deps);
      const reason = textIn((await c.req.parseBody())["reason"]);
      if (!isReason(reason)) {
        return showChanges(c, deps, view, { ...NO_WORDS, reason, errors: { reason: WORDS.sendBackMissing } });
      }
      const { id, version, digest } = view.version;
      const body = { version, digest, withdraw: true, reason };
      const answer = attempted(await askHub(c.var.session, "POST", `/v1/agreements/${id}/proposal`, { body }));
      if ("refusal" in answer) return refused(c, deps, view, answer.refusal);
      return saidOn(c, deps, view.at, MOVE_WORDS.sentBack);
    });
}

async function showChanges(
  c: Context<ConsoleEnv>,
  deps: ConsoleDependencies,
  view: VersionView,
  words: SignWords,
  ending: Signed | string | null = null,
) {
  const { session } = c.var;
  const change = await readChange(deps, session, view.version);
  const { check, past } = change;
  const errors = [...errorsOf(words), ...(isRefused(ending) ? [{ text: ending.says }] : [])];
  const body = page({
    scheme: deps.scheme,
    session,
    title: WORDS.title,
    at: "/agreements",
    crumbs: crumbsTo(view, WORDS.title),
    errors,
    children: (
      <>
        {ending === null || isRefused(ending) ? null : (
          <SuccessBanner>{typeof ending === "string" ? ending : WORDS.signed}</SuccessBanner>
        )}
        <span class="govuk-caption-l">{nameOf(view)}</span>
        <h1 class="govuk-heading-l">{WORDS.title}</h1>
        <p class="govuk-body">{WORDS.lead}</p>
        {check.faults.length === 0 ? null : <Faults faults={check.faults} />}
        <WhatChanges {...change} text={view.text} />
        {past === null ? null : <ThePast past={past} text={view.text} />}
        <NextStep {...change} {...view} session={session} now={deps.clock.now()} words={words} />
      </>
    ),
  });
  return c.html(body, errors.length === 0 ? 200 : 422);
}

function isRefused(ending: Signed | string | null): ending is Extract<Signed, { readonly outcome: "refused" }> {
  return typeof ending === "object" && ending !== null && ending.outcome === "refused";
}

function errorsOf({ errors: { ticks, note, reason } }: SignWords): readonly FieldError[] {
  return [
    ...(ticks === undefined ? [] : [{ text: ticks, href: "#gains" }]),
    ...(note === undefined ? [] : [{ text: note, href: "#note" }]),
    ...(reason === undefined ? [] : [{ text: reason, href: "#reason" }]),
  ];
}

function Faults({
  faults,
}: {
  readonly faults: readonly { readonly message: string; readonly rule: string | null }[];
}) {
  return (
    <section class="app-unknown">
      <h2 class="govuk-heading-m">{WORDS.faults}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {faults.map(({ message, rule }) => (
          <li>
            {message}
            {rule === null ? "" : ` (${rule})`}
          </li>
        ))}
      </ul>
    </section>
  );
}
