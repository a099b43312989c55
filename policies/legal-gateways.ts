import type { AgencyType, Fact } from "#schemas/vocabulary.ts";
import type { Gateway, Party, Standing } from "./agreement-document.ts";

/** A fact that the rule's condition must imply before the gateway may be used. */
export type GatewayTerm = { readonly fact: Fact; readonly value: string };

type GatewayRule = {
  readonly covers: (originator: Party, recipient: Party) => boolean;
  /** Any one of these must follow from the condition; empty: none needed. */
  readonly needsOneOf: readonly GatewayTerm[];
  readonly inWords: string;
};

const HEALTH_BODIES: readonly AgencyType[] = ["drug-services", "mental-health"];

/** The table of design/agreements section 3, check 6; handbook 7.4 gives the law. */
export const LEGAL_GATEWAYS: Readonly<Record<Gateway, GatewayRule>> = {
  "cda1998.s115": {
    covers: (_, recipient) => has(recipient, "relevantAuthority") || has(recipient, "actsForRelevantAuthority"),
    needsOneOf: [],
    inWords: "the recipient must be a relevant authority or act for one",
  },
  "oma2007.s14": {
    covers: (originator, recipient) =>
      offenderManagementSide(originator, recipient) || offenderManagementSide(recipient, originator),
    needsOneOf: [],
    inWords: "one side must do offender management and the other do so too or be a listed person",
  },
  "cja2003.s325": {
    covers: (originator, recipient) => has(originator, "mappaBody") && has(recipient, "mappaBody"),
    needsOneOf: [{ fact: "mappa", value: "yes" }],
    inWords: "both sides must be MAPPA bodies, and the rule must apply to MAPPA cases alone",
  },
  "ha1996.s213B": {
    covers: (originator, recipient) =>
      has(originator, "dutyToReferBody") && originator.agencyType !== "police" && has(recipient, "housingAuthority"),
    needsOneOf: [{ fact: "duty-to-refer-consent", value: "given" }],
    inWords: "a duty-to-refer body, never the police, may tell a housing authority, with the person's consent",
  },
  "pcsca2022.s16": {
    covers: (originator, recipient) =>
      !HEALTH_BODIES.includes(originator.agencyType) && has(recipient, "relevantAuthority"),
    needsOneOf: [],
    inWords:
      "no health or drug service may use it, the recipient must be a relevant authority, and no health field may flow",
  },
  consent: {
    covers: () => true,
    needsOneOf: [
      { fact: "treatment-consent", value: "given" },
      { fact: "duty-to-refer-consent", value: "given" },
    ],
    inWords: "the rule must apply only where the person's consent is given",
  },
  publicInterest: { covers: () => true, needsOneOf: [released()], inWords: releasedInWords() },
  courtOrder: { covers: () => true, needsOneOf: [released()], inWords: releasedInWords() },
};

function released(): GatewayTerm {
  return { fact: "human-release", value: "released" };
}

function releasedInWords(): string {
  return "the rule must apply only after a named person has released the item";
}

function has(party: Party, standing: Standing): boolean {
  return party.standing.includes(standing);
}

function offenderManagementSide(one: Party, other: Party): boolean {
  return has(one, "offenderManagement") && (has(other, "offenderManagement") || has(other, "listedPerson"));
}

/** The gateways of a rule that carry data from one party to the other. */
export function gatewaysBetween(named: readonly Gateway[], originator: Party, recipient: Party): readonly Gateway[] {
  return named.filter((gateway) => LEGAL_GATEWAYS[gateway].covers(originator, recipient));
}
