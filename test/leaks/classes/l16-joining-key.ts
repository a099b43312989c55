import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import type { Door } from "../door/door.ts";
import { ADULT, type Caller, call, HOUSING, POLICE, person } from "../door/drive.ts";
import { rewrites } from "../door/faults.ts";
import { askOfficers, dpoOf, giveAndReceipt, issueNotices, noticesOf } from "../door/officers.ts";
import { ORDINARY_CALLS } from "../door/ordinary-calls.ts";
import type { LeakClass } from "./leak-class.ts";
import { at } from "./leak-class.ts";
import {
  AGREEMENT_LIFE,
  AGREEMENTS,
  ANSWER_ERASURE,
  ANSWER_REVIEW,
  ASK_HIT,
  ASSESS,
  AUDIT,
  CAPS,
  CASE,
  CRIMES,
  DISCLOSURES,
  EMERGENCY,
  EVALUATE,
  HIT_MOVES,
  HIT_REPORT,
  HITS,
  LIFT_CAPS,
  LINKS,
  MEETING,
  MEETING_MOVES,
  NOTICES,
  OPEN_PAGES,
  type Outlet,
  OWED_REVIEWS,
  PEOPLE,
  PULL,
  RAG,
  RECEIPT,
  REFERRAL,
  REFERRAL_MOVES,
  REVIEW,
  SCORE,
  SEARCH,
  SEND,
  SET_CAPS,
  STATE,
  STEP,
  STREAM,
  SUBSCRIBE,
  SUBSCRIPTION,
  TIMERS,
  TRANSITION,
  UNSUBSCRIBE,
} from "./outlets.ts";

const JOINABLE: readonly Outlet[] = [
  PEOPLE,
  SEARCH,
  PULL,
  STREAM,
  SUBSCRIPTION,
  SUBSCRIBE,
  RECEIPT,
  NOTICES,
  CAPS,
  SET_CAPS,
  RAG,
  CASE,
  REFERRAL,
  TIMERS,
];

export const l16: LeakClass = {
  id: "L16",
  says: "two agencies find nothing in what they got by which to join it",
  checks: {
    ...at(JOINABLE, (outlet) => (door) => joined(door, (who) => ORDINARY_CALLS[outlet](door, who))),
    // Of one disclosure its giver and its receiver are told the same entry of the log, so that their officers can speak of it.
    ...at(AUDIT, (outlet) => async (door) => {
      const { personId } = person(door, ADULT);
      const ids = new Map<string, string>();
      for (const who of [HOUSING, POLICE]) {
        ids.set(who.agencyId, await giveAndReceipt(door, who, personId));
      }
      await issueNotices(door, HOUSING.agencyId, POLICE.agencyId);
      for (const { agencyId } of outlet === ANSWER_ERASURE ? [HOUSING, POLICE] : []) {
        ids.set(agencyId, (await noticesOf(door, agencyId)).at(-1)?.id ?? "");
      }
      return joined(door, ({ agencyId }) => {
        const dpo = dpoOf(door, agencyId);
        const path = `/v1/audit/disclosures?recipient=${agencyId}`;
        return outlet === DISCLOSURES
          ? call(door, dpo, "GET", path)
          : askOfficers(door, dpo, outlet, { id: ids.get(agencyId) ?? "" });
      });
    }),
  },
  doesNotApply: {
    "who is at one meeting is told of the same meeting, and each of its lines has ids of their own": [MEETING],
    "one agency reaches it": [
      ...MEETING_MOVES,
      ASSESS,
      REVIEW,
      TRANSITION,
      STEP,
      ...REFERRAL_MOVES,
      ...LINKS,
      EMERGENCY,
      OWED_REVIEWS,
      ANSWER_REVIEW,
      ASK_HIT,
      ...CRIMES,
      EVALUATE,
      STATE,
    ],
    "the two sides of a hit speak of it by one reference, and of the person each by its own": [
      HITS,
      HIT_REPORT,
      ...HIT_MOVES,
    ],
    "it answers with nothing that names a thing": [SEND, UNSUBSCRIBE, LIFT_CAPS, SCORE],
    "parties of an agreement are told of the same agreement, and of nobody": [AGREEMENTS, ...AGREEMENT_LIFE],
    "it is the same for everybody": OPEN_PAGES,
  },
  broken: {
    "one id of a person for all agencies": {
      fault: {
        between: rewrites(
          [
            PEOPLE,
            RAG,
            CASE,
            REFERRAL,
            TIMERS,
            SEARCH,
            SUBSCRIPTION,
            SUBSCRIBE,
            RECEIPT,
            NOTICES,
            CAPS,
            SET_CAPS,
            ...AUDIT,
          ],
          async (answer, _c, { sql }) => {
            const [row] = await sql<{ id: string }[]>`select min(person_id::text) as id from published.person`;
            return { ...answer, id: row?.id };
          },
        ),
      },
      seenAt: [
        PEOPLE,
        RAG,
        CASE,
        REFERRAL,
        TIMERS,
        SEARCH,
        SUBSCRIPTION,
        SUBSCRIBE,
        RECEIPT,
        NOTICES,
        CAPS,
        SET_CAPS,
        ...AUDIT,
      ],
    },
    "one id of a person in all updates": {
      fault: {
        database: (owner) =>
          owner.unsafe(`
            alter table gateway.pairwise_id drop constraint pairwise_id_pairwise_id_key;
            create function gateway.same_for_all() returns trigger language plpgsql as $$
              begin new.pairwise_id = new.person_id; return new; end $$;
            create trigger same_for_all before insert on gateway.pairwise_id for each row execute function gateway.same_for_all();
            delete from gateway.pairwise_id;`),
      },
      seenAt: [PEOPLE, SEARCH, PULL, STREAM],
    },
  },
};

/** Handles that two agencies both got when each asked. */
async function joined(door: Door, ask: (who: Caller) => Promise<unknown>): Promise<readonly string[]> {
  const housing = await handlesIn(door, HOUSING, ask);
  const police = await handlesIn(door, POLICE, ask);
  const shared = [...housing].filter((handle) => police.has(handle));
  return shared.map((handle) => `both agencies got ${handle.slice(0, 60)}`);
}

/** Whatever could serve as a handle: long runs of what ids, digests, cursors and signatures are made of. */
async function handlesIn(
  door: Door,
  who: Caller,
  ask: (who: Caller) => Promise<unknown>,
): Promise<ReadonlySet<string>> {
  // The first call of a client fetches the hub's public keys.
  await ORDINARY_CALLS[SUBSCRIPTION](door, who);
  door.take();
  await ask(who);
  const text = door.take().toString("latin1");
  const decoded = (text.match(/[A-Za-z0-9_-]{40,}/g) ?? []).map((run) =>
    Buffer.from(run, "base64url").toString("latin1"),
  );
  const held = await door.recordOf(person(door, ADULT).personId);
  const known = [
    JSON.stringify(held.values),
    ...COMMON,
    ...FIELD_PATHS,
    ...Object.values(door.world.gatewayKeys).flatMap((key) => ("keyid" in key ? [key.keyid] : [])),
  ].join(" ");
  const runs = [text, ...decoded].flatMap((one) => one.match(/[A-Za-z0-9+/_=-]{20,}/g) ?? []);
  return new Set(runs.filter((run) => !known.includes(run)));
}

/** Said to everybody alike. */
const COMMON = [
  "application/json",
  "application/problem+json",
  "text/event-stream",
  "transfer-encoding",
  "iom-case-management",
  "iom-hub-event+jws",
  "iom-hub-res-v1",
  "hub-log-entry",
  "content-digest",
  "signature-input",
  "solent-substance-misuse",
  "with-originator-consent",
  "parties-same-purpose",
];
