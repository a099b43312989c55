import type { AgreementDiff, FormChange, TermsChange } from "./agreement-diff.ts";
import { CATALOGUE, heightOf } from "./catalogue.ts";
import { UNKNOWN } from "./condition.ts";
import { changeInWords, type SharedChange, termInWords } from "./words/change-in-words.ts";
import { shortDigest } from "./words/short-digest.ts";

/** One line of the summary: a change of one field for one party. */
export type ChangeLine = SharedChange & {
  /** The same for the same change, whatever else the versions say; what a data protection officer ticks. */
  readonly key: string;
  /** Health, ethnicity, religion, sexuality or disability. */
  readonly isSpecial: boolean;
  /** It is about young people, or can apply to a person who is, or may be, under 18. */
  readonly concernsUnder18s: boolean;
  readonly sentence: string;
};

export type TermsLine = TermsChange & { readonly sentence: string };

/** What a data protection officer reads before signing (design/agreements section 8), most harmful first. */
export type ChangeSummary = {
  readonly headline: string;
  readonly gains: readonly ChangeLine[];
  readonly losses: readonly ChangeLine[];
  readonly terms: readonly TermsLine[];
};

/** Every change of the diff in one sentence each, and nothing that is not a change. */
export function summariseChanges(diff: AgreementDiff): ChangeSummary {
  const lines = together(diff.changes)
    .map((change) => lineOf(change, diff))
    .toSorted(byHarm);
  const gains = lines.filter(({ direction }) => direction === "gain");
  const losses = lines.filter(({ direction }) => direction === "loss");
  const terms = diff.terms
    .map((term) => ({ ...term, sentence: termInWords(term, diff) }))
    .toSorted((one, other) => EFFECTS.indexOf(one.effect) - EFFECTS.indexOf(other.effect));
  return { headline: headlineOf(diff, [gains.length, losses.length, terms.length]), gains, losses, terms };
}

/** What one party gives and gets, and the terms that concern it. */
export function summaryFor(party: string, summary: ChangeSummary): ChangeSummary {
  const concerns = (line: ChangeLine) => line.party === party || line.originators.includes(party);
  return {
    ...summary,
    gains: summary.gains.filter(concerns),
    losses: summary.losses.filter(concerns),
    terms: summary.terms.filter(({ originators, recipients }) => [...originators, ...recipients].includes(party)),
  };
}

/** The summary as plain text, a line for each change. */
export function summaryInText({ headline, gains, losses, terms }: ChangeSummary): string {
  const lines = [...gains, ...losses, ...terms].map(({ sentence }) => sentence);
  return `${[headline, ...(lines.length === 0 ? [] : [""]), ...lines].join("\n")}\n`;
}

const EFFECTS: readonly TermsChange["effect"][] = ["widens", "rewords", "narrows", "none"];

function headlineOf({ before, after }: AgreementDiff, [gains = 0, losses = 0, terms = 0]: readonly number[]): string {
  const named = (version: AgreementDiff["before"]) =>
    version === null ? "no agreement" : `${version.id} version ${version.version}`;
  const counted = [count(gains, "gain", "gains"), count(losses, "loss", "losses"), count(terms, "term", "terms")];
  const nothing = gains + losses + terms === 0;
  return `${named(before)} -> ${named(after)}: ${nothing ? "nothing changes." : `${counted.join(", ")}.`}`;
}

function count(number: number, one: string, many: string): string {
  return `${number === 0 ? "no" : number} ${number === 1 ? one : many}`;
}

/** Roles, purposes and originators are told together where all combinations of them have the same change. */
function together(changes: readonly FormChange[]): readonly SharedChange[] {
  const single = changes.map(({ role, purpose, originator, grounds: _, ...change }) => ({
    ...change,
    roles: [role],
    purposes: [purpose],
    originators: [originator],
  }));
  return merge(merge(merge(single, "originators"), "roles"), "purposes");
}

type Several = "roles" | "purposes" | "originators";

function merge(changes: readonly SharedChange[], member: Several): readonly SharedChange[] {
  const alike = new Map<string, SharedChange[]>();
  for (const change of changes) {
    const key = JSON.stringify({ ...change, [member]: null });
    const known = alike.get(key) ?? [];
    alike.set(key, known);
    known.push(change);
  }
  return [...alike.values()].flatMap((same) =>
    same.slice(0, 1).map((first) => ({ ...first, [member]: same.flatMap((change) => change[member]).toSorted() })),
  );
}

function lineOf(change: SharedChange, diff: AgreementDiff): ChangeLine {
  return {
    key: keyOf(change),
    ...change,
    isSpecial: CATALOGUE[change.field].special,
    concernsUnder18s: isOfYouth(change) || change.when.some((circumstance) => mayBeUnder18(circumstance["age-group"])),
    sentence: changeInWords(change, diff),
  };
}

function keyOf({ party, field, direction, ...rest }: SharedChange): string {
  return `${direction}:${party}:${field}:${shortDigest(JSON.stringify([party, field, direction, rest]))}`;
}

function isOfYouth({ field }: SharedChange): boolean {
  return CATALOGUE[field].sensitivity === "youth";
}

/** Undefined: whatever the age. An age that is not known may be a child's. */
function mayBeUnder18(ages: readonly string[] | undefined): boolean {
  return ages === undefined || ages.includes("under-18") || ages.includes(UNKNOWN);
}

const HARM = ["crim", "youth", "intel", "victim", "loc", "contact", "id", "equality", "health", "op"];

/** Health, criminal and children's data first; then what concerns under-18s, and what goes furthest. */
function byHarm(one: ChangeLine, other: ChangeLine): number {
  return (
    harmOf(one) - harmOf(other) ||
    Number(other.concernsUnder18s) - Number(one.concernsUnder18s) ||
    heightOf(other.field, other.to) - heightOf(one.field, one.to) ||
    compareText(one.sentence, other.sentence) ||
    compareText(one.key, other.key)
  );
}

/** A change that names the under-18s ranks with children's data, whatever the field. */
function harmOf(line: ChangeLine): number {
  const { special, sensitivity } = CATALOGUE[line.field];
  if (special || sensitivity === "health") {
    return -1;
  }
  const namesChildren = line.when.some((circumstance) => circumstance["age-group"]?.includes("under-18"));
  const harm = HARM.indexOf(sensitivity);
  return namesChildren ? Math.min(harm, HARM.indexOf("youth")) : harm;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
