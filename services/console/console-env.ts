import type { Scheme } from "#schemas/scheme.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { AskHub } from "./hub/ask-hub.ts";
import type { KeyHolder } from "./keys/key-holder.ts";
import type { Desk } from "./session/desk.ts";
import type { SealedCookies } from "./session/sealed-cookie.ts";
import type { Session } from "./session/session.ts";
import type { IdentityProvider } from "./sign-in/identity-provider.ts";

export type ConsoleDependencies = {
  readonly clock: Clock;
  readonly scheme: Pick<Scheme, "title" | "agencies">;
  /** The console's public origin, without a trailing slash. */
  readonly origin: string;
  readonly provider: IdentityProvider;
  readonly keys: KeyHolder;
  readonly cookies: SealedCookies;
  readonly desk: Desk;
  readonly askHub: AskHub;
  readonly log: Logger;
  /** Listed on the sign-in page of a demonstration; empty anywhere else. */
  readonly madeUpSignIns: readonly MadeUpSignIn[];
};

export type MadeUpSignIn = { readonly sub: string; readonly label: string; readonly agency: string };

/** What the guard sets once somebody is signed in. */
export type ConsoleEnv = { readonly Variables: { readonly session: Session } };
