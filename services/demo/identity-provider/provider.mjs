/**
 * A real OpenID Connect provider for the demonstration, in a process of its own: its libraries make code from strings, which the
 * hub's process does not allow. It knows the scheme's made-up officers and asks for no password.
 *
 * Reads one line of JSON from stdin, `{ clientId, clientSecret, consoleOrigin, officers: [{ sub, label, claims }] }`, writes one
 * line with its address, and ends when stdin does.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";
import { errorPage, PAGE_HEADERS, signedOutPage, signInPage, signOutPage } from "./pages.mjs";

const HOST = "127.0.0.1";
const SIGN_IN_S = 10 * 60;
const SESSION_S = 8 * 3600;
const FORM_MAX_BYTES = 4096;

const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => serve(JSON.parse(line)));
lines.once("close", () => process.exit(0));

function serve(told) {
  let answer = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, HOST, () => {
    const issuer = `http://${HOST}:${server.address().port}`;
    answer = answerWith(new Provider(issuer, configurationOf(told)), told.officers);
    process.stdout.write(`${issuer}\n`);
  });
}

function answerWith(provider, officers) {
  const callback = provider.callback();
  return (request, response) => {
    if (!request.url.startsWith("/interaction/")) return callback(request, response);
    return interact(provider, officers, request, response).catch(() =>
      response.writeHead(400, PAGE_HEADERS).end(errorPage()),
    );
  };
}

/** Whoever comes with a hint is signed in at once, unless the console wants to be sure that somebody is there. */
async function interact(provider, officers, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const finish = ({ sub }) =>
    provider.interactionFinished(request, response, { login: { accountId: sub } }, { mergeWithLastSubmission: false });
  const hinted = officers.filter(({ sub }) => sub === params.login_hint);
  if (request.method === "POST") {
    const chosen = new URLSearchParams(await readText(request)).get("officer");
    const officer = officers.find(({ sub }) => sub === chosen);
    if (officer === undefined) throw new Error("nobody of that name signs in here");
    await finish(officer);
    return;
  }
  const again = (params.prompt ?? "").split(" ").includes("login");
  if (hinted.length === 1 && !again) {
    await finish(hinted[0]);
    return;
  }
  response.writeHead(200, PAGE_HEADERS).end(signInPage(hinted.length === 1 ? hinted : officers, again));
}

async function readText(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part;
    if (text.length > FORM_MAX_BYTES) throw new Error("the form is too long");
  }
  return text;
}

function configurationOf({ clientId, clientSecret, consoleOrigin, officers }) {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const claimsOf = (sub) => officers.find((officer) => officer.sub === sub)?.claims ?? {};
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${consoleOrigin}/sign-in/answer`],
        post_logout_redirect_uris: [`${consoleOrigin}/signed-out`],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }] },
    cookies: { keys: [randomBytes(32).toString("base64url")], short: { path: "/" } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...claimsOf(sub) }) }),
    claims: { openid: ["sub", "agency", "actor", "role"] },
    // The console wants what it needs in the signed token, and calls nothing else.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { Interaction: SIGN_IN_S, Session: SESSION_S, Grant: SESSION_S, IdToken: SIGN_IN_S, AccessToken: SIGN_IN_S },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // There is one client, the hub's own console, so nobody is asked whether it may know who they are.
    loadExistingGrant: async (context) => {
      const { provider, client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => page(context, signOutPage(form)),
        postLogoutSuccessSource: (context) => page(context, signedOutPage()),
      },
    },
    renderError: (context) => page(context, errorPage()),
  };
}

function page(context, html) {
  context.set(PAGE_HEADERS);
  context.body = html;
}
