import type { FeedContext, RowProblem, Translation } from "../connector.ts";
import { type Cells, jsonCells } from "../rows/cells.ts";
import { ISO_DATE, ISO_INSTANT } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { invalidIdentifier, rejected, rowError } from "../rows/row-problems.ts";

/** Bodies with the duty to refer: Housing Act 1996 s.213B and SI 2018/223. The police are not among them. */
const REFERRERS = ["probation", "prison", "yot", "jobcentre", "social-services", "hospital", "armed-forces"];

const ACCOMMODATION_NOW = {
  NFA: "noFixedAbode",
  ROUGH: "rough",
  SOFA: "sofa",
  OWNER: "owner",
  SOCIAL: "social",
  PRS: "privateRented",
  SUPPORTED: "supported",
  HOSTEL: "hostel",
  AP: "approvedPremises",
  CAS2: "cas2",
  CAS3: "cas3",
  TEMP: "temporary",
};
const YES_NO = { true: true, false: false };
const AGENCY_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** One referral. Without the person's consent to it nothing of it is read further, or kept. */
export function translateDutyToRefer(record: unknown, context: FeedContext): Translation {
  const cells = jsonCells(record);
  const referralRef = cells.requiredText("referralRef");
  const consentReferral = cells.requiredCode("consentReferral", YES_NO);
  if (consentReferral === false) {
    return rejected([noConsent()], referralRef || null);
  }
  const person = readPerson(cells, referralRef);
  const payload = readReferral(cells, referralRef);
  reportRepeated(cells, context, { field: "referralRef", key: referralRef, content: record });

  return cells.failed
    ? rejected(cells.problems, referralRef || null)
    : {
        events: [
          context.event({
            type: "housing.duty-to-refer.received",
            time: payload.at,
            sourceRecordRef: referralRef,
            person,
            dataSubjectCategory: "other",
            payload,
          }),
        ],
        problems: cells.problems,
        recordRef: referralRef,
      };
}

function readPerson(cells: Cells, referralRef: string) {
  return {
    identifiers: [{ type: "LOCAL", value: referralRef, valid: true }],
    firstName: cells.requiredText("person.forename"),
    lastName: cells.requiredText("person.surname"),
    dateOfBirth: cells.requiredDate("person.dateOfBirth", ISO_DATE),
  } as const;
}

function readReferral(cells: Cells, referralRef: string) {
  return {
    referralRef,
    referredBy: readReferrer(cells),
    lha: readLha(cells),
    consentReferral: true,
    consentLhaChoice: cells.requiredCode("consentLhaChoice", YES_NO),
    consentContact: cells.requiredCode("consentContact", YES_NO),
    threatenedWithin56Days: cells.requiredCode("threatenedWithin56Days", YES_NO),
    at: cells.requiredDate("at", ISO_INSTANT),
    ...given({ accommodationNow: cells.code("accommodationNow", ACCOMMODATION_NOW) }),
  };
}

function readReferrer(cells: Cells): string {
  const referredBy = cells.requiredText("referredBy");
  if (referredBy !== "" && !REFERRERS.includes(referredBy)) {
    cells.report(
      rowError(
        "REFERRER_NOT_PERMITTED",
        "referredBy is not a body that has the duty to refer",
        `ask a listed body to refer: ${REFERRERS.join(", ")}`,
      ),
    );
  }
  return referredBy;
}

function readLha(cells: Cells): string {
  const lha = cells.requiredText("lha");
  if (lha !== "" && !AGENCY_ID.test(lha)) {
    cells.report(invalidIdentifier("lha", "the agency id of a housing authority, e.g. solent-housing"));
  }
  return lha;
}

function noConsent(): RowProblem {
  return rowError(
    "CONSENT_MISSING",
    "the person did not consent to the referral; nothing of it was kept",
    "obtain consent before you refer; do not retain the content",
  );
}
