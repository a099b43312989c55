import type { CaseAct } from "../casework/case-events-store.ts";
import { type CrimeCount, estimateCost } from "../casework/referral/cost-of-crime.ts";
import type { ReferralAsked } from "../casework/referral/refer.ts";
import {
  ASSESSMENT_PARTS,
  PROGRAMMES,
  type ReferralForm,
  type ReferralStep,
  SCREENING_ANSWERS,
} from "../casework/referral/referral-event.ts";
import { parseAct } from "./parse-case-commands.ts";
import { membersOf, textIn } from "./parse-commands.ts";

type Members = ReadonlyMap<string, unknown>;

const SUBTYPES = ["adult", "y2a"] as const;
const COHORTS = ["fixed", "flex", "free"] as const;
const LIST_MAX = 40;
const COUNT_MAX = 10_000;

/** Null for anything that is not exactly the command. */
export function parseReferral(body: unknown): ReferralAsked | null {
  const members = membersOf(body);
  const act = parseAct(members);
  const form = parseForm(membersOf(members.get("form")));
  const unnamed = textsIn(members.get("unnamed") ?? []);
  return act === null || form === null || unnamed === null ? null : { act, form, unnamed };
}

function parseForm(members: Members): ReferralForm | null {
  const subtype = oneOf(SUBTYPES, members.get("subtype") ?? "adult");
  const proposedCohort = oneOf(COHORTS, members.get("proposedCohort"));
  const criteriaMet = textsIn(members.get("criteriaMet"));
  const [criteriaVersion, whyIom] = [textIn(members, "criteriaVersion"), textIn(members, "whyIom")];
  if (subtype === null || proposedCohort === null || criteriaMet === null) {
    return null;
  }
  return criteriaVersion === null || whyIom === null
    ? null
    : { subtype, proposedCohort, criteriaMet, criteriaVersion, whyIom, urgentReason: textIn(members, "urgentReason") };
}

/** Null for anything that is not exactly the command. */
export function parseReferralStep(body: unknown): { readonly act: CaseAct; readonly step: ReferralStep } | null {
  const members = membersOf(body);
  const act = parseAct(members);
  const step = parseStep(membersOf(members.get("step")));
  return act === null || step === null ? null : { act, step };
}

function parseStep(members: Members): ReferralStep | null {
  switch (members.get("kind")) {
    case "screening": {
      const answer = oneOf(SCREENING_ANSWERS, members.get("answer"));
      return answer === null ? null : { kind: "screening", answer, note: textIn(members, "note") };
    }
    case "assessment":
      return parseAssessment(members);
    case "programme": {
      const programme = oneOf(PROGRAMMES, members.get("programme"));
      const [isIn, criteria] = [members.get("isIn"), textIn(members, "criteria")];
      return programme === null || typeof isIn !== "boolean" || criteria === null
        ? null
        : { kind: "programme", programme, isIn, criteria };
    }
    case "lead": {
      const [leadAgency, leadOfficer] = [textIn(members, "leadAgency"), textIn(members, "leadOfficer")];
      const officerAgency = textIn(members, "officerAgency");
      return leadAgency === null || leadOfficer === null || officerAgency === null
        ? null
        : { kind: "lead", leadAgency, leadOfficer, officerAgency };
    }
    default:
      return null;
  }
}

/** The cost is worked out here from the crimes, and never what a caller says it is. */
function parseAssessment(members: Members): ReferralStep | null {
  const part = oneOf(ASSESSMENT_PARTS, members.get("part"));
  const [finding, sources] = [textIn(members, "finding"), textsIn(members.get("sources"))];
  if (part === null || finding === null || sources === null || sources.length === 0) {
    return null;
  }
  const crimes = crimesIn(members.get("crimes") ?? []);
  if (crimes === null || (part === "cost-of-crime") !== crimes.length > 0) {
    return null;
  }
  return { kind: "assessment", part, finding, sources, cost: crimes.length > 0 ? estimateCost(crimes) : null };
}

function crimesIn(value: unknown): readonly CrimeCount[] | null {
  if (!Array.isArray(value) || value.length > LIST_MAX) {
    return null;
  }
  const crimes = value.map((one): CrimeCount | null => {
    const members = membersOf(one);
    const [crime, count] = [textIn(members, "crime"), members.get("count")];
    const isCount = typeof count === "number" && Number.isInteger(count) && count > 0 && count <= COUNT_MAX;
    return crime !== null && isCount ? { crime, count } : null;
  });
  return crimes.every((one) => one !== null) ? crimes : null;
}

function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length <= LIST_MAX && value.every((one) => typeof one === "string")
    ? value
    : null;
}

function oneOf<T extends string>(choices: readonly T[], said: unknown): T | null {
  return choices.find((one) => one === said) ?? null;
}
