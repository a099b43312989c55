import { AGENCY_TYPES, type AgencyType } from "./vocabulary.ts";

/** Subjects of the bus, interfaces section 4. Every token is lower-case kebab-case, so none can hold a dot, a wildcard or a space. */
export type FeedSubject = {
  readonly agencyType: AgencyType;
  readonly agencyId: string;
  readonly entity: string;
  readonly verb: string;
};
export type HubSubject = { readonly entity: string; readonly verb: string };
export type DeliverSubject = { readonly agencyId: string; readonly entity: string; readonly verb: string };

const TOKEN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const TOKEN_LENGTH_MAX = 64;

/** `feed.<agencyType>.<agencyId>.<entity>.<verb>`; throws on a part that is no token. */
export function feedSubject({ agencyType, agencyId, entity, verb }: FeedSubject): string {
  return join(["feed", agencyType, agencyId, entity, verb]);
}

/** The subject of an event: the three tokens of its type around the agency that sends it. */
export function feedSubjectOf(event: { readonly type: string; readonly agencyid: string }): string {
  const [agencyType = "", entity = "", verb = "", ...rest] = event.type.split(".");
  return join(["feed", agencyType, event.agencyid, entity, verb, ...rest]);
}

/** `hub.<entity>.<verb>`: a pointer, never a value. */
export function hubSubject({ entity, verb }: HubSubject): string {
  return join(["hub", entity, verb]);
}

/** `deliver.<agencyId>.<entity>.<verb>` */
export function deliverSubject({ agencyId, entity, verb }: DeliverSubject): string {
  return join(["deliver", agencyId, entity, verb]);
}

/** Null for anything that is not a complete feed subject of a known agency type. */
export function parseFeedSubject(subject: string): FeedSubject | null {
  const [root, type, agencyId, entity, verb, ...rest] = tokensOf(subject);
  const agencyType = AGENCY_TYPES.find((known) => known === type);
  if (root !== "feed" || rest.length > 0 || agencyType === undefined) {
    return null;
  }
  return agencyId && entity && verb ? { agencyType, agencyId, entity, verb } : null;
}

export function parseHubSubject(subject: string): HubSubject | null {
  const [root, entity, verb, ...rest] = tokensOf(subject);
  return root === "hub" && entity && verb && rest.length === 0 ? { entity, verb } : null;
}

export function parseDeliverSubject(subject: string): DeliverSubject | null {
  const [root, agencyId, entity, verb, ...rest] = tokensOf(subject);
  return root === "deliver" && agencyId && entity && verb && rest.length === 0 ? { agencyId, entity, verb } : null;
}

function join(tokens: readonly string[]): string {
  if (!tokens.every(isToken) || (tokens[0] === "feed" && parseFeedSubject(tokens.join(".")) === null)) {
    throw new RangeError("a subject is made of lower-case kebab-case tokens, and a feed subject of five");
  }
  return tokens.join(".");
}

function tokensOf(subject: string): readonly string[] {
  const tokens = subject.split(".");
  return tokens.every(isToken) ? tokens : [];
}

function isToken(token: string): boolean {
  return token.length <= TOKEN_LENGTH_MAX && TOKEN.test(token);
}
