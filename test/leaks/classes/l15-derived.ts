import type { Exchanges } from "#schemas/generated/types.ts";
import type { Evidence, HeldValue } from "#schemas/published-record.ts";
import type { Door } from "../door/door.ts";
import {
  ADULT,
  type Caller,
  COORDINATOR,
  call,
  DRUGS,
  HOUSING,
  hear,
  newestCursor,
  newName,
  PROBATION,
  person,
  read,
  search,
  TEAM,
} from "../door/drive.ts";
import { readsPeopleAs, rewrites } from "../door/faults.ts";
import { askOfficers, dpoOf } from "../door/officers.ts";
import { ratingOf } from "../door/rating-calls.ts";
import { changedIn, differing, expected, fieldsOf, foundIn } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import { rightPacks } from "./meeting-checks.ts";
import {
  AGREEMENT_LIFE,
  ANSWER_ERASURE,
  ASK_HIT,
  CASE,
  CASEWORK_MOVES,
  CRIMES,
  DECIDE,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCIES,
  ERASURES,
  EXPLAIN,
  HIT_MOVES,
  HITS,
  MEETING_MOVES,
  OF_NOBODY,
  OWN_AFFAIRS,
  OWN_CAPS,
  PEOPLE,
  PULL,
  RAG,
  REFERRAL,
  REVIEWS,
  SEARCH,
  STREAM,
  TIMERS,
} from "./outlets.ts";
import { derivedHits, reportsAtOnce } from "./tag-hit-checks.ts";
import { toldGuards, wrongCase } from "./wrong-case.ts";
import { toldScreening, wrongReferral } from "./wrong-referral.ts";
import { wrongTimers } from "./wrong-timers.ts";

const FIELD = "iom.ragReasons";
const CALLERS = [HOUSING, DRUGS, PROBATION, TEAM];
const WORDS = ["same", "similar", "day-month-swapped", "differs", "not-given"];

export const l15: LeakClass = {
  id: "L15",
  says: "a reason goes to those alone who may see what it rests on",
  checks: {
    [PEOPLE]: async (door) => {
      await giveReasons(door);
      return perCaller(
        door,
        async (who) => fieldsOf(await read(door, who, person(door, ADULT).personId))[FIELD]?.value,
      );
    },
    [SEARCH]: async (door) => {
      const texts = await giveReasons(door);
      return perCaller(door, async (who) => {
        const id = await door.personIdFor(who.agencyId, person(door, ADULT).personId);
        const found = await Promise.all(
          texts.map(async (text) => {
            const hits = foundIn(await search(door, who, { [`${FIELD}[].text`]: text }));
            return hits.some(({ personId }) => personId === id) ? [text] : [];
          }),
        );
        return found.flat();
      });
    },
    [RAG]: async (door) => {
      const texts = await giveReasons(door);
      return perCaller(door, async (who) => {
        const { assessment } = (await ratingOf(door, who, person(door, ADULT).personId)).body as Exchanges["rag-view"];
        return assessment.reasons.filter(({ text }) => texts.includes(text));
      });
    },
    ...rightPacks,
    [TIMERS]: async (door) => {
      const wrong = await Promise.all(CALLERS.map((who) => wrongTimers(door, who, ADULT)));
      return wrong.flat();
    },
    ...at([PULL, STREAM], (outlet) => async (door) => {
      const cursors = new Map(
        await Promise.all(CALLERS.map(async (who) => [who, await newestCursor(door, who)] as const)),
      );
      await giveReasons(door);
      return perCaller(door, async (who) => {
        const { updates } = await hear(door, outlet === PULL ? "pull" : "stream", who, cursors.get(who) ?? "");
        return updates.flatMap((update) => changedIn(update)[FIELD]?.value ?? []);
      });
    }),
    [CASE]: async (door) => (await Promise.all(CALLERS.map((who) => wrongCase(door, who)))).flat(),
    [REFERRAL]: async (door) => (await Promise.all(CALLERS.map((who) => wrongReferral(door, who)))).flat(),
    ...derivedHits,
    ...reportsAtOnce,
    [REVIEWS]: async (door) => {
      const { body } = await call(door, COORDINATOR, "GET", "/v1/links/reviews");
      const { reviews } = body as { readonly reviews: readonly { readonly candidates: readonly object[] }[] };
      const candidates = reviews.flatMap((review) => review.candidates);
      const said = candidates.flatMap((candidate) => Object.values((candidate as { comparison: object }).comparison));
      const others = candidates
        .flatMap((candidate) => Object.keys(candidate))
        .filter((key) => !["personId", "comparison", "weight"].includes(key));
      return [...said.filter((word) => !WORDS.includes(word)), ...others].map((word) => `an explanation says ${word}`);
    },
    [DISCLOSURE]: async (door) => {
      const given = await read(door, HOUSING, person(door, ADULT).personId);
      const { receipt } = given.body as { readonly receipt: { readonly id: string } };
      const { body } = await askOfficers(door, dpoOf(door, HOUSING.agencyId), DISCLOSURE, { id: receipt.id });
      const { fields } = body as {
        readonly fields: readonly { readonly reason: string; readonly facts: object; readonly left: boolean }[];
      };
      const kept = fields.filter(({ left }) => !left);
      return [
        ...kept.filter(({ reason }) => reason !== "NOT_SHARED").map(({ reason }) => `a recipient was told ${reason}`),
        ...fields
          .filter(({ facts }) => Object.keys(facts).length > 0)
          .map(() => "a recipient was told facts of a value"),
        ...(kept.length === 0 ? ["nothing was kept, which shows nothing"] : []),
      ];
    },
  },
  doesNotApply: {
    "it goes to the provider whose positions it rests on": [ASK_HIT],
    "it explains an invented person, and what is asked rests on nobody": [EXPLAIN],
    "no reason or explanation is given there": [
      ...MEETING_MOVES,
      ...CASEWORK_MOVES,
      ERASURES,
      ANSWER_ERASURE,
      DISCLOSURES,
      ...AGREEMENT_LIFE.filter((one) => one !== EXPLAIN),
      DECIDE,
      ...OWN_AFFAIRS,
      ...EMERGENCIES,
      ...OWN_CAPS,
      ...CRIMES,
      ...HIT_MOVES,
      ...OF_NOBODY,
    ],
  },
  broken: {
    "reasons that forget what they rest on": {
      fault: {
        database: (owner) =>
          readsPeopleAs(
            owner,
            `replace(record::text, '"field": "treatment.drugTest"', '"field": "identity.firstName"')::jsonb`,
          ),
      },
      seenAt: [PEOPLE, RAG, SEARCH, PULL, STREAM],
    },
    "explanations that tell why": {
      fault: {
        between: rewrites([DISCLOSURE], ({ fields, ...rest }) => ({
          ...rest,
          fields: (fields as object[]).map((line) => ({ ...line, reason: "CONDITION_NOT_MET" })),
        })),
      },
      seenAt: [DISCLOSURE],
    },
    "hits that tell a force of others": {
      fault: { between: rewrites([HITS], (answer) => ({ ...answer, note: "one other tagged person was near" })) },
      seenAt: [HITS],
    },
    "guards that are told whatever they rest on": { fault: toldGuards, seenAt: [CASE] },
    "answers of agencies that are told to all": { fault: toldScreening, seenAt: [REFERRAL] },
    "explanations that quote": {
      fault: {
        between: rewrites([REVIEWS], ({ reviews, ...rest }) => ({
          ...rest,
          reviews: (reviews as object[]).map((review) => ({
            ...review,
            candidates: [{ comparison: { firstName: "Dana" } }],
          })),
        })),
      },
      seenAt: [REVIEWS],
    },
  },
};

/** One reason that rests on a drug test, one on a name, and one on nothing that is said. */
async function giveReasons(door: Door): Promise<readonly string[]> {
  const { personId } = person(door, ADULT);
  const on = (field: Evidence["field"], originator: string): Evidence => ({
    personId,
    field,
    originator,
    neededForm: "full",
  });
  const reason = (itemKey: string, evidence: readonly Evidence[]): HeldValue => {
    const value = { ruleId: itemKey, text: newName() };
    return { originator: "iom-team", value, asOf: "2026-11-21T12:30:00Z", itemKey, evidence };
  };
  const reasons = [
    reason("tested", [on("treatment.drugTest", "solent-probation")]),
    reason("named", [on("identity.firstName", "solent-probation")]),
    reason("baseless", []),
  ];
  await door.owner.begin(async (tx) => {
    await tx`update core.person set document = jsonb_set(document, ${`{values,${FIELD}}`}::text::text[], ${JSON.stringify(reasons)}::text::jsonb)
      where person_id = ${personId}`;
    await tx`
      insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
      values (${personId}, 'record', ${[FIELD]}, 1, '{}', ${door.now()})`;
    await tx`select pg_notify('hub_change', '')`;
  });
  return reasons.map(({ value }) => (value as { readonly text: string }).text);
}

/** What each caller was shown is what the second reader expects, in texts. */
async function perCaller(door: Door, seen: (who: Caller) => Promise<unknown>): Promise<readonly string[]> {
  const problems: string[] = [];
  const counts: number[] = [];
  for (const who of CALLERS) {
    const want = await expected(door, who, person(door, ADULT));
    const cells = "refused" in want ? [] : want.shown.filter(({ field }) => field === FIELD);
    const wanted = cells.map(({ value }) => (value.value as { readonly text: string }).text).sort();
    const shown = [(await seen(who)) ?? []]
      .flat()
      .map((item) => (typeof item === "string" ? item : String((item as { text?: string }).text)));
    problems.push(...differing(`reasons for ${who.agencyId}`, shown.sort(), wanted));
    counts.push(wanted.length);
  }
  return [
    ...problems,
    ...(new Set(counts).size > 1 ? [] : ["every caller is expected to see the same, which shows nothing"]),
  ];
}
