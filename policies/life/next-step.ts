import type { Agreement } from "../agreement-document.ts";
import { type AgreementLife, type VersionLife, versionOf } from "./agreement-life.ts";
import { standsAt } from "./stands-at.ts";
import type { RequiredParties } from "./status-event.ts";

/** Where a version stands and what is to be done next, in the words of the agreements screen (design/agreements 8). */
export function nextStep(life: AgreementLife, document: Agreement, now: Date): string {
  const own = versionOf(life, document.version);
  if (own === null) {
    return "deleted";
  }
  const state = standsAt(life, own.version, document.effective, now);
  switch (state) {
    case "draft":
      return "draft, to be proposed by its author";
    case "proposed":
      return waitingFor(own);
    case "approved":
      return own.activation === null
        ? "signed by all who must, to be made active"
        : `signed, starts on ${dayOf(own.activation.from)}`;
    case "suspended":
      return `suspended by ${suspendersOf(life, document, true)}`;
    case "expired":
      return `ended on ${dayOf(document.effective.to)}`;
    case "terminated":
      return `terminated from ${dayOf(life.termination?.from ?? "")}`;
    case "superseded":
      return "replaced by a later version";
    case "active":
      return inForce(life, document, now);
  }
}

/** The parties that must sign and have not; of `oneOf` one is enough, and it is empty once one has. */
export function stillToSign({ required, approvals }: Pick<VersionLife, "required" | "approvals">): RequiredParties {
  const hasSigned = (party: string) => approvals.some((approval) => approval.party === party);
  return {
    every: required.every.filter((party) => !hasSigned(party)),
    oneOf: required.oneOf.some(hasSigned) ? [] : required.oneOf,
  };
}

function waitingFor(own: VersionLife): string {
  const { every, oneOf } = stillToSign(own);
  const missing = every.length + Math.min(1, oneOf.length);
  return `waiting for ${missing} ${missing === 1 ? "signature" : "signatures"}`;
}

const DAY_MS = 86_400_000;

function inForce(life: AgreementLife, document: Agreement, now: Date): string {
  const { termination } = life;
  const [verb, end] = termination === null ? ["ends", document.effective.to] : ["is terminated", termination.from];
  const days = Math.ceil((Date.parse(end) - now.getTime()) / DAY_MS);
  const partly = life.suspensions.length === 0 ? "" : ` but for what ${suspendersOf(life, document, false)} suspended`;
  return `in force${partly}, ${verb} in ${days} ${days === 1 ? "day" : "days"}`;
}

function suspendersOf({ suspensions }: AgreementLife, { parties }: Agreement, whole: boolean): string {
  const names = suspensions
    .filter(({ fields }) => !whole || fields === null)
    .map(({ party }) => parties.find(({ id }) => id === party)?.label ?? party);
  return names.join(" and ");
}

/** `1 April 2028`, the day in UTC that the instant falls on. */
function dayOf(instant: string): string {
  const [year = "", month = "", day = ""] = instant.slice(0, 10).split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
