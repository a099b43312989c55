import type { Context } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import type { Crumb } from "../govuk/breadcrumbs.tsx";
import { NothingHere, needed } from "../hub/hub-answer.ts";
import { AGREEMENT_WORDS } from "../words/agreement-words.ts";
import { type AgreementText, asText } from "./agreement-text.ts";

export type Version = Exchanges["agreement-version"];

export type VersionView = { readonly version: Version; readonly text: AgreementText; readonly at: string };

export const VERSION_PATH = "/agreements/:id/:version{[1-9][0-9]{0,3}}";

const AGREEMENT = /^[a-z][a-z0-9-]{0,63}$/;

/** The version that a page is about, as this officer may see it. */
export async function readVersion(
  c: Context<ConsoleEnv>,
  { askHub }: Pick<ConsoleDependencies, "askHub">,
): Promise<VersionView> {
  const { id, number } = versionInPath(c);
  const answer = await askHub(c.var.session, "GET", `/v1/agreements/${id}/versions/${number}`);
  const version = needed<Version>(answer);
  return { version, text: asText(version.document), at: `/agreements/${id}/${number}` };
}

function versionInPath(c: Context<ConsoleEnv>): { readonly id: string; readonly number: number } {
  const id = c.req.param("id") ?? "";
  // What is no name of an agreement is not asked for: it could be another path of the hub.
  if (!AGREEMENT.test(id)) throw new NothingHere();
  return { id, number: Number(c.req.param("version")) };
}

export function nameOf({ version, text }: Pick<VersionView, "version" | "text">): string {
  const { draftVersion, version: plain } = AGREEMENT_WORDS.list;
  const isOpen = ["draft", "proposed", "approved"].includes(version.state);
  return `${text.title}, ${isOpen ? draftVersion : plain} ${version.version}`;
}

/** Agreements > this version > this page; the version itself is the last crumb on its own page. */
export function crumbsTo(view: VersionView, last?: string): readonly Crumb[] {
  const first = { text: AGREEMENT_WORDS.list.title, href: "/agreements" };
  const name = nameOf(view);
  return last === undefined ? [first, { text: name }] : [first, { text: name, href: view.at }, { text: last }];
}
