import type { RouteProfile } from "../caller/route-profile.ts";
import type { RouteDocument } from "./route-document.ts";
import { PUBLIC_DOCUMENTS, SIGNED_DOCUMENTS, templated } from "./route-documents.ts";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}" +
  "h2{margin-top:2.5rem}h3{margin-bottom:.25rem}code{background:#f3f2f1;padding:.1em .3em}" +
  "table{border-collapse:collapse}td,th{border-bottom:1px solid #b1b4b6;padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}";

/** The reference as a page to read: no script, nothing from elsewhere. */
export function docsPage(profiles: readonly RouteProfile[]): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Concordat: reference</title><style>${STYLE}</style></head><body>`,
    `<h1>Concordat: reference</h1><p>Calls to <code>/v1</code> are signed with <a href="https://www.rfc-editor.org/rfc/rfc9421">RFC 9421</a>, `,
    `profile <code>iom-hub-req-v1</code>. Answers are signed for the call they answer. Errors are <code>application/problem+json</code>; `,
    `their <code>code</code> never changes. For machines: <a href="/openapi.json">openapi.json</a>.</p>`,
    "<h2>Signed calls</h2>",
    ...SIGNED_DOCUMENTS.map((document) => section(document, profileOf(profiles, document))),
    "<h2>Open to anybody</h2>",
    ...PUBLIC_DOCUMENTS.map((document) => section(document, undefined)),
    "</body></html>",
  ].join("\n");
}

function profileOf(profiles: readonly RouteProfile[], document: RouteDocument): RouteProfile | undefined {
  return profiles.find(({ method, path }) => method === document.method && path === document.path);
}

function section(document: RouteDocument, profile: RouteProfile | undefined): string {
  const { method, path, summary, description, request, query = [], answers, problems } = document;
  const needs = profile === undefined ? [] : needed(profile);
  const rows = [
    ...query.map(({ name, description: what }) => row(`?${name}=`, what)),
    ...(needs.length === 0 ? [] : [row("needs", needs.join(", "))]),
    ...(request === undefined ? [] : [row("sends", request.split("/").at(-1) ?? request)]),
    ...Object.entries(answers).map(([status, answer]) =>
      row(status, `${answer.description}${answer.schema === undefined ? "" : ` (${answer.schema})`}`),
    ),
    ...(problems.length === 0 ? [] : [row("problems", problems.toSorted((a, b) => a - b).join(", "))]),
  ];
  return (
    `<h3><code>${method} ${escapeHtml(templated(path))}</code></h3><p>${prose(`${summary}. ${description ?? ""}`)}</p>` +
    `<table>${rows.join("")}</table>`
  );
}

function needed({ personal, idempotent }: RouteProfile): readonly string[] {
  return [...(personal ? ["Hub-Actor", "Hub-Purpose"] : []), ...(idempotent ? ["Idempotency-Key"] : [])];
}

function row(name: string, what: string): string {
  return `<tr><th scope="row">${escapeHtml(name)}</th><td>${prose(what)}</td></tr>`;
}

/** Words of ours, in which backticks stand around what is to be typed. */
function prose(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
