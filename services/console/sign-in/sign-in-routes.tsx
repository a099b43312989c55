import { type Context, Hono } from "hono";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { firstPageOf } from "../frame/menu.ts";
import { newSession, type Session } from "../session/session.ts";
import { forgetSession, keepSession, readSession } from "../session/session-guard.ts";
import { WORDS } from "../words/words.ts";
import { type Attempt, keepAttempt, takeAttempt } from "./attempt-cookie.ts";
import { NotAnOfficer } from "./officer-claims.ts";
import { purposesOfRole } from "./purposes-of-role.ts";
import { refusedPage, signedOutPage, signInPage } from "./sign-in-pages.tsx";

export type SignInDependencies = ConsoleDependencies & {
  /** Does what was kept on the officer's desk to be signed, now that they have signed in again; resolves to the page that says so. */
  readonly sign: (session: Session, reference: string) => Promise<string>;
};

/** Nobody is known yet on these pages: in by the agency's own provider, out here and there. */
export function signInRoutes(deps: SignInDependencies): Hono<ConsoleEnv> {
  const { scheme, provider, origin, desk } = deps;
  return new Hono<ConsoleEnv>()
    .get("/sign-in", (c) => c.html(signInPage(scheme, deps.madeUpSignIns, ownPath(c.req.query("then")))))
    .get("/sign-in/start", async (c) => {
      const then = ownPath(c.req.query("then"));
      const hint = deps.madeUpSignIns.find(({ sub }) => sub === c.req.query("as"))?.sub;
      try {
        const { url, attempt } = await provider.begin({ again: false, hint });
        await keepAttempt(c, deps, { ...attempt, next: then, signing: null });
        return c.redirect(url.href, 303);
      } catch (error) {
        return unreachable(c, deps, error);
      }
    })
    .get("/sign-in/answer", async (c) => {
      const attempt = await takeAttempt(c, deps);
      if (attempt === null) return c.html(refusedPage({ scheme, session: null }), 400);
      try {
        return await (attempt.signing === null ? admit(c, deps, attempt) : admitAgain(c, deps, attempt));
      } catch (error) {
        deps.log.warn({ fault: error instanceof Error ? error.name : "unknown" }, "a sign-in was not accepted");
        return c.html(refusedPage({ scheme, session: null }), 403);
      }
    })
    .get("/signed-out", (c) => c.html(signedOutPage({ scheme, session: null })))
    .get("/stay", async (c) => {
      const session = await readSession(c, deps);
      if (session === null) return c.body(null, 401);
      await keepSession(c, deps, session);
      return c.body(null, 204);
    })
    .post("/sign-out", async (c) => {
      const session = await readSession(c, deps);
      const form = await c.req.parseBody();
      // Signing somebody out by a forged form would be a nuisance and no more, but it is as easily refused.
      if (session === null || form["csrf"] !== session.csrf) return c.redirect("/sign-in", 303);
      desk.end(session.id);
      forgetSession(c, origin);
      const url = await provider.signOutUrl().catch(() => new URL("/signed-out", origin));
      return c.redirect(url.href, 303);
    });
}

async function admit(c: Context, deps: SignInDependencies, attempt: Attempt): Promise<Response> {
  const officer = await deps.provider.finish(new URL(c.req.url), attempt, false);
  const isKnown = deps.scheme.agencies.some(({ agencyId }) => agencyId === officer.agency);
  if (!isKnown) throw new NotAnOfficer("the agency is none of the scheme's");
  const [purpose, ...others] = purposesOfRole(officer.role);
  await keepSession(c, deps, newSession({ ...officer, purpose }, deps.clock.now()));
  const next = attempt.next === "/" ? firstPageOf(officer.role) : attempt.next;
  return c.redirect(others.length === 0 ? next : `/purpose?then=${encodeURIComponent(next)}`, 303);
}

/** Whoever signs has just shown themselves to the provider, and is the one who asked; anybody else ends the session. */
async function admitAgain(c: Context, deps: SignInDependencies, attempt: Attempt): Promise<Response> {
  const session = await readSession(c, deps);
  const officer = await deps.provider.finish(new URL(c.req.url), attempt, true);
  if (session === null) return c.redirect("/sign-in", 303);
  if (officer.sub !== session.sub || attempt.signing === null) {
    deps.desk.end(session.id);
    forgetSession(c, deps.origin);
    const { refused: title, otherPerson: text } = WORDS.signIn;
    return c.html(refusedPage({ scheme: deps.scheme, session: null }, { title, text }), 403);
  }
  const then = await deps.sign(session, attempt.signing);
  await keepSession(c, deps, session);
  return c.redirect(then, 303);
}

/** A page of ours, and never another site's: what follows the sign-in comes from the address. */
export function ownPath(then: string | undefined): string {
  return then !== undefined && /^\/(?![/\\])[\w\-./?=&%:~]*$/.test(then) ? then : "/";
}

function unreachable(c: Context, { scheme, log }: SignInDependencies, error: unknown) {
  log.error({ fault: error instanceof Error ? error.name : "unknown" }, "the identity provider cannot be reached");
  const { unreachable: title, unreachableText: text } = WORDS.signIn;
  return c.html(refusedPage({ scheme, session: null }, { title, text }), 503);
}
