import type { Agreement, Rule } from "../agreement-document.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inDocument, inRule } from "./finding.ts";

const YEARS_MAX = 5;

/** Section 3, check 2: an agreement ends, is reviewed while it lasts, and no rule outlives it. */
export function checkTimes(agreement: Agreement): readonly Finding[] {
  const { from, to } = agreement.effective;
  return [
    ...checkWindow(from, to),
    ...checkReview(agreement.effective),
    ...eachRule(agreement.rules, (rule, at) => checkRule(rule, at, from, to)),
  ];
}

function checkWindow(from: string, to: string): readonly Finding[] {
  if (Date.parse(from) >= Date.parse(to)) {
    return [inDocument("times", ["effective", "to"], "The agreement ends before it begins.")];
  }
  const longest = new Date(from);
  longest.setUTCFullYear(longest.getUTCFullYear() + YEARS_MAX);
  return Date.parse(to) > longest.getTime()
    ? [inDocument("times", ["effective", "to"], `The agreement lasts more than ${YEARS_MAX} years.`)]
    : [];
}

function checkReview({ from, to, reviewBy }: Agreement["effective"]): readonly Finding[] {
  const reviewMs = Date.parse(reviewBy);
  return reviewMs >= Date.parse(from.slice(0, 10)) && reviewMs <= Date.parse(to)
    ? []
    : [inDocument("times", ["effective", "reviewBy"], "The review falls outside the time the agreement is in force.")];
}

function checkRule(rule: Rule, at: number, from: string, to: string): readonly Finding[] {
  const startsMs = Date.parse(rule.starts ?? from);
  const endsMs = Date.parse(rule.ends ?? to);
  const early = startsMs < Date.parse(from);
  const late = endsMs > Date.parse(to);
  return [
    ...(early ? [inRule("times", rule, at, ["starts"], "it starts before the agreement does.")] : []),
    ...(late ? [inRule("times", rule, at, ["ends"], "it ends after the agreement does.")] : []),
    ...(startsMs >= endsMs
      ? [inRule("times", rule, at, [rule.ends === undefined ? "starts" : "ends"], "it ends before it starts.")]
      : []),
  ];
}
