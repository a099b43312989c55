import { json, type RouteDocument, SIGNED } from "./route-document.ts";

/** A referral, and what is done on it until the panel decides. */
export const REFERRAL_DOCUMENTS: readonly RouteDocument[] = [
  {
    method: "POST",
    path: "/v1/referrals",
    summary: "Refer somebody to the scheme",
    description:
      "The standard form under its version of the criteria. A referral that is not taken is refused with the guard that failed (409) and changes nothing; one that rests on what the caller may not see is not-shown.",
    request: "referral-request",
    answers: { 200: json("referral-kept", "The referral is taken.") },
    problems: [...SIGNED, 409],
  },
  {
    method: "GET",
    path: "/v1/people/:personId/referral",
    summary: "The last referral of a person, as the caller may see it",
    description:
      "The form, who has answered and how late, the four parts of the assessment, programmes, the lead, and for which cohorts the person is eligible, part by part. What rests on something withheld is not there. A person withheld and a person unknown are answered alike.",
    answers: { 200: json("referral-view", "The referral, and what is looked at beside it.") },
    problems: SIGNED,
  },
  {
    method: "POST",
    path: "/v1/people/:personId/referral-steps",
    summary: "Note what is done on a referral without moving it",
    description:
      "An agency's answer to the screening, a part of the assessment, a programme that the person is in, the lead agency and the lead officer.",
    request: "referral-step",
    answers: { 200: json("referral-kept", "The step is kept.") },
    problems: [...SIGNED, 409],
  },
];
