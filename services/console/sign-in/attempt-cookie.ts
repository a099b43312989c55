import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { ConsoleDependencies } from "../console-env.ts";
import { cookieName, cookieOptions } from "../session/session-guard.ts";
import type { SignInAttempt } from "./identity-provider.ts";

/** A way to the provider that has been begun: what its answer must match, and what follows it. */
export type Attempt = SignInAttempt & {
  readonly next: string;
  /** What lies on the desk to be signed once the officer has signed in again; null for an ordinary sign-in. */
  readonly signing: string | null;
};

type Keeping = Pick<ConsoleDependencies, "cookies" | "clock" | "origin">;

const KIND = "sign-in";
const ATTEMPT_MAX_MS = 10 * 60_000;

export async function keepAttempt(c: Context, { cookies, clock, origin }: Keeping, attempt: Attempt): Promise<void> {
  const value = await cookies.seal(KIND, attempt, clock.now(), ATTEMPT_MAX_MS);
  setCookie(c, cookieName(KIND, origin), value, { ...cookieOptions(origin), maxAge: ATTEMPT_MAX_MS / 1000 });
}

/** One answer to one attempt: the cookie goes whatever comes of it. */
export async function takeAttempt(c: Context, { cookies, clock, origin }: Keeping): Promise<Attempt | null> {
  const attempt = await cookies.open<Attempt>(KIND, getCookie(c, cookieName(KIND, origin)), clock.now());
  setCookie(c, cookieName(KIND, origin), "", { ...cookieOptions(origin), maxAge: 0 });
  return attempt;
}
