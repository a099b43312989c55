/** The few pages of the demonstration's provider, which stands for an agency's own and looks like nobody's. */

export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
};

export function signInPage(officers, again) {
  const heading = again ? "Sign in again" : "Choose who to sign in as";
  const why = again ? "You are about to do something that needs to be certainly you." : "Nobody here exists.";
  const list = officers
    .map(
      ({ sub, label, agency }) =>
        `<li><button type="submit" name="officer" value="${text(sub)}">${text(label)}</button> ${text(agency)}</li>`,
    )
    .join("");
  return document(heading, `<p>${why} No password is needed.</p><form method="post"><ul>${list}</ul></form>`);
}

export function signOutPage(form) {
  return document(
    "Sign out",
    `<p>Sign out here as well, so that the next person at this computer cannot go on as you.</p>${form}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button></p>`,
  );
}

export function signedOutPage() {
  return document("You are signed out", "<p>You can close this page.</p>");
}

export function errorPage() {
  return document("That did not work", "<p>Go back to Concordat and sign in again. Nothing was changed.</p>");
}

function document(title, body) {
  return `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${title} - made-up agency sign-in</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
<body><main><p>Made-up agency sign-in, for the demonstration</p><h1>${title}</h1>${body}</main></body></html>`;
}

function text(value) {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
