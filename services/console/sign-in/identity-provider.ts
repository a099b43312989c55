import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { type ClaimNames, type OfficerClaims, readClaims } from "./officer-claims.ts";

export type ProviderSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How the provider calls what the console needs to know. */
  readonly claims?: ClaimNames;
};

/** What the answer is held against; travels in a cookie that only the console can read. */
export type SignInAttempt = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** The agencies' own sign-in, by OpenID Connect: discovery, code flow with PKCE, sign-out at the provider. */
export type IdentityProvider = {
  readonly begin: (options: BeginOptions) => Promise<{ readonly url: URL; readonly attempt: SignInAttempt }>;
  /** Resolves to who it is. Throws when the answer is not one to this attempt, or its token does not hold. */
  readonly finish: (answer: URL, attempt: SignInAttempt, again: boolean) => Promise<OfficerClaims>;
  /** Says nothing of who it is: the token that could is personal data, and would stand in an address. */
  readonly signOutUrl: () => Promise<URL>;
  /** Where a form may lead to; null until somebody has signed in. */
  readonly origin: () => string | null;
};

type BeginOptions = {
  /** Whoever it is must show themselves to the provider afresh. */
  readonly again: boolean;
  readonly hint?: string | undefined;
};

/** How long ago somebody may have signed in again, the provider's clock and ours together. */
const AGAIN_MAX_S = 120;
const ANSWER_PATH = "/sign-in/answer";

/** `settings` is asked at the first sign-in, and again after a failure: a provider that is away must not stop the hub. */
export function identityProvider(consoleOrigin: string, settings: () => Promise<ProviderSettings>): IdentityProvider {
  let known: Promise<Known> | null = null;
  let origin: string | null = null;
  const provider = async (): Promise<Known> => {
    known ??= settings().then(discover);
    try {
      const found = await known;
      origin = new URL(found.settings.issuer).origin;
      return found;
    } catch (error) {
      known = null;
      throw error;
    }
  };
  return {
    begin: async ({ again, hint }) => {
      const { configuration } = await provider();
      const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: consoleOrigin + ANSWER_PATH,
        scope: "openid",
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: "S256",
        ...(again ? { prompt: "login", max_age: "0" } : {}),
        ...(hint === undefined ? {} : { login_hint: hint }),
      });
      return { url, attempt };
    },
    finish: async (answer, { state, nonce, verifier }, again) => {
      const { configuration, settings: known } = await provider();
      const tokens = await authorizationCodeGrant(configuration, new URL(answer.search, consoleOrigin + ANSWER_PATH), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(again ? { maxAge: AGAIN_MAX_S } : {}),
      });
      return readClaims(tokens.claims() ?? {}, known.claims);
    },
    signOutUrl: async () => {
      const { configuration } = await provider();
      return buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${consoleOrigin}/signed-out`,
      });
    },
    origin: () => origin,
  };
}

type Known = { readonly configuration: Configuration; readonly settings: ProviderSettings };

async function discover(settings: ProviderSettings): Promise<Known> {
  const issuer = new URL(settings.issuer);
  // The demonstration's provider is on the loopback and has no certificate.
  const isLocal = issuer.protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(issuer.hostname);
  const configuration = await discovery(
    issuer,
    settings.clientId,
    undefined,
    ClientSecretBasic(settings.clientSecret),
    isLocal ? { execute: [allowInsecureRequests] } : {},
  );
  // The token is what the hub goes by, so its signature is checked although it came over a connection of our own.
  enableNonRepudiationChecks(configuration);
  return { configuration, settings };
}
