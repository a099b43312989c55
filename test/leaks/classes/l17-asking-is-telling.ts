import { DRUGS, hear, newestCursor, POLICE } from "../door/drive.ts";
import { ORDINARY_CALLS } from "../door/ordinary-calls.ts";
import { changedIn, differing } from "./judge.ts";
import { at, type LeakClass } from "./leak-class.ts";
import {
  AGREEMENTS,
  ANSWER_ERASURE,
  ANSWER_REVIEW,
  ASSESS,
  CAPS,
  CASE,
  CHECK,
  CRIMES,
  DECIDE,
  DISCLOSURE,
  DISCLOSURES,
  EMERGENCY,
  ERASURES,
  EVALUATION,
  EXPLAIN,
  HIT_MOVES,
  LIFT_CAPS,
  MEETING,
  MEETING_MOVES,
  MOVES,
  NOTICES,
  OPEN_PAGES,
  type Outlet,
  OWED_REVIEWS,
  PEOPLE,
  PULL,
  QUESTIONS,
  RAG,
  REACH,
  RECEIPT,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  REVIEWS,
  SEARCH,
  SEND,
  SET_CAPS,
  SHADOW,
  SIMULATE,
  STEP,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TAG_HITS,
  TIMERS,
  TRANSITION,
  UNSUBSCRIBE,
  VERSION,
} from "./outlets.ts";

const ASKING: readonly Outlet[] = [
  PEOPLE,
  SEARCH,
  PULL,
  STREAM,
  REVIEWS,
  DECIDE,
  SUBSCRIBE,
  SUBSCRIPTION,
  UNSUBSCRIBE,
  AGREEMENTS,
  RECEIPT,
  OWED_REVIEWS,
  NOTICES,
  CAPS,
  RAG,
  CASE,
  REFERRAL,
  TIMERS,
  MEETING,
  ...QUESTIONS,
  ERASURES,
  DISCLOSURES,
  DISCLOSURE,
  ...TAG_HITS,
];
/** Those of which the ordinary call includes a change that the drug service sees too. */
const WITH_CHANGE: readonly Outlet[] = [PULL, STREAM];

export const l17: LeakClass = {
  id: "L17",
  says: "whom one agency asks about no other agency learns",
  checks: at(ASKING, (outlet) => async (door) => {
    const told: string[] = [];
    const listening = door.world.coreBus.subscribe("hub.>", { callback: (_, { subject }) => void told.push(subject) });
    const base = (await hear(door, "pull", DRUGS, await newestCursor(door, DRUGS))).updates.at(-1);
    await ORDINARY_CALLS[outlet](door, POLICE);
    const { updates } = await hear(door, "pull", DRUGS, base?.cursor ?? "");
    await door.world.coreBus.flush();
    listening.unsubscribe();
    const heard = updates.map(({ sequence, ...update }) => [
      Number(sequence) - Number(base?.sequence),
      Object.keys(changedIn(update as never)),
    ]);
    const own = WITH_CHANGE.includes(outlet)
      ? [
          [1, ["identity.middleNames"]],
          [2, ["identity.preferredLanguage"]],
        ]
      : [[1, ["identity.preferredLanguage"]]];
    return [
      ...differing("what the drug service heard", heard, own),
      ...told.map((subject) => `${subject} was published`),
    ];
  }),
  doesNotApply: {
    "it tells those it concerns, and asks nothing": [
      ...MEETING_MOVES,
      ASSESS,
      REVIEW,
      TRANSITION,
      STEP,
      ...REFERRAL_MOVES,
      ...MOVES,
      ANSWER_ERASURE,
      SEND,
      ANSWER_REVIEW,
      SET_CAPS,
      LIFT_CAPS,
      ...HIT_MOVES,
      ...CRIMES,
    ],
    "the agencies whose data it lets out are told at once, as the agreement says": [EMERGENCY],
    "it is asked about nobody": [...EVALUATION, ...OPEN_PAGES],
  },
  broken: {
    "a log whose entries others can count": {
      fault: {
        database: (owner) =>
          owner.unsafe(`
            create function ledger.is_heard() returns trigger language plpgsql security definer as $$
              begin update gateway.subscription set last_seq = last_seq + 1 where agency_id = 'solent-drug-services'; return null; end $$;
            create trigger is_heard after insert on ledger.entry for each row execute function ledger.is_heard();`),
      },
      seenAt: [
        PEOPLE,
        RAG,
        CASE,
        REFERRAL,
        TIMERS,
        SEARCH,
        REVIEWS,
        SUBSCRIBE,
        UNSUBSCRIBE,
        RECEIPT,
        OWED_REVIEWS,
        NOTICES,
        CAPS,
        CHECK,
        SIMULATE,
        EXPLAIN,
        SHADOW,
        ERASURES,
        DISCLOSURES,
        DISCLOSURE,
      ],
    },
    "calls of which others can count the signatures": {
      fault: {
        database: (owner) =>
          owner.unsafe(`
            create function gateway.is_heard() returns trigger language plpgsql security definer as $$
              begin update gateway.subscription set last_seq = last_seq + 1 where agency_id = 'solent-drug-services'; return null; end $$;
            create trigger is_heard after insert on gateway.nonce for each row execute function gateway.is_heard();`),
      },
      seenAt: [PULL, STREAM, DECIDE, SUBSCRIPTION, AGREEMENTS, REACH, VERSION],
    },
  },
};
