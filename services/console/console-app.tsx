import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import { agreementPages } from "./agreements/agreement-pages.ts";
import { signKept } from "./agreements/sign-kept.ts";
import { assetRoutes } from "./assets/serve-assets.ts";
import type { ConsoleDependencies, ConsoleEnv } from "./console-env.ts";
import { firstPageOf } from "./frame/menu.ts";
import { messagePage, nothingHere, whatIsRecorded } from "./frame/plain-pages.tsx";
import { NothingHere } from "./hub/hub-answer.ts";
import { linkPages } from "./links/link-pages.tsx";
import { logPages } from "./log/log-pages.tsx";
import { findPages } from "./people/find-pages.tsx";
import { personPages } from "./people/person-pages.tsx";
import { securityHeaders } from "./security-headers.ts";
import { ForgedForm, readSession, requireSession } from "./session/session-guard.ts";
import { sharedPages } from "./shared/shared-pages.tsx";
import { purposeRoutes } from "./sign-in/purpose-routes.tsx";
import { signInRoutes } from "./sign-in/sign-in-routes.tsx";
import { tryPages } from "./try-it/try-pages.tsx";
import { dayAndTime } from "./words/dates.ts";
import { WORDS } from "./words/words.ts";

const FORM_MAX_BYTES = 256 * 1024;

/** The console: what is open to anybody, then the guard that lets only somebody signed in go on, then the pages behind it. */
export async function createConsoleApp(deps: ConsoleDependencies): Promise<Hono<ConsoleEnv>> {
  const { scheme, provider, origin } = deps;
  const app = new Hono<ConsoleEnv>();
  app.use(securityHeaders(provider, origin.startsWith("https:")));
  app.use(compress());
  app.onError((error, c) => answerError(error, c, deps));
  app.notFound(async (c) => c.html(nothingHere({ scheme, session: await readSession(c, deps) }), 404));
  app.use(async (c, next) => {
    const length = Number(c.req.header("content-length") ?? "0");
    return length > FORM_MAX_BYTES ? c.body(null, 413) : next();
  });

  app.route("/", await assetRoutes());
  app.get("/what-is-recorded", async (c) => c.html(whatIsRecorded({ scheme, session: await readSession(c, deps) })));
  app.route("/", signInRoutes({ ...deps, sign: signKept(deps) }));

  app.use(requireSession(deps));
  app.get("/", (c) => c.redirect(firstPageOf(c.var.session.role), 303));
  app.route("/", purposeRoutes(deps));
  app.route("/", agreementPages(deps));
  app.route("/", sharedPages(deps));
  app.route("/", tryPages(deps));
  app.route("/", logPages(deps));
  app.route("/", findPages(deps));
  app.route("/", personPages(deps));
  app.route("/", linkPages(deps));
  return app;
}

/** Where a page cannot be shown, one of three is: nothing here, a form that is out of date, or nothing just now. */
async function answerError(error: Error, c: Context, deps: ConsoleDependencies): Promise<Response> {
  const { scheme, clock, log } = deps;
  const frame = { scheme, session: await readSession(c, deps) };
  if (error instanceof NothingHere) return c.html(nothingHere(frame), 404);
  if (error instanceof ForgedForm) return c.html(messagePage(frame, WORDS.forged), 403);
  log.error({ fault: describeFault(error) }, "a page could not be made");
  const now = clock.now();
  return c.html(messagePage(frame, { ...WORDS.failed, way: `${WORDS.failed.way} ${dayAndTime(now, now)}.` }), 503);
}
