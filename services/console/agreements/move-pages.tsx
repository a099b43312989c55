import { type Context, Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { page } from "../frame/page.tsx";
import { attempted } from "../hub/hub-answer.ts";
import { MOVE_WORDS } from "../words/move-words.ts";
import { VERSION_WORDS } from "../words/version-words.ts";
import { StopForm } from "./stop-form.tsx";
import { crumbsTo, nameOf, readVersion, VERSION_PATH, type VersionView } from "./version-view.ts";

const REASON = { min: 10, max: 1000 } as const;

/** What an officer does to a version besides signing it: suspend, resume, propose, send back, start, go back to it. */
export function movePages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  const { askHub } = deps;
  const move = async (c: Context<ConsoleEnv>, view: VersionView, step: string, body: object, done: string) => {
    const path = `/v1/agreements/${view.version.id}/${step}`;
    const answer = attempted(await askHub(c.var.session, "POST", path, { body }));
    if ("refusal" in answer) return refused(c, deps, view, answer.refusal);
    return saidOn(c, deps, view.at, done);
  };
  return new Hono<ConsoleEnv>()
    .post(`${VERSION_PATH}/suspension`, async (c) => {
      const view = await readVersion(c, deps);
      const form = await c.req.parseBody();
      const reason = textIn(form["reason"]);
      const isResuming = form["resume"] === "yes";
      if (!isReason(reason)) return wrongReason(c, deps, view, reason);
      const { version } = view.version;
      const body = isResuming ? { version, reason, resume: true } : { version, reason };
      const { resumed, suspended } = VERSION_WORDS.stop;
      return move(c, view, "suspension", body, isResuming ? resumed : suspended);
    })
    .post(`${VERSION_PATH}/proposal`, async (c) => {
      const view = await readVersion(c, deps);
      const { version, digest } = view.version;
      return move(c, view, "proposal", { version, digest }, MOVE_WORDS.proposed);
    })
    .post(`${VERSION_PATH}/activation`, async (c) => {
      const view = await readVersion(c, deps);
      const { version, digest } = view.version;
      const form = await c.req.parseBody();
      const shadow = form["start"] !== "now";
      return move(c, view, "activation", { version, digest, shadow }, MOVE_WORDS.started(shadow));
    })
    .post(`${VERSION_PATH}/again`, async (c) => {
      const view = await readVersion(c, deps);
      const path = `/v1/agreements/${view.version.id}/drafts`;
      const answer = attempted<Exchanges["agreement-moved"]>(
        await askHub(c.var.session, "POST", path, { body: { again: view.version.version } }),
      );
      if ("refusal" in answer) return refused(c, deps, view, answer.refusal);
      return saidOn(c, deps, `/agreements/${view.version.id}/${answer.body.version}`, MOVE_WORDS.draftedAgain);
    });
}

/** The page to go to, which says once what was done. */
export function saidOn(c: Context<ConsoleEnv>, { desk }: ConsoleDependencies, at: string, words: string): Response {
  return c.redirect(`${at}?said=${desk.keep(c.var.session.id, words)}`, 303);
}

export function refused(
  c: Context<ConsoleEnv>,
  { scheme }: ConsoleDependencies,
  view: VersionView,
  { says, faults }: { readonly says: string; readonly faults: readonly { readonly message: string }[] },
) {
  return c.html(
    page({
      scheme,
      session: c.var.session,
      title: MOVE_WORDS.refused,
      at: "/agreements",
      crumbs: crumbsTo(view, MOVE_WORDS.refused),
      errors: [{ text: says }, ...faults.map(({ message }) => ({ text: message }))],
      children: (
        <>
          <h1 class="govuk-heading-l">{MOVE_WORDS.refused}</h1>
          <p class="govuk-body">{MOVE_WORDS.nothingChanged}</p>
          <p class="govuk-body">
            <a class="govuk-link" href={view.at}>
              {nameOf(view)}
            </a>
          </p>
        </>
      ),
    }),
    409,
  );
}

export function textIn(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

export function isReason(reason: string): boolean {
  return reason.length >= REASON.min && reason.length <= REASON.max;
}

function wrongReason(c: Context<ConsoleEnv>, { scheme }: ConsoleDependencies, view: VersionView, words: string) {
  const { session } = c.var;
  const error = VERSION_WORDS.stop.whyMissing;
  return c.html(
    page({
      scheme,
      session,
      title: VERSION_WORDS.stop.title,
      at: "/agreements",
      crumbs: crumbsTo(view, VERSION_WORDS.stop.title),
      errors: [{ text: error, href: "#reason" }],
      children: (
        <>
          <h1 class="govuk-heading-l">{nameOf(view)}</h1>
          <StopForm {...view} session={session} error={error} words={words} />
        </>
      ),
    }),
    422,
  );
}
