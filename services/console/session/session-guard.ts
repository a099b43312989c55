import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { isOver, SESSION_MAX_MS, type Session } from "./session.ts";

type Keeping = Pick<ConsoleDependencies, "cookies" | "clock" | "desk" | "origin">;

const KIND = "session";

/** Refused as if nothing were there: the form did not come from a page of this session. */
export class ForgedForm extends Error {
  override readonly name = "ForgedForm";
}

/** Lets only somebody signed in go on, and a form only when it came from our own page. Others are sent to sign in. */
export function requireSession(keeping: Keeping): MiddlewareHandler<ConsoleEnv> {
  return createMiddleware<ConsoleEnv>(async (c, next) => {
    const session = await readSession(c, keeping);
    if (session === null) {
      return c.redirect(`/sign-in?then=${encodeURIComponent(wayBack(c))}`, 303);
    }
    if (c.req.method !== "GET") await requireOwnForm(c, session);
    c.set("session", session);
    await next();
    // A stream that stays open is not use of the console by anybody.
    if (!c.res.headers.get("content-type")?.startsWith("text/event-stream")) await keepSession(c, keeping, session);
    return undefined;
  });
}

export async function readSession(c: Context, { cookies, clock, desk, origin }: Keeping): Promise<Session | null> {
  const session = await cookies.open<Session>(KIND, getCookie(c, cookieName(KIND, origin)), clock.now());
  const isUsable = session !== null && !isOver(session, clock.now()) && !desk.hasEnded(session.id);
  return isUsable ? session : null;
}

/** Sets the cookie afresh, with now as the time of its last use. */
export async function keepSession(c: Context, keeping: Keeping, session: Session): Promise<void> {
  if (keeping.desk.hasEnded(session.id)) return;
  const now = keeping.clock.now();
  const changed = c.get("session") ?? session;
  const value = await keeping.cookies.seal(KIND, { ...changed, seenAt: now.getTime() }, now, SESSION_MAX_MS);
  setCookie(c, cookieName(KIND, keeping.origin), value, cookieOptions(keeping.origin));
}

export function forgetSession(c: Context, origin: string): void {
  setCookie(c, cookieName(KIND, origin), "", { ...cookieOptions(origin), maxAge: 0 });
}

/** Bound to the host alone where there is TLS; a demonstration on the loopback has none. */
export function cookieName(kind: string, origin: string): string {
  return `${origin.startsWith("https:") ? "__Host-" : ""}concordat-${kind}`;
}

export function cookieOptions(origin: string) {
  return { httpOnly: true, sameSite: "Lax", path: "/", secure: origin.startsWith("https:") } as const;
}

/** The way back is one of our own pages that can be asked for again. */
function wayBack(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return c.req.method === "GET" ? pathname + search : "/";
}

async function requireOwnForm(c: Context, { csrf }: Session): Promise<void> {
  const site = c.req.header("sec-fetch-site");
  const form = await c.req.parseBody({ all: true });
  const token = typeof form["csrf"] === "string" ? form["csrf"] : "";
  const isOurs = token.length === csrf.length && timingSafeEqual(Buffer.from(token), Buffer.from(csrf));
  if (!isOurs || (site !== undefined && site !== "same-origin")) throw new ForgedForm("a form of another page");
}
